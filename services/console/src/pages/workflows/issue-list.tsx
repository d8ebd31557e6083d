import type { ReactNode } from 'react'
import { t } from '../../text/translate.ts'
import { Tag } from '../../ui/marks.tsx'
import styles from './workflows.module.css'

interface IssueListProps {
  readonly title: string
  readonly issues: readonly {
    readonly code: string
    readonly severity: 'error' | 'warning' | 'info'
    readonly field: string
    readonly message: string
  }[]
}

const meanings = { error: 'bad', warning: 'warn', info: 'line' } as const

/** Findings with where they stand; nothing where there are none. */
export function IssueList({ title, issues }: IssueListProps): ReactNode {
  if (issues.length === 0) return null
  return (
    <div>
      <h4>{title}</h4>
      <ul className={styles.issues}>
        {issues.map(({ code, severity, field, message }) => (
          <li key={`${code} ${field} ${message}`}>
            <Tag meaning={meanings[severity]}>{t(`workflows.severity_${severity}`)}</Tag>{' '}
            <span>
              {message} {field !== '' && <code translate="no">{field}</code>}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
