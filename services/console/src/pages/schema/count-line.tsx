import type { ReactNode } from 'react'
import { t } from '../../text/translate.ts'

interface CountLineProps {
  readonly shown: number
  /** Undefined while nobody knows. */
  readonly total: number | undefined
}

/** How many of how many are shown; said again to a screen reader when it changes. */
export function CountLine({ shown, total }: CountLineProps): ReactNode {
  return (
    <span className="count-line" aria-live="polite">
      {total !== undefined && t('common.showing', { shown, total })}
    </span>
  )
}
