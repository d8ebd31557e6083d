import type { ReviewItem } from '@bindery/client'
import { useNavigate } from '@tanstack/react-router'
import { useShortcut } from '../../keys/use-shortcut.ts'

interface ReviewKeys {
  readonly rows: readonly ReviewItem[]
  readonly open: ReviewItem | undefined
  readonly onOpen: (id: string) => void
  /** Loads what comes behind the last row; undefined when nothing does. */
  readonly onMore: (() => Promise<unknown>) | undefined
}

/** Through the inbox by keys: to the next one and back, and into the one that is open. */
export function useReviewKeys({ rows, open, onOpen, onMore }: ReviewKeys): void {
  const navigate = useNavigate()
  const step = (by: 1 | -1): void => {
    const at = rows.findIndex(({ id }) => id === open?.id)
    if (by === 1 && at === rows.length - 1) void onMore?.()
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))]
    if (next !== undefined) onOpen(next.id)
  }
  useShortcut('next', () => step(1))
  useShortcut('previous', () => step(-1))
  useShortcut('open', () => {
    if (open?.type === 'draft')
      void navigate({
        to: '/agents/$agentId/auto/$draftId',
        params: { agentId: open.agentId, draftId: open.id },
        search: { ...(open.integration !== null && { provider: open.integration }) },
      })
    else if (open !== undefined) {
      onOpen(open.id)
      // Nothing is decided by this: the first answer has the focus.
      document.querySelector<HTMLElement>('main [data-answers] button')?.focus()
    }
  })
}
