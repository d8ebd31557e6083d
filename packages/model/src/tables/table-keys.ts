import type { Index, ObjectType, Operation } from '../catalog.ts'

/** What the keys of a table are read from: an object of a catalog has it, and so has a table before it becomes one. */
export interface Keyed extends Pick<ObjectType, 'key'> {
  readonly indexes: readonly Pick<Index, 'fields' | 'isUnique' | 'isPartial'>[]
  readonly fields: readonly { readonly name: string; readonly nullable: boolean }[]
}

/**
 * Columns that lead an index, the primary key first: a search by one of them can use it. Partial indexes do not hold
 * every row.
 */
export function leadingColumns({ key, indexes }: Keyed): readonly string[] {
  const leads = indexes.filter(({ isPartial }) => !isPartial).map(({ fields }) => fields[0])
  return [...new Set([key[0], ...leads])].filter((column) => column !== undefined)
}

/**
 * Keys that name one row, the primary key first: of one column, or of several of which none is ever null. A partial index
 * proves nothing of the rows that it does not hold.
 */
export function uniqueKeys({ key, indexes, fields: columns }: Keyed): readonly (readonly string[])[] {
  const nullable = new Set(columns.filter((column) => column.nullable).map(({ name }) => name))
  const unique = indexes.filter(({ isUnique, isPartial }) => isUnique && !isPartial)
  const keys = [key, ...unique.map(({ fields }) => fields)].filter(
    (fields) => fields.length === 1 || (fields.length > 1 && !fields.some((field) => nullable.has(field))),
  )
  return [...new Map(keys.map((fields) => [JSON.stringify(fields), fields])).values()]
}

/** Whether nothing stands in the way of an operation but that no index serves it; older catalogs quarantine those. */
export const isOnlyUnindexed = ({ availability }: Pick<Operation, 'availability'>): boolean =>
  availability.status !== 'bindable' && availability.reasons.every(({ code }) => code === 'no_index')

/** Whether an operation is bound by a form of its own, which no plain mapping of parameters and fields is. */
export const isOwnForm = ({ form }: Pick<Operation, 'form'>): boolean => form !== undefined

/** The keys among them that are one column each. */
export const uniqueColumns = (table: Keyed): readonly string[] =>
  uniqueKeys(table).flatMap((fields) => (fields.length === 1 ? fields : []))

/** The keys among them that are several columns together. */
export const compositeKeys = (table: Keyed): readonly (readonly string[])[] =>
  uniqueKeys(table).filter((fields) => fields.length > 1)

/**
 * The key that a write names its row by when it only says which columns it fills: one column before several, and of those
 * the first by name. Undefined when no key is filled whole.
 */
export function keyAmong(
  keys: readonly (readonly string[])[],
  filled: readonly string[],
): readonly string[] | undefined {
  const whole = keys.filter((fields) => fields.every((field) => filled.includes(field)))
  const [single] = whole.flatMap((fields) => (fields.length === 1 ? fields : [])).sort()
  return single === undefined ? whole[0] : [single]
}
