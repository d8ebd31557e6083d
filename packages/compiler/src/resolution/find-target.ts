import { openScoping, type Operation, type SchemaCatalog } from '@bindery/model'
import { viewCatalog } from './catalog-view.ts'
import { resolveTarget, type TargetOrder } from './resolve-target.ts'

/**
 * What an authored name means in an operation, as bindings are read: the name of an argument, then those of the members that
 * lead to a place inside of it. Undefined for what it does not have.
 */
export function findTarget(
  name: string,
  order: TargetOrder,
  { operation, catalog }: { readonly operation: Operation; readonly catalog: SchemaCatalog },
): readonly string[] | undefined {
  const found = resolveTarget(name, order, { operation, view: viewCatalog(catalog, openScoping) })
  return found.status === 'found' ? found.target.path : undefined
}
