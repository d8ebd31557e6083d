import type { Binding, Operation, ProjectionField } from '@bindery/client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { operationQuery } from '../../../api/catalog.ts'
import { t } from '../../../text/translate.ts'
import { EditorContext, useEditor } from '../editor-context.tsx'
import { type OutputPlace, outputPointer, outputsAlong, setRows } from '../outputs.ts'
import { rowsObjectQuery } from '../value-fields.ts'
import { stepsOf } from '../value-steps.ts'
import { hasOrder } from './answer-columns.ts'
import type { Column } from './condition.ts'
import { OrderRows } from './order-rows.tsx'
import { tableModeOf } from './table-mode.ts'
import { readsAnswer, useInnerColumns } from './use-answer-rows.ts'
import { useColumns } from './use-columns.ts'
import { WhichRows } from './which-rows.tsx'

interface InnerRowsProps {
  readonly output: ProjectionField
  readonly place: OutputPlace
}

/** Which rows within a row are meant, and their order: of those that another table holds, or that came with an answer. */
export function InnerRows(props: InnerRowsProps): ReactNode {
  const { operation } = useEditor()
  if (readsAnswer(operation)) return <OfAnswer {...props} />
  return tableModeOf(operation) === undefined ? null : <OfTable {...props} />
}

function OfTable(props: InnerRowsProps): ReactNode {
  const { kind, answer, draft } = useEditor()
  const queryClient = useQueryClient()
  const steps = outputsAlong(draft.binding, props.place).flatMap(({ path }) => stepsOf(path))
  const object = answer?.references[0]
  const { data: rows } = useQuery(rowsObjectQuery(queryClient, { kind, object, steps }))
  const search = useQuery({
    ...operationQuery(kind, `${rows ?? ''}.find`),
    enabled: typeof rows === 'string',
  })
  return search.data === undefined ? null : <OfSearch {...props} search={search.data} />
}

function OfSearch({ search, ...props }: InnerRowsProps & { readonly search: Operation }): ReactNode {
  const columns = useColumns(useEditor().kind, search)
  return <Level {...props} columns={columns} by={columns} />
}

function OfAnswer(props: InnerRowsProps): ReactNode {
  const { kind, answer, draft } = useEditor()
  const steps = outputsAlong(draft.binding, props.place).flatMap(({ path }) => stepsOf(path))
  const columns = useInnerColumns({ kind, object: answer?.references[0], steps })
  const { where, orderBy } = props.output
  // What nobody describes is written in the YAML.
  if (columns.length === 0 && where === undefined && orderBy === undefined) return null
  return (
    <Level {...props} columns={columns} by={columns.filter(hasOrder)} without={t('rows.noOrderOfAnswer')} />
  )
}

interface LevelProps extends InnerRowsProps {
  readonly columns: readonly Column[]
  readonly by: readonly Column[]
  readonly without?: string
}

/** The rows of conditions and of the order, about these rows instead of those that the operation finds. */
function Level({ output, place, columns, by, without }: LevelProps): ReactNode {
  const editor = useEditor()
  const { draft } = editor
  const rowsOf = (next: Binding): Binding => setRows(draft.binding, place, next)
  const { where: _where, orderBy: _orderBy, ...rest } = draft.binding
  const { where, orderBy } = output
  const state = {
    ...editor,
    level: { pointer: outputPointer(place), leaf: output.leaf },
    columns,
    draft: {
      ...draft,
      binding: { ...rest, ...(where !== undefined && { where }), ...(orderBy !== undefined && { orderBy }) },
      edit: (next: Binding) => draft.edit(rowsOf(next)),
      amend: (next: Binding) => draft.amend(rowsOf(next)),
    },
  }
  return (
    <EditorContext value={state}>
      <WhichRows of="rows" />
      <OrderRows by={by} {...(without !== undefined && { without })} />
    </EditorContext>
  )
}
