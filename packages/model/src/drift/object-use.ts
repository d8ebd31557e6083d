import type { CatalogIndex } from '../catalog-index.ts'
import { indexCatalog, objectsIn, objectsOfObject } from '../catalog-index.ts'
import type { SchemaCatalog } from '../catalog.ts'
import type { ObjectUse } from './drift.ts'

/**
 * Which way the values of every object travel: what arguments mention, at any depth, is sent; what answers mention is
 * received. Rows of a table are both, since its columns are arguments of their own. One visit per object and direction.
 */
export function objectUses(catalog: SchemaCatalog): ReadonlyMap<string, ObjectUse> {
  const index = indexCatalog(catalog)
  const sent = reachable(
    index,
    catalog.operations.flatMap((operation) => [
      ...operation.arguments.flatMap((argument) => objectsIn(argument.type)),
      ...(operation.object !== undefined && operation.arguments.some(({ place }) => place === 'column')
        ? [operation.object]
        : []),
    ]),
  )
  const received = reachable(
    index,
    catalog.operations.flatMap(({ returns }) => (returns === undefined ? [] : objectsIn(returns.type))),
  )
  return new Map(
    catalog.objects.map(({ name }) => [name, { sent: sent.has(name), received: received.has(name) }]),
  )
}

function reachable(index: CatalogIndex, roots: readonly string[]): ReadonlySet<string> {
  const seen = new Set(roots)
  for (const name of seen) {
    const object = index.object(name)
    if (object !== undefined) for (const next of objectsOfObject(object)) seen.add(next)
  }
  return seen
}
