import type { Operation } from '@bindery/client'
import { useQueries, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { objectQuery, operationQuery } from '../../../api/catalog.ts'
import type { Column } from './condition.ts'
import { joinedColumns, joinsOf } from './joined-columns.ts'
import { columnsOf, searchBeside, tableModeOf } from './table-mode.ts'

/**
 * What rows can be compared, grouped and added up by: the columns of the search over a table and, where rows are read or counted,
 * those of rows that they lead to, `customer.city`. Changes look at their own table alone.
 */
export function useColumns(kind: string, operation: Operation): readonly Column[] {
  const beside = searchBeside(operation)
  const mode = tableModeOf(operation)
  const isRead = mode === 'find' || mode === 'aggregate'
  const search = useQuery({ ...operationQuery(kind, beside ?? ''), enabled: beside !== undefined })
  const table = useQuery({
    ...objectQuery(kind, operation.object ?? ''),
    enabled: isRead && operation.object !== undefined,
  })
  const joins = useMemo(() => (isRead ? joinsOf(table.data) : []), [isRead, table.data])
  const joined = useQueries({
    queries: joins.map(({ object }) => operationQuery(kind, `${object}.find`)),
    combine: dataOf,
  })
  return useMemo(
    () => [...columnsOf(search.data ?? operation), ...joinedColumns(joins, joined)],
    [search.data, operation, joins, joined],
  )
}

const dataOf = (
  results: readonly { readonly data: Operation | undefined }[],
): readonly (Operation | undefined)[] => results.map(({ data }) => data)
