import type { Json, Reading, RowField } from '@bindery/model'
import { formatFieldPath } from '@bindery/model'
import { type Comparable, compare, toComparable } from './comparable.ts'
import { readField, type RowNotes } from './row-value.ts'

/** A value to sort by: null comes before every value ascending; what cannot be compared comes last either way. */
export type SortValue = Comparable | null | undefined

export type Direction = 'asc' | 'desc'

/** The rows in the order that is asked for, then by their key; rows that are alike keep the order of the provider. */
export function sortRows(
  rows: readonly Json[],
  { order = [], key = [] }: Pick<Reading, 'order' | 'key'>,
  notes: RowNotes,
): readonly Json[] {
  if (order.length === 0) return rows
  const by = [...order, ...key.map((field) => ({ ...field, direction: 'asc' as const }))]
  const keyed = rows.map((row) => ({ row, values: by.map((field) => valueOf(row, field, notes)) }))
  return keyed
    .sort((one, other) =>
      compareAll(
        one.values,
        other.values,
        by.map(({ direction }) => direction),
      ),
    )
    .map(({ row }) => row)
}

function valueOf(row: Json, field: RowField, notes: RowNotes): SortValue {
  const found = readField(row, field)
  if (found === null) return null
  const value = toComparable(found, field.type)
  if (value === undefined) notes.notCompared(formatFieldPath(field.path))
  return value
}

export function compareAll(
  one: readonly SortValue[],
  other: readonly SortValue[],
  directions: readonly Direction[],
): number {
  for (const [at, direction] of directions.entries()) {
    const side = compareOne(one[at], other[at], direction)
    if (side !== 0) return side
  }
  return 0
}

function compareOne(one: SortValue, other: SortValue, direction: Direction): number {
  if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined)
  const side =
    one === null || other === null ? Number(one !== null) - Number(other !== null) : compare(one, other)
  return direction === 'asc' ? side : -side
}
