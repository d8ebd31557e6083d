import {
  type CatalogId,
  checkScope,
  nearestNames,
  type ObjectType,
  objectsIn,
  type Operation,
  type OrganizationId,
  PlatformError,
  type ScopeCheck,
} from '@bindery/model'
import {
  countEntries,
  type EntrySearch,
  findBodies,
  type IntegrationRow,
  listEntryNames,
  searchEntries,
  type SummaryRow,
  type Transaction,
} from '@bindery/store'
import { requireIntegration } from '../integrations/find-integration.ts'
import type { Services } from '../services.ts'
import { readObject, readOperation, readRelationship } from './read-entry.ts'
import { requireCatalogId } from './require-catalog.ts'
import { type EdgeView, type ObjectView, type OperationView, toEdgeView, toFieldView, toOperationView } from './views.ts'
import type { z } from 'zod'

/** One catalog seen through the scoping of its integration: what is blocked does not exist. */
export interface ScopedCatalog {
  readonly transaction: Transaction
  readonly integration: IntegrationRow
  readonly catalogId: CatalogId
  readonly scope: ScopeCheck
}

/** Runs work on the current catalog of an integration. Throws `not_found` and `schema_not_discovered`. */
export async function inCatalog<Value>(
  services: Services,
  query: { readonly organizationId: OrganizationId; readonly kind: string },
  work: (catalog: ScopedCatalog) => Promise<Value>,
): Promise<Value> {
  return services.store.run(query.organizationId, async (transaction) => {
    const integration = await requireIntegration(transaction, query.kind)
    const scope = checkScope({ blockedObjects: integration.blocked_objects, blockedFields: integration.blocked_fields })
    return work({ transaction, integration, catalogId: requireCatalogId(integration), scope })
  })
}

export interface ListQuery {
  readonly search?: string | undefined
  readonly facts: readonly string[]
  readonly offset: number
  readonly limit: number
}

/** Matching list rows, one more than `limit` when there are more, and how many there are in all. */
export async function listEntries(
  catalog: ScopedCatalog,
  kind: EntrySearch['kind'],
  query: ListQuery,
): Promise<{ readonly rows: readonly SummaryRow[]; readonly total: number }> {
  const search: EntrySearch = {
    catalogId: catalog.catalogId,
    kind,
    words: (query.search ?? '').toLowerCase().split(/\s+/).filter((word) => word !== '').slice(0, 12),
    facts: query.facts,
    hidden: catalog.integration.blocked_objects,
  }
  const rows = await searchEntries(catalog.transaction, search, { offset: query.offset, limit: query.limit + 1 })
  return { rows, total: await countEntries(catalog.transaction, search) }
}

/** One object with its edges and the operations that deal with it; throws `not_found` with near names. */
export async function showObject(catalog: ScopedCatalog, name: string): Promise<z.input<typeof ObjectView>> {
  const { transaction, catalogId } = catalog
  const [row] = await findBodies(transaction, { catalogId, kind: 'object' }, [name])
  if (row === undefined || catalog.scope.isObjectBlocked(name)) throw await missing(catalog, 'object', name)
  const edges = await listAbout(catalog, 'relationship', name)
  const operations = await listAbout(catalog, 'operation', name)
  return {
    ...toObjectView(readObject(row.body), catalog.scope),
    edges: edges.map((edge) => toEdgeView(readRelationship(edge.summary))).filter((edge) => isEdgeVisible(edge, catalog.scope)),
    operations: operations.map((operation) => operation.name),
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
      .filter((field) => !scope.isFieldBlocked(object.name, field.name))
      .filter((field) => !objectsIn(field.type).some((mentioned) => scope.isObjectBlocked(mentioned)))
      .map((field) => toFieldView(field, object)),
    edges: [],
    operations: [],
    source: object.provenance,
  }
}

export function isEdgeVisible(edge: z.input<typeof EdgeView>, scope: ScopeCheck): boolean {
  const ends = [edge.from, edge.to]
  return ends.every(({ object, fields }) => !fields.some((field) => scope.isFieldBlocked(object, field)) && !scope.isObjectBlocked(object))
}

/** One operation; throws `not_found` with near names. */
export async function showOperation(catalog: ScopedCatalog, name: string): Promise<z.input<typeof OperationView>> {
  const { transaction, catalogId } = catalog
  const [row] = await findBodies(transaction, { catalogId, kind: 'operation' }, [name])
  const operation = row === undefined ? undefined : readOperation(row.body)
  if (operation === undefined || isOperationHidden(operation, catalog.scope)) throw await missing(catalog, 'operation', name)
  return toOperationView(operation)
}

/** An operation about, taking or answering with a blocked object is as blocked as the object. */
export function isOperationHidden(operation: Operation, scope: ScopeCheck): boolean {
  const types = [...operation.arguments.map((argument) => argument.type), ...(operation.returns === undefined ? [] : [operation.returns.type])]
  const names = [...(operation.object === undefined ? [] : [operation.object]), ...types.flatMap(objectsIn)]
  return names.some((name) => scope.isObjectBlocked(name))
}

async function listAbout(
  catalog: ScopedCatalog,
  kind: EntrySearch['kind'],
  object: string,
): Promise<readonly SummaryRow[]> {
  const search = {
    catalogId: catalog.catalogId,
    kind,
    words: [],
    facts: [`object:${object}`],
    hidden: catalog.integration.blocked_objects,
  }
  return searchEntries(catalog.transaction, search, { offset: 0, limit: 500 })
}

async function missing(catalog: ScopedCatalog, kind: 'object' | 'operation', name: string): Promise<PlatformError> {
  const names = await listEntryNames(catalog.transaction, { catalogId: catalog.catalogId, kind }, 5_000)
  const visible = names.filter((candidate) => !catalog.scope.isObjectBlocked(candidate))
  const suggestions = nearestNames(name, visible)
  const hint = suggestions.length === 0 ? '' : ` Did you mean ${suggestions.map((near) => `"${near}"`).join(' or ')}?`
  return new PlatformError(
    'not_found',
    `"${catalog.integration.kind}" has no ${kind} "${name.slice(0, 200)}".${hint}`,
    { members: { suggestions } },
  )
}
