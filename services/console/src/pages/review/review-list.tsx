import type { ReviewItem } from '@bindery/client'
import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Failure, Skeleton } from '../../ui/states.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import type { Inbox } from './inbox.ts'
import styles from './review-page.module.css'
import { ReviewRow } from './review-row.tsx'

interface ReviewListProps {
  readonly inbox: UseInfiniteQueryResult<Inbox>
  readonly rows: readonly ReviewItem[]
  /** Id of what is open. */
  readonly open: string | undefined
  readonly onOpen: (id: string) => void
}

/** The inbox in each of its states, and the way to what is further behind. */
export function ReviewList({ inbox, rows, open, onOpen }: ReviewListProps): ReactNode {
  const current = useMemo(() => rows.findIndex(({ id }) => id === open), [rows, open])
  if (inbox.isPending) return <Skeleton rows={8} what={t('review.inbox')} />
  if (inbox.data === undefined) return <Failure error={inbox.error} onRetry={() => void inbox.refetch()} />
  if (rows.length === 0) return <Empty>{t('review.none')}</Empty>
  return (
    <div className={styles.list}>
      <VirtualList
        label={t('review.inbox')}
        items={rows}
        rowHeight={64}
        current={current}
        keyOf={({ id }) => id}
        render={(item) => <ReviewRow item={item} />}
        onOpen={({ id }) => onOpen(id)}
      />
      {inbox.hasNextPage && (
        <p className={styles.more}>
          <Button isBusy={inbox.isFetchingNextPage} onClick={() => void inbox.fetchNextPage()}>
            {t('review.more')}
          </Button>
        </p>
      )}
    </div>
  )
}
