import { CircleX } from 'lucide-react'
import type { ReactNode } from 'react'
import { Rich } from '../../text/rich.tsx'
import { t } from '../../text/translate.ts'
import { Note } from '../../ui/marks.tsx'
import type { ExecutionFacts } from './execution-record.ts'

/** Why a call did not succeed: which gate stopped it, and the code of what happened with the page about it. */
export function ExecutionWhy({ facts: { errorCode, gates } }: { readonly facts: ExecutionFacts }): ReactNode {
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
      <a href={`/docs/errors/${encodeURIComponent(errorCode)}`}>{t('activity.whatItMeans')}</a>
    </Note>
  )
}
