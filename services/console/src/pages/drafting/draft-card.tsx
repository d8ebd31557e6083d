import type { AutoDraftRecord } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { CircleHelp, Info } from 'lucide-react'
import type { ReactNode } from 'react'
import type { BindingPlace } from '../../api/bindings.ts'
import { useRefusal } from '../../api/session.ts'
import { stepsQuery } from '../../api/steps.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Note, Tag } from '../../ui/marks.tsx'
import { ProviderText } from '../../ui/provider-text.tsx'
import { Failure } from '../../ui/states.tsx'
import { countVerdicts, verdictOf } from './decisions.ts'
import { DraftFoot } from './draft-foot.tsx'
import { DraftTrial } from './draft-trial.tsx'
import styles from './goal-page.module.css'
import { LineRow } from './line-row.tsx'
import { useDecide } from './use-decide.ts'

interface DraftCardProps {
  readonly agentId: string
  readonly draft: AutoDraftRecord
}

interface PartProps {
  /** Of the draft itself, whatever the address says. */
  readonly place: BindingPlace
  readonly draft: AutoDraftRecord
}

/** One draft: what was chosen, what is open, and each line to be accepted or rejected. */
export function DraftCard({ agentId, draft }: DraftCardProps): ReactNode {
  const place = { agentId, kind: draft.integration }
  return (
    <Card
      title={draft.operation}
      count={draft.rationale ?? t('drafting.lineCount', countVerdicts(draft))}
      actions={<AcceptStrong place={place} draft={draft} />}
    >
      <Summary draft={draft} />
      <div className={styles.scroll}>
        <table className={styles.lines}>
          <thead>
            <tr>
              <th>{t('drafting.line')}</th>
              <th>{t('drafting.strength')}</th>
              <th>{t('drafting.why')}</th>
              <th>{t('drafting.decision')}</th>
            </tr>
          </thead>
          <tbody>
            {draft.lines.map((line) => (
              <LineRow
                key={`${line.kind} ${line.name} ${line.place}`}
                place={place}
                draftId={draft.draftId}
                line={line}
                verdict={verdictOf(draft, line)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {draft.skillId !== null && <Trial agentId={agentId} skillId={draft.skillId} />}
      <DraftFoot place={place} draft={draft} />
    </Card>
  )
}

/** The skill of the draft as it stands, tried before anything of it is accepted. */
function Trial({ agentId, skillId }: { readonly agentId: string; readonly skillId: string }): ReactNode {
  const { data } = useQuery(stepsQuery(agentId, skillId))
  return data !== undefined && <DraftTrial agentId={agentId} skill={data} />
}

function AcceptStrong({ place, draft }: PartProps): ReactNode {
  const refusal = useRefusal('skills:write')
  const deciding = useDecide(place, draft.draftId)
  const strong = draft.lines.filter(
    (line) => line.strength === 'strong' && verdictOf(draft, line) !== 'accept',
  )
  if (deciding.error !== null) return <Failure error={deciding.error} />
  if (strong.length === 0) return null
  return (
    <Button
      refusal={refusal}
      isBusy={deciding.isRunning}
      onClick={() =>
        deciding.run(
          strong.map(({ kind, name, place: at }) => ({ kind, name, place: at, verdict: 'accept' })),
        )
      }
    >
      {t('drafting.acceptStrong', { count: strong.length })}
    </Button>
  )
}

function Summary({ draft }: Pick<PartProps, 'draft'>): ReactNode {
  const { state, strength, alternatives, unmet, mapper } = draft
  // What the draft lacks says so itself.
  const questions = draft.questions.filter(({ name }) => !unmet.some((part) => part.name === name))
  return (
    <div className={styles.summary}>
      <div className="row">
        {strength !== null && (
          <Tag meaning={strength === 'strong' ? 'ok' : 'warn'}>{t(`drafting.is_${strength}`)}</Tag>
        )}
        <Tag>{t(`drafting.mapper_${mapper.mode}`)}</Tag>
        <span className="dim">{t('drafting.lineCount', countVerdicts(draft))}</span>
        {alternatives.length > 0 && (
          <span className="dim">
            {t('drafting.also', { operations: alternatives.slice(0, 3).join(', ') })}
          </span>
        )}
      </div>
      {state !== 'open' && (
        <Note icon={Info} meaning="accent">
          {t(`drafting.state_${state}`)}
        </Note>
      )}
      {mapper.fallback !== undefined && <Note icon={CircleHelp}>{mapper.fallback.message}</Note>}
      {unmet.map(({ about, name, reason }) => (
        <Note key={`${about} ${name}`} icon={CircleHelp} meaning="warn">
          {t(`drafting.unmet_${about}`, { name })} <ProviderText>{reason}</ProviderText>
        </Note>
      ))}
      {questions.map(({ name, question }) => (
        <Note key={name + question} icon={CircleHelp} meaning="warn">
          <ProviderText>{question}</ProviderText>
        </Note>
      ))}
    </div>
  )
}
