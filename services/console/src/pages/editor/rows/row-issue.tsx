import { CircleX, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Icon } from '../../../ui/icon.tsx'
import type { Issue } from '../issue-fixes.ts'
import styles from './rows.module.css'

/** What is wrong with a row, below it. */
export function RowIssue({ issue }: { readonly issue: Issue | undefined }): ReactNode {
  if (issue === undefined) return null
  const isError = issue.severity === 'error'
  return (
    <span className={`status ${isError ? 'bad' : 'warn'} ${styles.issue}`}>
      <Icon of={isError ? CircleX : TriangleAlert} size="small" />
      <small>{issue.message}</small>
    </span>
  )
}
