import {
  type Binding,
  isWrite,
  type Operation,
  type PathSegment,
  type ProjectionField,
  type Typed,
  stricter,
} from '@bindery/model'
import type { CatalogView } from './catalog-view.ts'
import { checkTransform, toOutputType } from './check-transform.ts'
import { type PathResolution, resolvePath } from './resolve-path.ts'
import { isOfTable, resolveInner } from './resolve-reading.ts'
import { isTableSearch } from './sql-binding.ts'
import type { ResolvedOutput, ResolvedRows, ResolvedValue, ResolvedView } from './resolved-binding.ts'

/** Rows that an entry returns when it does not say how many. */
export const defaultMaxRows = 20

/** Follows every path of a projection and types every transform. */
export function resolveOutputs(
  binding: Binding,
  operation: Operation,
  view: CatalogView,
): readonly ResolvedOutput[] {
  const isSearch = isTableSearch(operation)
  const isTested = !isOfTable(operation) && !isWrite(operation.effect)
  return binding.projection.map((entry, index) =>
    resolveEntry(entry, { origin: ['projection', index], from: operation.returns, view, isSearch, isTested }),
  )
}

function resolveEntry(entry: ProjectionField, place: Place): ResolvedOutput {
  const { fields } = entry
  return fields === undefined ? resolveValue(entry, place) : resolveRows({ ...entry, fields }, place)
}

interface Place {
  readonly origin: readonly PathSegment[]
  readonly from: Typed | undefined
  readonly view: CatalogView
  /** Whether the operation finds rows of a table. */
  readonly isSearch: boolean
  /** Whether rows within its rows are tested after reading. */
  readonly isTested: boolean
}

function resolveValue(entry: ProjectionField, { origin, from, view }: Place): ResolvedValue {
  const resolution = resolvePath(from, entry.path, view)
  const transform = toTransform(entry.transform, resolution, view)
  const seen = toView(resolution, transform)
  return {
    kind: 'value',
    origin,
    leaf: entry.leaf,
    resolution,
    ...(transform === undefined ? {} : { transform }),
    ...(seen === undefined ? {} : { view: seen }),
  }
}

function toTransform(
  text: string | undefined,
  resolution: ResolvedValue['resolution'],
  view: CatalogView,
): ResolvedValue['transform'] {
  if (text === undefined || resolution.status !== 'found') return undefined
  const { value, sensitivity } = resolution
  // What is null or missing never gets to a transform: the output is null then.
  return { text, check: checkTransform(text, { type: value.type, nullable: false, sensitivity }, view) }
}

function toView(
  resolution: ResolvedValue['resolution'],
  transform: ResolvedValue['transform'],
): ResolvedView | undefined {
  if (resolution.status !== 'found') return undefined
  if (transform === undefined) {
    const { type, nullable } = resolution.value
    const seen = type.kind === 'list' ? undefined : toOutputType(type)
    return seen === undefined
      ? undefined
      : { path: resolution, type: seen, nullable, sensitivity: resolution.sensitivity }
  }
  if (transform.check.status !== 'typed') return undefined
  const { typing } = transform.check
  const seen = toOutputType(typing.type)
  if (seen === undefined) return undefined
  const sensitivity = stricter(resolution.sensitivity, typing.sensitivity)
  const nullable = resolution.value.nullable || typing.nullable
  return { path: resolution, type: seen, nullable, sensitivity }
}

type RowsEntry = ProjectionField & { readonly fields: readonly ProjectionField[] }

function resolveRows(entry: RowsEntry, { origin, from, view, isSearch, isTested }: Place): ResolvedRows {
  const resolution = resolvePath(from, entry.path, view)
  const value = resolution.status === 'found' ? resolution.value : undefined
  const row = value === undefined ? undefined : rowOf(value)
  const isSaid = entry.where !== undefined || entry.orderBy !== undefined
  const inside = leadsToTable(resolution, { origin, isSearch }) ? { ...view, bothEnds: true as const } : view
  return {
    kind: 'rows',
    origin,
    leaf: entry.leaf,
    resolution,
    max: entry.max ?? defaultMaxRows,
    maxOrigin: entry.max === undefined ? 'default' : 'authored',
    shape: shapeOf(value),
    fields: entry.fields.map((field, index) =>
      resolveEntry(field, {
        origin: [...origin, 'fields', index],
        from: row,
        view: inside,
        isSearch,
        isTested,
      }),
    ),
    ...(entry.where === undefined ? {} : { where: entry.where }),
    ...(entry.orderBy === undefined ? {} : { orderBy: entry.orderBy }),
    ...(isSaid && isTested ? { inner: resolveInner(row, { orderBy: entry.orderBy, origin }, view) } : {}),
  }
}

/** Rows of a table: the answer itself, or those that lead to such a row. Rows of a column are values inside it. */
function leadsToTable(
  resolution: PathResolution,
  { origin, isSearch }: Pick<Place, 'origin' | 'isSearch'>,
): boolean {
  if (!isSearch || resolution.status !== 'found') return false
  const isWhole = origin.length === 2 && resolution.steps.every((step) => step.kind !== 'field')
  return isWhole || resolution.reverse !== undefined
}

/** What one row is: an item of a list, or the value itself; where it may be either, either. */
function rowOf(value: Typed): Typed {
  const { type } = value
  if (type.kind === 'list') return { type: type.items, nullable: type.itemsNullable }
  if (type.kind !== 'union') return value
  const rows = type.members.map((member) => rowOf({ type: member, nullable: value.nullable }))
  return {
    type: { ...type, members: rows.map((row) => row.type) },
    nullable: rows.some((row) => row.nullable),
  }
}

function shapeOf(value: Typed | undefined): ResolvedRows['shape'] {
  if (value === undefined) return 'neither'
  const { type } = value
  if (type.kind === 'list') return 'list'
  const isLeaf = type.kind === 'enum' || (type.kind === 'scalar' && type.scalar !== 'any')
  return isLeaf ? 'neither' : 'object'
}
