import { CircleSlash } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatBytes, formatMs } from '../../text/times.ts'
import { t } from '../../text/translate.ts'
import { Status } from '../../ui/marks.tsx'
import { quietEndOf, type StepFacts } from './step-facts.ts'
import { StatusMark } from './status-mark.tsx'
import styles from './step-waterfall.module.css'

interface StepWaterfallProps {
  readonly steps: readonly StepFacts[]
  /** Of the whole call, in ms; the end of the last step where it is not known. */
  readonly totalMs?: number | undefined
}

/** What each step of a call did and when: a table whose bars stand on one line of time. */
export function StepWaterfall({ steps, totalMs = 0 }: StepWaterfallProps): ReactNode {
  const end = Math.max(1, totalMs, ...steps.map(({ startedMs, durationMs }) => startedMs + durationMs))
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('activity.step')}</th>
          <th scope="col">{t('activity.when')}</th>
          <th scope="col">{t('activity.did')}</th>
        </tr>
      </thead>
      <tbody>
        {steps.map((step) => (
          <tr key={step.id}>
            <th scope="row">
              <b translate="no">{step.id}</b>
              <small translate="no">
                {step.integration} · {step.operation}
              </small>
            </th>
            <td>
              <TimeBar step={step} end={end} />
            </td>
            <td>
              <StepStatus step={step} />
              <small>{whatItDid(step)}</small>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Widths are parts of a thousand of the whole call; what was quick is seen all the same. */
function TimeBar({ step, end }: { readonly step: StepFacts; readonly end: number }): ReactNode {
  const { startedMs, durationMs, status } = step
  if (status === 'skipped') return <small>{t('activity.neverBegun')}</small>
  const width = Math.max(12, (durationMs / end) * 1000)
  return (
    <>
      <svg className={styles.bar} viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
        <rect className={styles.ground} width="1000" height="10" />
        <rect
          className={status === 'succeeded' ? styles.done : styles.ended}
          x={Math.min((startedMs / end) * 1000, 1000 - width)}
          width={width}
          height="10"
        />
      </svg>
      <small className="num">
        {t('activity.tookFrom', { at: formatMs(startedMs), took: formatMs(durationMs) })}
      </small>
    </>
  )
}

function StepStatus({ step }: { readonly step: StepFacts }): ReactNode {
  const { status, errorCode } = step
  if (status === 'skipped')
    return (
      <span className={styles.skipped}>
        <Status meaning="warn" icon={CircleSlash}>
          {t('activity.skipped')}
        </Status>
      </span>
    )
  return (
    <>
      <StatusMark status={status} />
      {errorCode !== undefined && quietEndOf([step]) === undefined && <code translate="no">{errorCode}</code>}
    </>
  )
}

/** Only what is known: a try and an older record count less. */
function whatItDid({ status, runs, rows, attempts, bytes }: StepFacts): string {
  if (status === 'skipped') return t('activity.skippedWhy')
  return [
    t('activity.runCount', { count: runs }),
    ...(rows === undefined ? [] : [t('activity.rowCount', { count: rows })]),
    ...(attempts === undefined ? [] : [t('activity.requestCount', { count: attempts })]),
    ...(bytes === undefined ? [] : [formatBytes(bytes)]),
  ].join(' · ')
}
