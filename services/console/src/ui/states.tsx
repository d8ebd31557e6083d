import { ProblemError } from '@bindery/client'
import { CircleX, RefreshCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { SilentError, UnreachableError } from '../api/client.ts'
import { t } from '../text/translate.ts'
import { Button } from './button.tsx'
import { Note } from './marks.tsx'
import { nextStep } from './next-step.ts'
import { remedyPlace } from './remedy-place.ts'
import styles from './states.module.css'

interface FailureProps {
  readonly error: unknown
  readonly onRetry?: () => void
}

/** Why something failed: the cause, each finding, the next step and the id of the request. */
export function Failure({ error, onRetry }: FailureProps): ReactNode {
  const problem = error instanceof ProblemError ? error.problem : undefined
  const next = problem && nextStep(problem)
  const place = problem && remedyPlace(problem)
  return (
    <div role="alert">
      <Note meaning="bad" icon={CircleX}>
        <b>{problem?.title ?? t('common.errorTitle')}</b>
        <p>{problem?.detail ?? detailOf(error)}</p>
        {problem?.errors !== undefined && problem.errors.length > 0 && (
          <ul className={styles.findings}>
            {problem.errors.map((finding) => (
              <li key={`${finding.field}-${finding.code}-${finding.message}`}>
                <code>{finding.field}</code> {finding.message}
              </li>
            ))}
          </ul>
        )}
        {next !== undefined && <p>{t('common.next', { next })}</p>}
        {place !== undefined && (
          <p>
            <a href={place}>{t('common.remedy')}</a>
          </p>
        )}
        {problem !== undefined && problem.request_id !== '' && (
          <p className={styles.request}>{t('common.requestId', { id: problem.request_id })}</p>
        )}
        {onRetry !== undefined && (
          <Button icon={RefreshCw} onClick={onRetry}>
            {t('common.retry')}
          </Button>
        )}
      </Note>
    </div>
  )
}

/** What is no answer of the server: it cannot be reached, or this page is at fault. */
function detailOf(error: unknown): string {
  if (error instanceof UnreachableError) return t('common.offline')
  if (error instanceof SilentError) return t('common.silent')
  return t('common.ownFault', { message: error instanceof Error ? error.message : String(error) })
}

interface SkeletonProps {
  readonly rows: number
  /** What is loaded, for who cannot see the bars. */
  readonly what: string
}

/** Rows of the height of those that come, so that nothing jumps. */
export function Skeleton({ rows, what }: SkeletonProps): ReactNode {
  return (
    <div role="status" className={styles.skeleton}>
      <span className="sr">{t('common.loading', { what })}</span>
      {Array.from({ length: rows }, (_, index) => (
        <i key={index} aria-hidden="true" />
      ))}
    </div>
  )
}

interface EmptyProps {
  readonly children: ReactNode
  readonly action?: ReactNode
}

export function Empty({ children, action }: EmptyProps): ReactNode {
  return (
    <div className={styles.empty}>
      <p>{children}</p>
      {action}
    </div>
  )
}
