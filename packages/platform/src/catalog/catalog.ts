import { Readable } from 'node:stream'
import { pageCatalogIssues } from '@bindery/store'
import { effects } from '@bindery/model'
import { z } from 'zod'
import { inCatalog, listEntries, showObject, showOperation } from './browse.ts'
import { ObjectRow, OperationRow, toObjectRows, toOperationRows } from './list-rows.ts'
import { ObjectView, OperationView } from './views.ts'
import { CatalogIndexView, indexColumns } from './catalog-index.ts'
import { openMapping } from './open-mapping.ts'
import type { IndexRow } from '../pages/index-row.ts'
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

const IssueView = z
  .object({
    code: z.string(),
    severity: z.enum(['error', 'warning', 'info']),
    message: z.string(),
    pointer: z.string().optional(),
    suggestions: z.array(z.string()).optional(),
  })
  .meta({ id: 'DocumentIssue' })

/** Changes with the catalog, and with every word of operators on it: scoping, sensitivity, effects. */
const tagOf = (
  { row }: { readonly row: { readonly hash: string } },
  { revision }: { readonly revision: number },
): string => `${row.hash.slice('sha256:'.length, 40)}.${revision}`

const nameOf = ({ name }: IndexRow): string => name

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
      title: z.string(),
      version: z.string().optional(),
      description: z.string().optional(),
      servers: z.array(z.string()),
      security: z.array(JsonObjectData),
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
      const tag = tagOf(catalog, integration)
      if (knownTag === tag) return { unchanged: tag }
      const stream = streamSchema(services, { organizationId, integration, catalog })
      return { stream, mediaType: 'application/json; charset=utf-8', tag }
    },
  }),

  index: useCase({
    scope: 'integrations:read',
    environment: 'none',
    tag,
    summary: 'All operations and objects in columns, small enough to be searched by whoever asks',
    description:
      'Without what scoping blocks. Has an ETag: send it as If-None-Match to hear 304 while nothing has changed.',
    takes: { subject: KindParams },
    output: CatalogIndexView,
    errors: ['not_found', 'schema_not_discovered'],
    run: async ({ subject }, { principal, knownTag, services }: Context<Needs<'store'>>) => {
      const place = { organizationId: principal.organizationId, kind: subject.kind }
      const tag = await inCatalog(services, place, async ({ catalog, integration }) =>
        tagOf(catalog, integration),
      )
      if (knownTag === tag) return { unchanged: tag }
      const opened = await openMapping(services, place)
      const data = CatalogIndexView.parse(await indexColumns(opened.catalog))
      const text = JSON.stringify({ success: true, data })
      return {
        stream: Readable.from([text]),
        mediaType: 'application/json; charset=utf-8',
        tag: tagOf({ row: { hash: opened.catalogHash } }, opened.integration),
      }
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
          // The index of a catalog is in memory as a whole and searched there; a cursor is of this catalog, as it is seen.
          const found = listEntries(catalog, 'object', { search: options.search, facts })
          const list = ['objects', catalog.catalog.row.hash, options.search, options.origin] as const
          const { rows, meta } = pageOf(list, { rows: found, nameOf }, options)
          return { data: await toObjectRows(catalog, rows, options.search), meta }
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
        const { rows, meta } = pageOf(list, { rows: found, nameOf }, options)
        return { data: await toOperationRows(catalog, rows), meta }
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
