import {
  checkScope,
  nearestNames,
  type ObjectType,
  objectsIn,
  type Operation,
  type OperatorView,
  type OrganizationId,
  PlatformError,
  type ScopeCheck,
  viewAsOperator,
} from '@bindery/model'
import type { IntegrationRow, Transaction } from '@bindery/store'
import type { z } from 'zod'
import { requireIntegration } from '../kernel/find-integration.ts'
import type { Needs } from '../kernel/needs.ts'
import type { IndexRow } from '../pages/index-row.ts'
import { readObject, readOperation, readRelationship } from './read-entry.ts'
import { requireCatalog } from './require-catalog.ts'
import { openStatistics } from './stored-statistics.ts'
import { type CatalogSearch, searchCatalog } from './search-catalog.ts'
import type { StoredCatalog } from './stored-catalog.ts'
import {
  type EdgeView,
  type ObjectView,
  type OperationView,
  toEdgeView,
  toFieldView,
  toOperationView,
} from './views.ts'

/** One catalog seen through the scoping of its integration: what is blocked does not exist. */
export interface ScopedCatalog {
  readonly transaction: Transaction
  readonly integration: IntegrationRow
  readonly catalog: StoredCatalog
  readonly scope: ScopeCheck
  /** Classes and effects as operators set them. */
  readonly view: OperatorView
}

/** Runs work on the current catalog of an integration. Throws `not_found` and `schema_not_discovered`. */
export async function inCatalog<Value>(
  services: Needs<'store'>,
  query: { readonly organizationId: OrganizationId; readonly kind: string },
  work: (scoped: ScopedCatalog) => Promise<Value>,
): Promise<Value> {
  return services.store.run(query.organizationId, async (transaction) => {
    const integration = await requireIntegration(transaction, query.kind)
    const scope = checkScope({
      blockedObjects: integration.blockedObjects,
      blockedFields: integration.blockedFields,
    })
    const view = viewAsOperator(integration)
    const catalog = await requireCatalog(transaction, integration)
    return work({ transaction, integration, catalog, scope, view })
  })
}

export interface ListQuery {
  readonly search?: string | undefined
  readonly facts: readonly string[]
}

/** Every row that matches and may be seen, best first. */
export function listEntries(
  { catalog, integration }: ScopedCatalog,
  kind: CatalogSearch['kind'],
  query: ListQuery,
): readonly IndexRow[] {
  const words = (query.search ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const hidden = new Set(integration.blockedObjects)
  return searchCatalog(catalog, { kind, words: words.slice(0, 12), facts: query.facts, hidden })
}

/** One object with its edges and the operations that deal with it; throws `not_found` with near names. */
export async function showObject(scoped: ScopedCatalog, name: string): Promise<z.input<typeof ObjectView>> {
  const { transaction, catalog, scope } = scoped
  const row = catalog.find('object', name)
  if (row === undefined || scope.isObjectBlocked(name)) throw missing(scoped, 'object', name)
  const [body = '{}'] = await catalog.bodies(transaction, [row])
  const about = { facts: [`object:${name}`] }
  const edges = await catalog.bodies(transaction, listEntries(scoped, 'relationship', about))
  const rows = (await openStatistics(transaction, catalog.row))?.of(name)?.rows
  return {
    ...toObjectView(scoped.view.object(readObject(body)), scope),
    ...(rows === undefined ? {} : { estimatedRows: rows }),
    edges: edges
      .map((edge) => toEdgeView(readRelationship(edge)))
      .filter((edge) => isEdgeVisible(edge, scope)),
    operations: listEntries(scoped, 'operation', about).map((operation) => operation.name),
  }
}

/** An object without edges and operations, blocked fields left out. */
export function toObjectView(object: ObjectType, scope: ScopeCheck): z.input<typeof ObjectView> {
  return {
    name: object.name,
    ...(object.label === undefined ? {} : { label: object.label }),
    ...(object.description === undefined ? {} : { description: object.description }),
    origin: object.origin,
    fields: object.fields
      .filter((field) => !scope.isShownBlocked(object.name, field))
      .filter((field) => !objectsIn(field.type).some((mentioned) => scope.isObjectBlocked(mentioned)))
      .map((field) => toFieldView(field, object)),
    edges: [],
    operations: [],
    source: object.provenance,
  }
}

export function isEdgeVisible(edge: z.input<typeof EdgeView>, scope: ScopeCheck): boolean {
  const ends = [edge.from, edge.to]
  return ends.every(
    ({ object, fields }) =>
      !fields.some((field) => scope.isFieldBlocked(object, field)) && !scope.isObjectBlocked(object),
  )
}

/** One operation; throws `not_found` with near names. */
export async function showOperation(
  scoped: ScopedCatalog,
  name: string,
): Promise<z.input<typeof OperationView>> {
  const { seen } = await loadSeenOperation(scoped, name)
  return toOperationView(seen, scoped.scope)
}

/** One operation as operators see it, and as it was concluded; throws `not_found` with near names. */
export async function loadSeenOperation(
  scoped: ScopedCatalog,
  name: string,
): Promise<{ readonly seen: Operation; readonly concluded: Operation }> {
  const { transaction, catalog, scope, view } = scoped
  const row = catalog.find('operation', name)
  if (row === undefined) throw missing(scoped, 'operation', name)
  const concluded = readOperation((await catalog.bodies(transaction, [row]))[0] ?? '{}')
  if (isOperationHidden(concluded, scope)) throw missing(scoped, 'operation', name)
  return { seen: view.operation(concluded), concluded }
}

/** An operation about, taking or answering with a blocked object is as blocked as the object. */
export function isOperationHidden(operation: Operation, scope: ScopeCheck): boolean {
  const types = [
    ...operation.arguments.map((argument) => argument.type),
    ...(operation.returns === undefined ? [] : [operation.returns.type]),
  ]
  const names = [...(operation.object === undefined ? [] : [operation.object]), ...types.flatMap(objectsIn)]
  return names.some((name) => scope.isObjectBlocked(name))
}

/** An error with near names. */
export function missing(scoped: ScopedCatalog, kind: 'object' | 'operation', name: string): PlatformError {
  const visible = listEntries(scoped, kind, { facts: [] }).map((row) => row.name)
  const suggestions = nearestNames(name, visible)
  const hint =
    suggestions.length === 0 ? '' : ` Did you mean ${suggestions.map((near) => `"${near}"`).join(' or ')}?`
  return new PlatformError(
    'not_found',
    `"${scoped.integration.kind}" has no ${kind} "${name.slice(0, 200)}".${hint}`,
    { members: { suggestions } },
  )
}
