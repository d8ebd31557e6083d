import type { AuthoredAnySkill, StepsBinding } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { stepsQuery } from '../../../api/steps.ts'
import { Page } from '../../../shell/page.tsx'
import { t } from '../../../text/translate.ts'
import { Failure, Skeleton } from '../../../ui/states.tsx'
import type { SavedSkill } from '../saved-skill.ts'
import { StepsEditor } from './steps-editor.tsx'

interface StepsPageProps {
  readonly agentId: string
  readonly skillId: string
}

/** A saved skill of several steps, and what it would become. */
export function StepsPage({ agentId, skillId }: StepsPageProps): ReactNode {
  const { data, error } = useQuery(stepsQuery(agentId, skillId))
  const saved = data === undefined ? undefined : stepsIn(data.binding)
  if (error !== null)
    return (
      <Page title={t('steps.title')}>
        <Failure error={error} />
      </Page>
    )
  if (data === undefined || saved === undefined)
    return (
      <Page title={t('steps.title')}>
        <Skeleton rows={8} what={t('steps.title')} />
      </Page>
    )
  return (
    <StepsEditor
      // What somebody else has saved begins anew; an edit of what was before is offered in it.
      key={JSON.stringify(saved)}
      agentId={agentId}
      saved={saved}
      skill={toSaved(data)}
    />
  )
}

type AnyBinding = AuthoredAnySkill['binding'] | NonNullable<AuthoredAnySkill['published']>['binding']

const stepsIn = (binding: AnyBinding): StepsBinding | undefined => ('steps' in binding ? binding : undefined)

/** What is live may still have one operation: there is no way back to that in here. */
function toSaved({ published, ...skill }: AuthoredAnySkill): SavedSkill<StepsBinding> {
  const live = published === null ? undefined : stepsIn(published.binding)
  return {
    ...skill,
    published:
      published === null || live === undefined ? null : { version: published.version, binding: live },
  }
}
