import {
  type Binding,
  findField,
  needsVerifiedIdentity,
  type Operation,
  type OrderEntry,
  type PathSegment,
  type Typed,
} from '@bindery/model'
import { fieldConditions } from '@bindery/model/tables'
import { type CatalogView, isFieldHidden } from './catalog-view.ts'
import { listsOf } from './lists-of.ts'
import { type FoundPath, type PathResolution, resolvePath } from './resolve-path.ts'

/** Where the rows of an answer stand, and what is known of them. */
export interface ResolvedReading {
  readonly rows: RowsResolution
  /** The key of the rows, when the provider describes one that may be seen. */
  readonly key: readonly FoundPath[]
  /** What they are sorted by; groups are sorted by what they show instead. */
  readonly order: readonly ResolvedOrder[]
}

export interface ResolvedOrder {
  readonly origin: readonly PathSegment[]
  readonly name: string
  readonly direction: 'asc' | 'desc'
  readonly resolution: PathResolution
}

/** Rows within rows of an answer that are tested or sorted after reading. */
export interface InnerRows extends Pick<ResolvedReading, 'key' | 'order'> {
  /** One of them; undefined where the path leads nowhere. */
  readonly row: Typed | undefined
}

export type RowsResolution =
  | {
      readonly status: 'found'
      readonly path: FoundPath
      /** One of them. */
      readonly row: Typed
    }
  /** The path that was authored leads to no list. */
  | { readonly status: 'no_list'; readonly resolution: PathResolution }
  /** Nothing says which list is meant. */
  | { readonly status: 'unclear'; readonly candidates: readonly string[] }

/** The operations of tables say themselves which rows they are about. */
export const isOfTable = ({ arguments: given }: Operation): boolean =>
  given.some(({ place }) => place === 'column')

/** Whether a binding says anything of rows that are read. */
export const readsRows = ({ rows, pages, orderBy, aggregate, where }: Binding): boolean =>
  [rows, pages, orderBy, aggregate].some((member) => member !== undefined) ||
  fieldConditions({ where }).some(({ field }) => field !== undefined)

/** Finds the rows that a binding says something of. Undefined for tables, and where it says nothing of rows. */
export function resolveReading(
  binding: Binding,
  operation: Operation,
  view: CatalogView,
): ResolvedReading | undefined {
  if (isOfTable(operation) || !readsRows(binding)) return undefined
  const rows = resolveRows(binding, operation, view)
  if (rows.status !== 'found') return { rows, key: [], order: [] }
  return {
    rows,
    key: needsKey(binding) ? keyOf(rows.row, view) : [],
    order: orderOf(binding, rows.row, view),
  }
}

/** Looks up by what rows within rows of an answer are sorted, and what tells them apart. */
export function resolveInner(
  row: Typed | undefined,
  { orderBy, origin }: { readonly orderBy: readonly OrderEntry[] | undefined } & Pick<RowsPlace, 'origin'>,
  view: CatalogView,
): InnerRows {
  if (row === undefined || orderBy === undefined) return { row, key: [], order: [] }
  return { row, key: keyOf(row, view), order: sortedBy(orderBy, { row, origin }, view) }
}

interface RowsPlace {
  readonly row: Typed
  /** What holds the order. */
  readonly origin: readonly PathSegment[]
}

const orderOf = (
  { orderBy = [], aggregate }: Binding,
  row: Typed,
  view: CatalogView,
): readonly ResolvedOrder[] => (aggregate === undefined ? sortedBy(orderBy, { row, origin: [] }, view) : [])

const sortedBy = (
  orderBy: readonly OrderEntry[],
  { row, origin }: RowsPlace,
  view: CatalogView,
): readonly ResolvedOrder[] =>
  orderBy.map(({ field, direction = 'asc' }, at) => ({
    origin: [...origin, 'orderBy', at, 'field'],
    name: field,
    direction,
    resolution: resolvePath(row, field, view),
  }))

/** Rows of several pages are told apart, and alike ones come in the same order each time. */
const needsKey = ({ pages = 1, orderBy, aggregate }: Binding): boolean =>
  pages > 1 || (orderBy !== undefined && aggregate === undefined)

/** What the binding says; else the list of its only rows; else the only list. */
export function resolveRows(binding: Binding, operation: Operation, view: CatalogView): RowsResolution {
  if (binding.rows !== undefined) return toRows(resolvePath(operation.returns, binding.rows, view))
  const [only, ...more] = binding.projection.filter(({ fields }) => fields !== undefined)
  if (only !== undefined && more.length === 0) {
    const rows = toRows(resolvePath(operation.returns, only.path, view))
    if (rows.status === 'found') return rows
  }
  const candidates = listsOf(operation.returns, view)
  const [single, ...others] = candidates
  return single === undefined || others.length > 0
    ? { status: 'unclear', candidates }
    : toRows(resolvePath(operation.returns, single, view))
}

function toRows(resolution: PathResolution): RowsResolution {
  const other = { status: 'no_list', resolution } as const
  if (resolution.status !== 'found' || resolution.steps.some(({ kind }) => kind === 'item')) return other
  const { type } = resolution.value
  // Of what is not described the answer itself says whether it is a list.
  if (type.kind === 'scalar' && type.scalar === 'any')
    return { status: 'found', path: resolution, row: { type, nullable: true } }
  if (type.kind !== 'list') return other
  return { status: 'found', path: resolution, row: { type: type.items, nullable: type.itemsNullable } }
}

/** A key of which a part is hidden, or says more of a person than how to reach them, tells no rows apart. */
function keyOf(row: Typed, view: CatalogView): readonly FoundPath[] {
  const object = row.type.kind === 'object' ? view.index.object(row.type.name) : undefined
  if (object === undefined) return []
  const parts = object.key.flatMap((name) => {
    const field = findField(object, name)
    const isSeen = field !== undefined && !isFieldHidden(object.name, field, view)
    const found =
      isSeen && !needsVerifiedIdentity(field.sensitivity) ? resolvePath(row, [name], view) : undefined
    return found?.status === 'found' && isPlain(found) ? [found] : []
  })
  return parts.length === object.key.length ? parts : []
}

const isPlain = ({ value: { type } }: FoundPath): boolean => type.kind === 'scalar' || type.kind === 'enum'
