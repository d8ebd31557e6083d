import type { Binding, Operation } from '@bindery/client'
import { type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Path } from '../outputs.ts'
import { fieldsOf, loadObject } from '../value-fields.ts'
import { stepsOf } from '../value-steps.ts'
import { columnsOfRows } from './answer-columns.ts'
import { listMeant, listsOf } from './answer-lists.ts'
import type { Column } from './condition.ts'
import { tableModeOf } from './table-mode.ts'

/** The rows of an answer that a binding is about. */
export interface AnswerRows {
  /** Paths of the lists that it can be about. */
  readonly lists: readonly string[]
  /** The list that it is about; undefined where nothing says which one. */
  readonly path: Path | undefined
  readonly columns: readonly Column[]
  /** They are being looked for. */
  readonly isPending: boolean
}

const none: readonly Column[] = []

/** Whether an operation reads, and is of no table: what is said of its rows is tested, sorted and counted after reading. */
export const readsAnswer = (operation: Operation): boolean =>
  tableModeOf(operation) === undefined && !operation.isWrite

/** What of a binding says which rows are meant: of a step that takes rows its outputs say nothing, they are of such a row. */
export function sayingRows(binding: Binding, by: 'outputs' | 'step'): Binding {
  const { projection: _outputs, ...rest } = binding
  return by === 'outputs' ? binding : rest
}

/** Finds the rows that a binding is about, and what they can be compared by; none for tables and for what writes. */
export function useAnswerRows(kind: string, operation: Operation, binding: Binding): AnswerRows {
  const queryClient = useQueryClient()
  const lists = useQuery(listsQuery(queryClient, kind, operation))
  const path = readsAnswer(operation) ? listMeant(binding, lists.data) : undefined
  const steps = path === undefined ? undefined : stepsOf(path)
  const columns = useQuery(
    columnsQuery(queryClient, { kind, object: operation.returns?.references[0], steps }),
  )
  return {
    lists: lists.data?.paths ?? [],
    path,
    columns: path === undefined ? none : (columns.data ?? none),
    isPending: lists.isLoading || columns.isLoading,
  }
}

/** What rows within rows of an answer can be compared by; none where the steps lead to nothing that is known. */
export function useInnerColumns({ kind, object, steps }: RowsPlace): readonly Column[] {
  const queryClient = useQueryClient()
  return useQuery(columnsQuery(queryClient, { kind, object, steps })).data ?? none
}

const listsQuery = (queryClient: QueryClient, kind: string, operation: Operation) =>
  queryOptions({
    queryKey: ['integrations', kind, 'lists-of', operation.name],
    enabled: readsAnswer(operation),
    queryFn: () => listsOf(operation.returns, (name) => loadObject(queryClient, kind, name)),
    staleTime: 60_000,
  })

interface RowsPlace {
  readonly kind: string
  readonly object: string | undefined
  readonly steps: readonly string[] | undefined
}

const columnsQuery = (queryClient: QueryClient, { kind, object, steps }: RowsPlace) =>
  queryOptions({
    queryKey: ['integrations', kind, 'columns-of', object ?? '', ...(steps ?? [])],
    enabled: steps !== undefined,
    queryFn: async () => {
      const fields = await fieldsOf(queryClient, { kind, object, steps: steps ?? [] })
      return columnsOfRows(fields, (name) => loadObject(queryClient, kind, name))
    },
    staleTime: 60_000,
  })
