import { pageCatalogIssues, setScoping } from '@bindery/store'
import { isColumnBlocked, nearestNames, parseJson, type ScopeCheck } from '@bindery/model'
import { z } from 'zod'
import { rankBySearch, withRanking } from '../catalog/rank-search.ts'
import { inCatalog, listEntries, showObject, showOperation } from '../catalog/browse.ts'
import { ObjectView, OperationView } from '../catalog/views.ts'
import { sensitivityRoutes } from './sensitivity.ts'
import { streamSchema } from '../catalog/stream-schema.ts'
import { type Route, route } from '../http/route.ts'
import { requireIntegration } from '../integrations/find-integration.ts'
import type { Services } from '../services.ts'
import { recheckSkills } from '../drift/recheck-skills.ts'
import { offsetOf, pageOf, toPage } from './page.ts'
import { JsonObjectData, KindParams, PageQuery } from './shapes.ts'

const tag = 'Catalog'
const Search = PageQuery.extend({ search: z.string().max(200).optional() })

const ObjectRow = z
  .object({
    name: z.string(),
    label: z.string().optional(),
    description: z.string().optional(),
    origin: z.enum(['named', 'inline']),
    capabilities: z.array(z.string()),
    fieldCount: z.int(),
    edgeCount: z.int(),
    operationCount: z.int(),
  })
  .meta({ id: 'ObjectRow' })

const OperationRow = z
  .object({
    name: z.string(),
    title: z.string().optional(),
    description: z.string().optional(),
    effect: z.string(),
    isWrite: z.boolean(),
    object: z.string().optional(),
    groups: z.array(z.string()),
    availability: z.enum(['bindable', 'limited', 'quarantined']),
    deprecated: z.boolean().optional(),
    arguments: z.array(
      z.object({ name: z.string(), place: z.string(), type: z.string(), required: z.boolean() }),
    ),
    returns: z.string().nullable(),
  })
  .meta({ id: 'OperationRow' })

const IssueView = z
  .object({
    code: z.string(),
    severity: z.enum(['error', 'warning', 'info']),
    message: z.string(),
    pointer: z.string().optional(),
    suggestions: z.array(z.string()).optional(),
  })
  .meta({ id: 'DocumentIssue' })

const Scoping = z
  .strictObject({
    blockedObjects: z.array(z.string().min(1).max(500)).max(5_000),
    blockedFields: z.array(z.string().min(3).max(1_000)).max(5_000).describe('Each as Object.field'),
  })
  .meta({ id: 'Scoping' })

export function catalogRoutes(services: Services): readonly Route[] {
  return [
    ...schemaRoutes(services),
    ...objectRoutes(services),
    ...operationRoutes(services),
    ...scopingRoutes(services),
    ...sensitivityRoutes(services),
  ]
}

function schemaRoutes(services: Services): readonly Route[] {
  return [schemaRoute(services), issuesRoute(services)]
}

function schemaRoute(services: Services): Route {
  return route({
    method: 'GET',
    path: '/integrations/{kind}/schema',
    scope: 'integrations:read',
    tag,
    summary: 'The whole catalog',
    description: 'Streamed. Has an ETag: send it as If-None-Match to hear 304 while nothing has changed.',
    input: { params: KindParams },
    data: z.object({
      catalogHash: z.string(),
      discoveredAt: z.string(),
      objects: z.array(ObjectView),
      edges: z.array(JsonObjectData),
      operations: z.array(OperationView),
    }),
    errors: ['not_found', 'schema_not_discovered'],
    handle: async ({ params }, { principal, raw }) => {
      const { organizationId } = principal
      const { integration, catalog } = await inCatalog(
        services,
        { organizationId, kind: params.kind },
        async (found) => ({
          integration: found.integration,
          catalog: found.catalog,
        }),
      )
      const etag = `"${catalog.row.hash.slice('sha256:'.length, 40)}.${integration.revision}"`
      const headers = { etag, 'cache-control': 'private, no-cache' }
      if (raw.headers['if-none-match'] === etag) {
        return { reply: { status: 304, headers, content: { kind: 'empty' } } }
      }
      const stream = streamSchema(services, { organizationId, integration, catalog })
      const contentType = 'application/json; charset=utf-8'
      return { reply: { status: 200, headers, content: { kind: 'stream', contentType, stream } } }
    },
  })
}

function issuesRoute(services: Services): Route {
  return route({
    method: 'GET',
    path: '/integrations/{kind}/issues',
    scope: 'integrations:read',
    tag,
    summary: 'What is wrong with the description, each with a pointer into it',
    input: { params: KindParams, query: PageQuery },
    data: z.array(IssueView),
    shape: 'list',
    errors: ['not_found', 'schema_not_discovered'],
    handle: async ({ params, query }, { principal }) =>
      inCatalog(
        services,
        { organizationId: principal.organizationId, kind: params.kind },
        async (catalog) => {
          const window = { offset: offsetOf(query), limit: query.limit + 1 }
          const found = await pageCatalogIssues(catalog.transaction, catalog.catalog.row.id, window)
          const { rows, meta } = toPage(found, query)
          return { data: rows.map((row) => IssueView.parse(row)), meta }
        },
      ),
  })
}

function objectRoutes(services: Services): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/integrations/{kind}/objects',
      scope: 'integrations:read',
      tag,
      summary: 'Search and list objects',
      input: {
        params: KindParams,
        query: Search.extend({ origin: z.enum(['named', 'inline']).optional() }),
      },
      data: z.array(ObjectRow),
      shape: 'list',
      errors: ['not_found', 'schema_not_discovered'],
      handle: async ({ params, query }, { principal }) =>
        inCatalog(
          services,
          { organizationId: principal.organizationId, kind: params.kind },
          async (catalog) => {
            const facts = query.origin === undefined ? [] : [`origin:${query.origin}`]
            const found = listEntries(catalog, 'object', { search: query.search, facts })
            const { rows, meta } = pageOf(found, query)
            return { data: rows.map((row) => ObjectRow.parse(parseJson(row.summary))), meta }
          },
        ),
    }),
    route({
      method: 'GET',
      path: '/integrations/{kind}/objects/{object}',
      scope: 'integrations:read',
      tag,
      summary: 'One object with fields, edges and operations',
      input: { params: KindParams.extend({ object: z.string().min(1).max(1_000) }) },
      data: ObjectView,
      errors: ['not_found', 'schema_not_discovered'],
      handle: async ({ params }, { principal }) => ({
        data: await inCatalog(
          services,
          { organizationId: principal.organizationId, kind: params.kind },
          (catalog) => showObject(catalog, params.object),
        ),
      }),
    }),
  ]
}

/** The list row of an operation, without the columns that scoping blocks. */
function toOperationRow(summary: string, scope: ScopeCheck): z.output<typeof OperationRow> {
  const row = OperationRow.parse(parseJson(summary))
  const seen = row.arguments.filter((argument) => !isColumnBlocked(row, argument, scope))
  return { ...row, arguments: seen }
}

function operationRoutes(services: Services): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/integrations/{kind}/operations',
      scope: 'integrations:read',
      tag,
      summary: 'Search and list operations',
      description:
        'Operations that hold every word come first, in the order in which they serve the words as a goal; then those that mean it in other words: "money back" finds refunds.',
      input: {
        params: KindParams,
        query: Search.extend({
          kind: z.enum(['read', 'write']).optional(),
          effect: z.enum(['read', 'create', 'update', 'delete', 'action']).optional(),
          object: z.string().max(1_000).optional(),
          availability: z.enum(['bindable', 'limited', 'quarantined']).optional(),
        }),
      },
      data: z.array(OperationRow),
      shape: 'list',
      errors: ['not_found', 'schema_not_discovered'],
      handle: async ({ params, query }, { principal }) => {
        const place = { organizationId: principal.organizationId, kind: params.kind }
        const ranked = query.search === undefined ? [] : await rankBySearch(services, place, query.search)
        return inCatalog(services, place, async (catalog) => {
          const facts = [
            ...(query.kind === undefined ? [] : [query.kind]),
            ...(query.effect === undefined ? [] : [`effect:${query.effect}`]),
            ...(query.object === undefined ? [] : [`object:${query.object}`]),
            ...(query.availability === undefined ? [] : [`status:${query.availability}`]),
          ]
          const literal = listEntries(catalog, 'operation', { search: query.search, facts })
          const found = withRanking(catalog, { search: query.search ?? '', literal, ranked, facts })
          const { rows, meta } = pageOf(found, query)
          return { data: rows.map((row) => toOperationRow(row.summary, catalog.scope)), meta }
        })
      },
    }),
    route({
      method: 'GET',
      path: '/integrations/{kind}/operations/{operation}',
      scope: 'integrations:read',
      tag,
      summary: 'One operation with its arguments',
      input: { params: KindParams.extend({ operation: z.string().min(1).max(1_000) }) },
      data: OperationView,
      errors: ['not_found', 'schema_not_discovered'],
      handle: async ({ params }, { principal }) => ({
        data: await inCatalog(
          services,
          { organizationId: principal.organizationId, kind: params.kind },
          (catalog) => showOperation(catalog, params.operation),
        ),
      }),
    }),
  ]
}

function scopingRoutes(services: Services): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/integrations/{kind}/scoping',
      scope: 'integrations:read',
      tag,
      summary: 'What agents must never see',
      input: { params: KindParams },
      data: Scoping,
      errors: ['not_found'],
      handle: async ({ params }, { principal }) =>
        services.store.run(principal.organizationId, async (transaction) => {
          const integration = await requireIntegration(transaction, params.kind)
          return {
            data: { blockedObjects: integration.blocked_objects, blockedFields: integration.blocked_fields },
          }
        }),
    }),
    route({
      method: 'PATCH',
      path: '/integrations/{kind}/scoping',
      scope: 'integrations:write',
      tag,
      summary: 'Block objects and fields; empty lists allow all',
      description: 'Blocked names vanish from browse and search and are refused at bind and at run time.',
      input: { params: KindParams, body: Scoping.partial() },
      data: Scoping,
      errors: ['not_found'],
      handle: async ({ params, body }, { principal }) => {
        const { organizationId } = principal
        const { integration, scoping } = await services.store.run(organizationId, async (transaction) => {
          const found = await requireIntegration(transaction, params.kind)
          const next = {
            blockedObjects: body.blockedObjects ?? found.blocked_objects,
            blockedFields: body.blockedFields ?? found.blocked_fields,
          }
          await setScoping(transaction, found.id, next)
          await services.store.audit.append(transaction, organizationId, {
            actor: principal.actor,
            action: 'integration.scoped',
            subject: params.kind,
            detail: next,
          })
          return { integration: found, scoping: next }
        })
        if (integration.catalog_id !== null) await recheckSkills(services, organizationId, integration.id)
        return { data: scoping, warnings: malformedFields(scoping.blockedFields) }
      },
    }),
  ]
}

function malformedFields(fields: readonly string[]) {
  return fields
    .filter((field) => !field.includes('.'))
    .map((field) => ({
      code: 'field_without_object',
      message: `"${field}" blocks nothing: write it as Object.field.`,
      suggestions: nearestNames(
        field,
        fields.filter((other) => other.includes('.')),
      ),
    }))
}
