import {
  type BindingReach,
  type Output,
  type PathStep,
  PlatformError,
  type RowsOutput,
  type TypeRef,
  type ValueOutput,
} from '@bindery/model'
import { type Codec, codecOf } from './codec.ts'

/** A column of the answer, and where it goes. */
export interface SelectedCell {
  /** The column, after the relationships that lead to its row: `[name]`, `[customer, city, name]`. */
  readonly path: readonly string[]
  readonly type: TypeRef
  readonly codec: Codec
}

export interface SelectionRules {
  /** Whether these names lead to a row of another table. */
  readonly isJoin: (path: readonly string[]) => boolean
  /** Whether rows are those of another table, which are no column. Absent where there are none. */
  readonly isInner?: (rows: RowsOutput) => boolean
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
  for (const { path, type, leaf } of outputs.flatMap((output) => readsOf(output, rules))) {
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
function readsOf(output: Output, rules: SelectionRules): readonly Read[] {
  if (output.kind === 'value') return valueReads(output, rules.reads)
  if (rules.isInner?.(output) === true) return []
  const isWithinColumn = output.path.some((step) => step.kind === 'field')
  if (isWithinColumn) return [{ path: output.path, type: undescribed, leaf: output.leaf }]
  return output.fields.flatMap((field) => readsOf(field, rules))
}

/** A value that is made of a row as such reads the columns that its transform names. */
function valueReads(
  { path, sourceType, leaf, transform }: ValueOutput,
  made: readonly Read[] = [],
): readonly Read[] {
  const isRow = path.every((step) => step.kind !== 'field') && transform !== undefined
  return isRow && made.length > 0 ? made : [{ path, type: sourceType, leaf }]
}

function toCell(
  path: readonly PathStep[],
  type: TypeRef,
  { isJoin, lists }: SelectionRules,
): SelectedCell | undefined {
  const start = path.findIndex((step) => step.kind === 'field')
  const relations: string[] = []
  const [column, ...inner] = (start === -1 ? [] : path.slice(start)).filter((step, at) => {
    const leads = at === relations.length && step.kind === 'field' && isJoin([...relations, step.name])
    if (leads) relations.push(step.name)
    return !leads
  })
  if (column?.kind !== 'field') return undefined
  const columnType = typeOfColumn(type, inner)
  return columnType.kind === 'object'
    ? undefined
    : { path: [...relations, column.name], type: columnType, codec: codecOf(columnType, lists) }
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
