import { Binding, type BindingInputObjectEntry, type Operation } from '@bindery/model'
import type { EachRow, ResolvedAssignment, ResolvedBinding } from './resolved-binding.ts'
import type { Target } from './target.ts'

export type ResolveRow = (
  binding: Binding,
  operation: Operation,
  view: ResolvedBinding['view'],
) => ResolvedBinding

const mostRows = 20

/**
 * Looks up what each row of a list is made of: the row is the only input of an operation of its own, so that every rule of an
 * input object holds for it.
 */
export function resolveEach(
  resolved: ResolvedBinding,
  resolveRow: ResolveRow,
): Pick<ResolvedBinding, 'assignments' | 'parameters'> {
  const { assignments, parameters } = resolved
  const rows = new Map(
    assignments.flatMap((assignment) => {
      const [member, index] = assignment.origin
      const isField = member === 'inputObjectMap' && typeof index === 'number'
      const entry = isField ? resolved.binding.inputObjectMap[index] : undefined
      if (entry?.each === undefined) return []
      const each = toEach(entry, assignment, { resolved, resolveRow })
      return [[assignment, { ...assignment, each }] as const]
    }),
  )
  if (rows.size === 0) return { assignments, parameters }
  const known = (assignment: ResolvedAssignment): ResolvedAssignment => rows.get(assignment) ?? assignment
  return {
    assignments: assignments.map(known),
    parameters: parameters.map((parameter) => ({ ...parameter, uses: parameter.uses.map(known) })),
  }
}

interface Resolving {
  readonly resolved: ResolvedBinding
  readonly resolveRow: ResolveRow
}

function toEach(
  entry: BindingInputObjectEntry,
  { resolution }: ResolvedAssignment,
  { resolved, resolveRow }: Resolving,
): EachRow {
  const { max = mostRows, fields = [] } = entry
  const operation =
    resolution.status === 'found' ? rowOperation(resolution.target, resolved.operation) : undefined
  if (operation === undefined) return { max, row: undefined }
  const inputs = fields.map(({ field, name, ...said }) => ({
    ...said,
    argument: field,
    ...(name === undefined ? {} : { param: name }),
  }))
  const { allowSensitive } = resolved.binding
  const binding = Binding.parse({ operation: operation.name, toolName: 'row', inputs, allowSensitive })
  return { max, row: resolveRow(binding, operation, resolved.view) }
}

/** An operation that takes one row; undefined for a place that takes no list of objects. */
function rowOperation(
  { path, type, argument, sensitivity }: Target,
  operation: Operation,
): Operation | undefined {
  if (type.kind !== 'list' || type.items.kind !== 'object') return undefined
  // No field is called so, and messages name the list by it.
  const name = `${path.join('.')}[]`
  const { returns: _returns, inputArgument: _input, pagination: _pagination, ...rest } = operation
  const { provenance } = argument
  const row = {
    name,
    place: 'body',
    type: type.items,
    nullable: false,
    required: true,
    sensitivity,
    provenance,
  }
  return { ...rest, arguments: [row], inputArgument: name }
}
