import {
  type Binding,
  type Operation,
  type PathSegment,
  type ProjectionEntry,
  type Typed,
  stricter,
} from '@bindery/model'
import type { CatalogView } from './catalog-view.ts'
import { checkTransform, toOutputType } from './check-transform.ts'
import { resolvePath } from './resolve-path.ts'
import type { ResolvedOutput, ResolvedRows, ResolvedValue, ResolvedView } from './resolved-binding.ts'

/** Rows that an entry returns when it does not say how many. */
export const defaultMaxRows = 20

/** Follows every path of a projection and types every transform. */
export function resolveOutputs(
  binding: Binding,
  operation: Operation,
  view: CatalogView,
): readonly ResolvedOutput[] {
  return binding.projection.map((entry, index) => {
    const origin: readonly PathSegment[] = ['projection', index]
    if (entry.fields === undefined) return resolveValue(entry, { origin, from: operation.returns, view })
    return resolveRows({ ...entry, fields: entry.fields }, { origin, from: operation.returns, view })
  })
}

interface Place {
  readonly origin: readonly PathSegment[]
  readonly from: Typed | undefined
  readonly view: CatalogView
}

function resolveValue(entry: ProjectionFieldEntry, { origin, from, view }: Place): ResolvedValue {
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

type ProjectionFieldEntry = NonNullable<ProjectionEntry['fields']>[number]

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

interface RowsEntry extends Omit<ProjectionFieldEntry, 'transform'> {
  readonly max?: number | undefined
  readonly fields: readonly ProjectionFieldEntry[]
}

function resolveRows(entry: RowsEntry, { origin, from, view }: Place): ResolvedRows {
  const resolution = resolvePath(from, entry.path, view)
  const value = resolution.status === 'found' ? resolution.value : undefined
  const row = value === undefined ? undefined : rowOf(value)
  return {
    kind: 'rows',
    origin,
    leaf: entry.leaf,
    resolution,
    max: entry.max ?? defaultMaxRows,
    maxOrigin: entry.max === undefined ? 'default' : 'authored',
    shape: shapeOf(value),
    fields: entry.fields.map((field, index) =>
      resolveValue(field, { origin: [...origin, 'fields', index], from: row, view }),
    ),
  }
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
