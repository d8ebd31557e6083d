import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { formatNumber, t } from '../../text/translate.ts'
import { Segments } from '../../ui/segments.tsx'
import type { Inbox } from './inbox.ts'
import { reviewTypes } from './review-search.ts'

interface TypeFilterProps {
  readonly inbox: UseInfiniteQueryResult<Inbox>
  readonly shown: number
}

const choices = ['all', ...reviewTypes] as const

/** Which of the inbox is listed, with how many wait of each; what the key may not read is said. */
export function TypeFilter({ inbox, shown }: TypeFilterProps): ReactNode {
  const { type } = useSearch({ from: '/review' })
  const navigate = useNavigate({ from: '/review' })
  const meta = inbox.data?.pages[0]?.meta
  const countOf = (choice: (typeof choices)[number]): string => {
    const counts = meta?.counts
    if (counts === undefined) return ''
    const count =
      choice === 'all' ? reviewTypes.reduce((sum, each) => sum + (counts[each] ?? 0), 0) : counts[choice]
    return count === null ? '' : ` ${formatNumber(count)}`
  }
  return (
    <>
      <Segments
        label={t('review.show')}
        value={type ?? 'all'}
        options={choices.map((value) => ({ value, label: t(`review.show_${value}`) + countOf(value) }))}
        onChange={(next) => void navigate({ search: next === 'all' ? {} : { type: next }, replace: true })}
      />
      {meta !== undefined && (
        <p className="count-line">
          {t('common.showing', { shown, total: meta.total ?? shown })}
          {type === undefined &&
            meta.withheld.map(({ type: hidden, scope }) => (
              <span key={hidden}> · {t(`review.withheld_${hidden}`, { scope })}</span>
            ))}
        </p>
      )}
    </>
  )
}
