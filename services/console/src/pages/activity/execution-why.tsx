import { CircleX, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Rich } from '../../text/rich.tsx'
import { t } from '../../text/translate.ts'
import { Note } from '../../ui/marks.tsx'
import type { ExecutionFacts } from './execution-record.ts'
import { quietEndOf, type StepFacts } from './step-facts.ts'

/** Why a call did not succeed: which gate stopped it, and the code of what happened with the page about it. */
export function ExecutionWhy({
  facts: { errorCode, gates, steps },
}: {
  readonly facts: ExecutionFacts
}): ReactNode {
  if (errorCode === undefined) return <QuietEnd steps={steps} />
  const gate = gates.find(({ verdict }) => verdict !== 'passed')?.gate
  return (
    <Note meaning="warn" icon={CircleX}>
      <b>
        {t('activity.why')}: <code translate="no">{errorCode}</code>
      </b>
      {gate !== undefined && (
        <p>
          <Rich of="activity.stoppedBy" parts={{ gate: <code translate="no">{gate}</code> }} />
        </p>
      )}
      <a href={`/docs/errors/${encodeURIComponent(errorCode)}`}>{t('activity.whatItMeans')}</a>
    </Note>
  )
}

/** How one step of several ended the call without an error. */
function QuietEnd({ steps }: { readonly steps: readonly StepFacts[] }): ReactNode {
  const ended = quietEndOf(steps)
  if (ended === undefined) return null
  const { step, end } = ended
  return (
    <Note meaning="warn" icon={TriangleAlert}>
      <b>{t(`activity.is_${end}`)}</b>
      <p>
        <Rich of={`activity.ended_${end}`} parts={{ step: <code translate="no">{step.id}</code> }} />
      </p>
    </Note>
  )
}
