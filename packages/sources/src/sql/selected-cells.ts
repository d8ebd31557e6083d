import {
  type BindingReach,
  type Output,
  type PathStep,
  PlatformError,
  type TypeRef,
  type ValueOutput,
} from '@bindery/model'
import type { Join } from './call.ts'
import { type Codec, codecOf } from './codec.ts'

/** A column of the answer, and where it goes. */
export interface SelectedCell {
  /** `[column]`, or `[join, column]`. */
  readonly path: readonly string[]
  readonly type: TypeRef
  readonly codec: Codec
}

export interface SelectionRules {
  readonly joins: readonly Join[]
  readonly lists: 'array' | 'set'
  /** What transforms read of the rows of the table, where there are such. */
  readonly reads?: readonly Read[]
}

/**
 * What the transforms of a binding read of the rows of a table: `capacity - booked` is made of two columns. Undefined where
 * one of them takes a row as a whole.
 */
export function readsOfRows(reach: BindingReach | undefined, object: string): readonly Read[] | undefined {
  if (reach === undefined || reach.wholes.includes(object)) return undefined
  const fields = reach.object(object)?.fields ?? []
  const reads = reach.reads.filter((read) => read.object === object)
  return reads.flatMap(({ field }): readonly Read[] => {
    const type = fields.find(({ name }) => name === field)?.type
    return type === undefined ? [] : [{ path: [{ kind: 'field', name: field }], type, leaf: field }]
  })
}

const undescribed: TypeRef = { kind: 'scalar', scalar: 'any' }

/** The columns that the outputs read, each once. Throws `binding_invalid` for an output that reads a whole row. */
export function selectCells(outputs: readonly Output[], rules: SelectionRules): readonly SelectedCell[] {
  const cells = new Map<string, SelectedCell>()
  for (const { path, type, leaf } of outputs.flatMap((output) => readsOf(output, rules.reads))) {
    const cell = toCell(path, type, rules)
    if (cell === undefined) throw wholeRow(leaf)
    cells.set(JSON.stringify(cell.path), cell)
  }
  return [...cells.values()]
}

export interface Read {
  readonly path: readonly PathStep[]
  readonly type: TypeRef
  readonly leaf: string
}

/** Rows of the answer itself are read field by field; rows inside a column are that column. */
function readsOf(output: Output, made: readonly Read[] = []): readonly Read[] {
  if (output.kind === 'value') return valueReads(output, made)
  const isWithinColumn = output.path.some((step) => step.kind === 'field')
  if (isWithinColumn) return [{ path: output.path, type: undescribed, leaf: output.leaf }]
  return output.fields.flatMap((field) => valueReads(field, made))
}

/** A value that is made of a row as such reads the columns that its transform names. */
function valueReads(
  { path, sourceType, leaf, transform }: ValueOutput,
  made: readonly Read[],
): readonly Read[] {
  const isRow = path.every((step) => step.kind !== 'field') && transform !== undefined
  return isRow && made.length > 0 ? made : [{ path, type: sourceType, leaf }]
}

function toCell(
  path: readonly PathStep[],
  type: TypeRef,
  { joins, lists }: SelectionRules,
): SelectedCell | undefined {
  const start = path.findIndex((step) => step.kind === 'field')
  const [first, second, ...rest] = start === -1 ? [] : path.slice(start)
  if (first?.kind !== 'field') return undefined
  const isJoin = joins.some((join) => join.name === first.name)
  const inner = isJoin ? rest : [second, ...rest].filter((step) => step !== undefined)
  if (isJoin && second?.kind !== 'field') return undefined
  const columnType = typeOfColumn(type, inner)
  const names = isJoin && second?.kind === 'field' ? [first.name, second.name] : [first.name]
  return columnType.kind === 'object'
    ? undefined
    : { path: names, type: columnType, codec: codecOf(columnType, lists) }
}

/** Steps beyond a column lead into its JSON or its list. */
function typeOfColumn(end: TypeRef, inner: readonly PathStep[]): TypeRef {
  const [next] = inner
  if (next === undefined) return end
  return next.kind === 'field' ? undescribed : { kind: 'list', items: end, itemsNullable: true }
}

function wholeRow(leaf: string): PlatformError {
  return new PlatformError(
    'binding_invalid',
    `The output "${leaf}" reads a whole row. Read columns by name, such as "name" or "customer.name".`,
    { reason: 'whole_row' },
  )
}
