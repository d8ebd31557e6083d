import { CircleX, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Rich } from '../../text/rich.tsx'
import { t } from '../../text/translate.ts'
import { Note } from '../../ui/marks.tsx'
import type { ExecutionFacts } from './execution-record.ts'
import { type QuietEndOf, quietEndOf } from './step-facts.ts'

/**
 * Why a call did not succeed: how one step of several ended it without an error, or which gate stopped it, and the code of what
 * happened with the page about it.
 */
export function ExecutionWhy({
  facts: { errorCode, gates, steps },
}: {
  readonly facts: ExecutionFacts
}): ReactNode {
  const ended = quietEndOf(steps)
  if (ended !== undefined) return <QuietEnd {...ended} />
  if (errorCode === undefined) return null
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
      <p>
        <a href={`/docs/errors/${encodeURIComponent(errorCode)}`}>{t('activity.whatItMeans')}</a>
      </p>
    </Note>
  )
}

/** How one step of several ended the call without an error. */
function QuietEnd({ step, end }: QuietEndOf): ReactNode {
  return (
    <Note meaning="warn" icon={TriangleAlert}>
      <b>{t(`activity.is_${end}`)}</b>
      <p>
        <Rich of={`activity.ended_${end}`} parts={{ step: <code translate="no">{step.id}</code> }} />
      </p>
    </Note>
  )
}
