import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { t } from '../../text/translate.ts'
import { Empty, Failure, Skeleton } from '../../ui/states.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import type { SearchRow } from './search-rows.ts'

interface CatalogListProps<Row extends SearchRow> {
  readonly label: string
  /** Where the rows come from: the list shows how far that is. */
  readonly source: UseQueryResult
  readonly rows: readonly Row[]
  /** What was searched for. */
  readonly words: string
  /** Said when there is nothing to search. */
  readonly nothing: string
  /** Name of the open row. */
  readonly open: string | undefined
  readonly rowHeight: number
  readonly render: (row: Row) => ReactNode
  readonly onOpen: (row: Row) => void
}

/** Rows of a catalog in each of their states: on their way, failed, none, none that fit, and there. */
export function CatalogList<Row extends SearchRow>(props: CatalogListProps<Row>): ReactNode {
  const { label, source, rows, words, nothing, open, rowHeight, render, onOpen } = props
  if (source.isPending) return <Skeleton rows={12} what={label} />
  if (source.data === undefined) return <Failure error={source.error} onRetry={() => void source.refetch()} />
  if (rows.length === 0) return <Empty>{words === '' ? nothing : t('common.noMatch', { words })}</Empty>
  return (
    <VirtualList
      label={label}
      items={rows}
      rowHeight={rowHeight}
      current={rows.findIndex(({ name }) => name === open)}
      keyOf={({ name }) => name}
      render={render}
      onOpen={onOpen}
    />
  )
}
