import { pageCatalogIssues } from '@bindery/store'
import { effects, isColumnBlocked, parseJson, type ScopeCheck } from '@bindery/model'
import { z } from 'zod'
import { inCatalog, listEntries, showObject, showOperation } from './browse.ts'
import { ObjectView, OperationView } from './views.ts'
import { rankBySearch, withRanking } from './rank-search.ts'
import { streamSchema } from './stream-schema.ts'
import { JsonObjectData, KindParams, PageQuery } from '../kernel/shapes.ts'
import { pageOf, readList } from '../kernel/page.ts'
import { requireIntegration } from '../kernel/find-integration.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'
import { Scoping } from './scoping-shape.ts'

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
    effect: z.enum(effects),
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

/** The list row of an operation, without the columns that scoping blocks. */
function toOperationRow(summary: string, scope: ScopeCheck): z.output<typeof OperationRow> {
  const row = OperationRow.parse(parseJson(summary))
  const seen = row.arguments.filter((argument) => !isColumnBlocked(row, argument, scope))
  return { ...row, arguments: seen }
}

export const catalogUseCases = {
  read: useCase({
    scope: 'integrations:read',
    environment: 'none',
    tag,
    summary: 'The whole catalog',
    description: 'Streamed. Has an ETag: send it as If-None-Match to hear 304 while nothing has changed.',
    takes: { subject: KindParams },
    output: z.object({
      catalogHash: z.string(),
      discoveredAt: z.string(),
      objects: z.array(ObjectView),
      edges: z.array(JsonObjectData),
      operations: z.array(OperationView),
    }),
    errors: ['not_found', 'schema_not_discovered'],
    run: async ({ subject }, { principal, knownTag, services }: Context<Needs<'store'>>) => {
      const { organizationId } = principal
      const { integration, catalog } = await inCatalog(
        services,
        { organizationId, kind: subject.kind },
        async (found) => ({
          integration: found.integration,
          catalog: found.catalog,
        }),
      )
      const tag = `${catalog.row.hash.slice('sha256:'.length, 40)}.${integration.revision}`
      if (knownTag === tag) return { unchanged: tag }
      const stream = streamSchema(services, { organizationId, integration, catalog })
      return { stream, mediaType: 'application/json; charset=utf-8', tag }
    },
  }),

  listIssues: useCase({
    scope: 'integrations:read',
    environment: 'none',
    tag,
    summary: 'What is wrong with the description, each with a pointer into it',
    takes: { subject: KindParams, options: PageQuery },
    output: z.array(IssueView),
    shape: 'list',
    errors: ['not_found', 'schema_not_discovered'],
    run: async ({ subject, options }, { principal, services }: Context<Needs<'store'>>) =>
      inCatalog(
        services,
        { organizationId: principal.organizationId, kind: subject.kind },
        async (catalog) => {
          const { id } = catalog.catalog.row
          const { rows, meta } = await readList(['issues', id], options, (window) =>
            pageCatalogIssues(catalog.transaction, id, window),
          )
          return { data: rows.map((row) => IssueView.parse(row)), meta }
        },
      ),
  }),

  listObjects: useCase({
    scope: 'integrations:read',
    environment: 'none',
    tag,
    summary: 'Search and list objects',
    takes: {
      subject: KindParams,
      options: Search.extend({ origin: z.enum(['named', 'inline']).optional() }),
    },
    output: z.array(ObjectRow),
    shape: 'list',
    errors: ['not_found', 'schema_not_discovered'],
    run: async ({ subject, options }, { principal, services }: Context<Needs<'store'>>) =>
      inCatalog(
        services,
        { organizationId: principal.organizationId, kind: subject.kind },
        async (catalog) => {
          const facts = options.origin === undefined ? [] : [`origin:${options.origin}`]
          // The index of a catalog is in memory as a whole and searched there; a cursor is of this catalog.
          const found = listEntries(catalog, 'object', { search: options.search, facts })
          const list = ['objects', catalog.catalog.row.hash, options.search, options.origin] as const
          const { rows, meta } = pageOf(list, found, options)
          return { data: rows.map((row) => ObjectRow.parse(parseJson(row.summary))), meta }
        },
      ),
  }),

  showObject: useCase({
    scope: 'integrations:read',
    environment: 'none',
    tag,
    summary: 'One object with fields, edges and operations',
    takes: { subject: KindParams.extend({ object: z.string().min(1).max(1_000) }) },
    output: ObjectView,
    errors: ['not_found', 'schema_not_discovered'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) => ({
      data: await inCatalog(
        services,
        { organizationId: principal.organizationId, kind: subject.kind },
        (catalog) => showObject(catalog, subject.object),
      ),
    }),
  }),

  listOperations: useCase({
    scope: 'integrations:read',
    environment: 'none',
    tag,
    summary: 'Search and list operations',
    description:
      'Operations that hold every word come first, in the order in which they serve the words as a goal; then those that mean it in other words: "money back" finds refunds.',
    takes: {
      subject: KindParams,
      options: Search.extend({
        kind: z.enum(['read', 'write']).optional(),
        effect: z.enum(effects).optional(),
        object: z.string().max(1_000).optional(),
        availability: z.enum(['bindable', 'limited', 'quarantined']).optional(),
      }),
    },
    output: z.array(OperationRow),
    shape: 'list',
    errors: ['not_found', 'schema_not_discovered'],
    run: async ({ subject, options }, { principal, services }: Context<Needs<'store'>>) => {
      const place = { organizationId: principal.organizationId, kind: subject.kind }
      const ranked = options.search === undefined ? [] : await rankBySearch(services, place, options.search)
      return inCatalog(services, place, async (catalog) => {
        const facts = [
          ...(options.kind === undefined ? [] : [options.kind]),
          ...(options.effect === undefined ? [] : [`effect:${options.effect}`]),
          ...(options.object === undefined ? [] : [`object:${options.object}`]),
          ...(options.availability === undefined ? [] : [`status:${options.availability}`]),
        ]
        const literal = listEntries(catalog, 'operation', { search: options.search, facts })
        const found = withRanking(catalog, { search: options.search ?? '', literal, ranked, facts })
        const list = ['operations', catalog.catalog.row.hash, options.search, ...facts] as const
        const { rows, meta } = pageOf(list, found, options)
        return { data: rows.map((row) => toOperationRow(row.summary, catalog.scope)), meta }
      })
    },
  }),

  showOperation: useCase({
    scope: 'integrations:read',
    environment: 'none',
    tag,
    summary: 'One operation with its arguments',
    takes: { subject: KindParams.extend({ operation: z.string().min(1).max(1_000) }) },
    output: OperationView,
    errors: ['not_found', 'schema_not_discovered'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) => ({
      data: await inCatalog(
        services,
        { organizationId: principal.organizationId, kind: subject.kind },
        (catalog) => showOperation(catalog, subject.operation),
      ),
    }),
  }),

  readScoping: useCase({
    scope: 'integrations:read',
    environment: 'none',
    tag,
    summary: 'What agents must never see',
    takes: { subject: KindParams },
    output: Scoping,
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const integration = await requireIntegration(transaction, subject.kind)
        return {
          data: { blockedObjects: integration.blockedObjects, blockedFields: integration.blockedFields },
        }
      }),
  }),
}
