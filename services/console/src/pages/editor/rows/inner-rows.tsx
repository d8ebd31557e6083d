import type { Binding, Operation, ProjectionField } from '@bindery/client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { operationQuery } from '../../../api/catalog.ts'
import { EditorContext, useEditor } from '../editor-context.tsx'
import { type OutputPlace, outputPointer, outputsAlong, setRows } from '../outputs.ts'
import { rowsObjectQuery } from '../value-fields.ts'
import { stepsOf } from '../value-steps.ts'
import { OrderRows } from './order-rows.tsx'
import { useColumns } from './use-columns.ts'
import { WhichRows } from './which-rows.tsx'

interface InnerRowsProps {
  readonly output: ProjectionField
  readonly place: OutputPlace
}

/** Which rows within a row are meant, and their order: of those that another table holds. */
export function InnerRows({ output, place }: InnerRowsProps): ReactNode {
  const { kind, operation, draft } = useEditor()
  const queryClient = useQueryClient()
  const steps = outputsAlong(draft.binding, place).flatMap(({ path }) => stepsOf(path))
  const object = operation.returns?.references[0]
  const { data: rows } = useQuery(rowsObjectQuery(queryClient, { kind, object, steps }))
  const search = useQuery({
    ...operationQuery(kind, `${rows ?? ''}.find`),
    enabled: typeof rows === 'string',
  })
  return search.data === undefined ? null : <OfTable output={output} place={place} search={search.data} />
}

interface OfTableProps extends InnerRowsProps {
  readonly search: Operation
}

/** The rows of conditions and of the order, about these rows instead of those that the operation finds. */
function OfTable({ output, place, search }: OfTableProps): ReactNode {
  const editor = useEditor()
  const columns = useColumns(editor.kind, search)
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
      <OrderRows by={columns} />
    </EditorContext>
  )
}
