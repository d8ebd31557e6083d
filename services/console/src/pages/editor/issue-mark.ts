import { CircleX, Info, type LucideIcon, TriangleAlert } from 'lucide-react'
import { t } from '../../text/translate.ts'
import type { Issue } from './issue-fixes.ts'

interface IssueMark {
  readonly icon: LucideIcon
  /** Classes of what shows it. */
  readonly status: string
  readonly label: string
}

/** How an issue looks: what only tells how something is done is no warning. */
export function markOf(severity: Issue['severity']): IssueMark {
  switch (severity) {
    case 'error':
      return { icon: CircleX, status: 'status bad', label: t('editor.error') }
    case 'warning':
      return { icon: TriangleAlert, status: 'status warn', label: t('editor.warning') }
    case 'info':
      return { icon: Info, status: 'status', label: t('editor.note') }
  }
}
