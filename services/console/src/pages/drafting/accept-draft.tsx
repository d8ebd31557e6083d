import type { AutoDraftRecord } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { overviewQuery } from '../../api/agents.ts'
import type { BindingPlace } from '../../api/bindings.ts'
import { decideDraft } from '../../api/drafts.ts'
import { useRefusal } from '../../api/session.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import type { SkillOverview } from '../agents/skill-row.tsx'
import { useEnabling } from '../agents/use-enabling.tsx'
import { verdictOf } from './decisions.ts'

interface AcceptDraftProps {
  readonly place: BindingPlace
  readonly draft: AutoDraftRecord
}

/** Takes the draft as it stands, enables its skill and goes where it is published. */
export function AcceptDraft({ place, draft }: AcceptDraftProps): ReactNode {
  const { data } = useQuery(overviewQuery(place.agentId))
  const skill = data?.skills.find(({ skillId }) => skillId === draft.skillId)?.row
  if (skill === null || skill === undefined) return null
  return <Accept place={place} draft={draft} skill={skill} />
}

interface AcceptProps extends AcceptDraftProps {
  readonly skill: NonNullable<SkillOverview['row']>
}

/** What is still open of it is accepted once it may be enabled, and it is enabled once that was kept. */
function Accept({ place, draft, skill }: AcceptProps): ReactNode {
  const { agentId } = place
  const navigate = useNavigate()
  const scope = useRefusal('skills:write')
  const open = draft.lines.filter((line) => verdictOf(draft, line) === undefined)
  const accepted = open.map(({ kind, name, place: at }) => ({
    kind,
    name,
    place: at,
    verdict: 'accept' as const,
  }))
  const { enable, isRunning, sheet } = useEnabling(agentId, skill, {
    first: accepted.length === 0 ? undefined : decideDraft(place, draft.draftId)(accepted),
    goOn: () => void navigate({ to: '/agents/$agentId', params: { agentId } }),
  })
  const isRejected = draft.lines.some((line) => verdictOf(draft, line) === 'reject')
  const refusal =
    scope ??
    (isRejected ? t('drafting.againFirst') : skill.status === 'valid' ? undefined : t('agents.notValid'))
  return (
    <>
      <Button look="primary" size="large" isBusy={isRunning} refusal={refusal} onClick={enable}>
        {t('drafting.acceptAndEnable')}
      </Button>
      {sheet}
    </>
  )
}
