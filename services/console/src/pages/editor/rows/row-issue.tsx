import type { ReactNode } from 'react'
import { Icon } from '../../../ui/icon.tsx'
import type { Issue } from '../issue-fixes.ts'
import { markOf } from '../issue-mark.ts'
import styles from './rows.module.css'

/** What is wrong with a row, below it. */
export function RowIssue({ issue }: { readonly issue: Issue | undefined }): ReactNode {
  if (issue === undefined) return null
  const { icon, status } = markOf(issue.severity)
  return (
    <span className={`${status} ${styles.issue}`}>
      <Icon of={icon} size="small" />
      <small>{issue.message}</small>
    </span>
  )
}
