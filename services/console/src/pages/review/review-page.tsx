import type { ReviewItem } from '@bindery/client'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { reviewItemQuery, reviewQuery } from '../../api/review.ts'
import { Page } from '../../shell/page.tsx'
import { t } from '../../text/translate.ts'
import { MasterDetail } from '../schema/master-detail.tsx'
import { ReviewDetail } from './review-detail.tsx'
import { ReviewList } from './review-list.tsx'
import { TypeFilter } from './type-filter.tsx'
import { useReviewKeys } from './use-review-keys.ts'

/** What waits for a person, and what is open of it. Nothing is decided by an address. */
export function ReviewPage(): ReactNode {
  const { type, item } = useSearch({ from: '/review' })
  const navigate = useNavigate({ from: '/review' })
  const inbox = useInfiniteQuery(reviewQuery(type))
  const [settled, setSettled] = useState<ReviewItem>()
  const rows = inbox.data?.pages.flatMap(({ data }) => data) ?? []
  const listed = item === undefined ? rows[0] : rows.find(({ id }) => id === item)
  const isBehind = item !== undefined && listed === undefined && inbox.isSuccess
  const behind = useQuery({ ...reviewItemQuery(item ?? ''), enabled: isBehind })
  // What was just settled is shown until another one is opened: the next step stands there.
  const open =
    settled !== undefined && settled.id === item ? settled : (listed ?? (isBehind ? behind.data : undefined))
  const go = (id: string | undefined): void => {
    setSettled(undefined)
    void navigate({
      search: (search) => ({ ...search, item: id }),
      replace: item !== undefined,
    })
  }
  useReviewKeys({ rows, open, onOpen: go, onMore: inbox.hasNextPage ? inbox.fetchNextPage : undefined })
  return (
    <Page title={t('review.title')} shape="fill">
      <MasterDetail
        label={t('review.inbox')}
        isOpen={item !== undefined}
        tools={<TypeFilter inbox={inbox} shown={rows.length} />}
        list={<ReviewList inbox={inbox} rows={rows} open={open?.id} onOpen={go} />}
        detail={
          <ReviewDetail
            key={open?.id ?? item}
            item={open}
            isSettled={settled !== undefined && settled === open}
            isGone={isBehind && open === undefined && !behind.isPending}
            onSettled={(done) => {
              setSettled(done)
              void navigate({ search: (search) => ({ ...search, item: done.id }), replace: true })
            }}
            onBack={() => go(undefined)}
          />
        }
      />
    </Page>
  )
}
