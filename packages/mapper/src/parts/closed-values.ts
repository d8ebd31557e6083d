import { type CatalogIndex, isListed, type Operation, type TypeRef } from '@bindery/model'
import type { AnswerPath } from '../assignment/answer-paths.ts'
import { type ArgumentPlace, argumentPlaces } from '../assignment/places.ts'
import { documentedValues } from './documented-values.ts'
import type { PartValue } from './part.ts'
import { depthInRow, type RowFields } from './row-fields.ts'

/** Everything that may be said of a place or of a field of a row, by what the catalog lists. */
export type ClosedValues =
  | { readonly of: 'place'; readonly place: ArgumentPlace; readonly values: readonly PartValue[] }
  | { readonly of: 'field'; readonly leaf: AnswerPath; readonly values: readonly PartValue[] }

/** Members of enumerations, yes and no, and values that descriptions list; what only moves through pages and headers are left out. */
export function closedValues(
  operation: Operation,
  rows: RowFields | undefined,
  index: CatalogIndex,
): readonly ClosedValues[] {
  const places = argumentPlaces(operation, index)
    .filter(({ isPaging, place, depth }) => !isPaging && place !== 'header' && depth <= 2)
    .map((place): ClosedValues => ({ of: 'place', place, values: valuesOf(place) }))
  const fields = (rows?.fields ?? [])
    .filter(isOfRow)
    .map((leaf): ClosedValues => ({ of: 'field', leaf, values: valuesOf(leaf) }))
  return [...places, ...fields].filter(({ values }) => values.length > 0)
}

/** In the row itself, or in the one object that an edge of a connection holds: what a row belongs to has states of its own. */
const isOfRow = (leaf: AnswerPath): boolean =>
  depthInRow(leaf) === 1 || (depthInRow(leaf) === 2 && leaf.names.at(-2) === 'node')

/** Whether a value is among those that a place or field lists. */
export const isClosedValue = (
  at: { readonly type: TypeRef; readonly description: string },
  value: PartValue,
) => valuesOf(at).includes(value)

function valuesOf({
  type,
  description,
}: {
  readonly type: TypeRef
  readonly description: string
}): readonly PartValue[] {
  if (type.kind === 'list') return valuesOf({ type: type.items, description })
  if (type.kind === 'enum') return isListed(type) ? type.values : []
  if (type.kind !== 'scalar') return []
  if (type.scalar === 'boolean') return [true, false]
  return type.scalar === 'string' ? documentedValues(description) : []
}
