import { environments, isCatalogId, PlatformError } from '@bindery/model'
import {
  type CatalogRow,
  findCatalog,
  findCatalogByHash,
  type IntegrationRow,
  keepRenameDecision,
  listCatalogs,
  listEnvironmentCatalogs,
  listOpenDrifts,
  listRenameDecisions,
  renameDecisions,
  type Transaction,
} from '@bindery/store'
import { z } from 'zod'
import { openCatalog } from '../catalog/stored-catalog.ts'
import { decideDrift, driftDecisions, requireOpenDrift } from '../drift/decide-drift.ts'
import { SkillDriftView, toSkillDriftView } from '../drift/skill-drift-view.ts'
import { describeStoredDrift } from '../drift/stored-drift.ts'
import {
  countDrift,
  DriftCounts,
  DriftFactView,
  PartDriftView,
  RenameView,
  toPartView,
  toRenameView,
} from '../drift/views.ts'
import { type Route, route } from '../http/route.ts'
import { requireIntegration } from '../integrations/find-integration.ts'
import type { Services } from '../services.ts'
import { requireSkill } from '../skills/author-skill.ts'
import { SkillView, toSkillView } from '../skills/skill-view.ts'
import { pageOf } from './page.ts'
import { KindParams, PageQuery, SkillParams, timestamp } from './shapes.ts'

const tag = 'Drift'

const VersionView = z
  .object({
    catalogHash: z.string(),
    environments: z.array(z.string()),
    isCurrent: z.boolean(),
    discoveredAt: timestamp,
  })
  .meta({ id: 'CatalogVersion' })

const CatalogPoint = z.object({ catalogHash: z.string(), discoveredAt: timestamp })

const DiffView = z
  .object({
    from: CatalogPoint,
    to: CatalogPoint,
    counts: DriftCounts,
    head: z.array(DriftFactView),
    renames: z.array(RenameView),
    changes: z.array(PartDriftView),
  })
  .meta({ id: 'SchemaDiff' })

export function driftRoutes(services: Services): readonly Route[] {
  return [
    versionsRoute(services),
    diffRoute(services),
    listRoute(services),
    renameRoute(services),
    showRoute(services),
    decideRoute(services),
  ]
}

function versionsRoute(services: Services): Route {
  return route({
    method: 'GET',
    path: '/integrations/{kind}/schema/versions',
    scope: 'integrations:read',
    tag,
    summary: 'The catalogs that were discovered, newest first, at most 50',
    input: { params: KindParams },
    data: z.array(VersionView),
    errors: ['not_found'],
    handle: async ({ params }, { principal }) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const integration = await requireIntegration(transaction, params.kind)
        const slots = await listEnvironmentCatalogs(transaction, integration.id)
        const rows = await listCatalogs(transaction, integration.id)
        return {
          data: rows.map((row) => ({
            catalogHash: row.hash,
            environments: slots.filter((slot) => slot.catalog_id === row.id).map((slot) => slot.environment),
            isCurrent: row.id === integration.catalog_id,
            discoveredAt: row.created_at,
          })),
        }
      }),
  })
}

function diffRoute(services: Services): Route {
  const point = z
    .string()
    .min(1)
    .max(100)
    .describe('An environment, "current", or a catalogHash of /schema/versions')
  return route({
    method: 'GET',
    path: '/integrations/{kind}/schema/diff',
    scope: 'integrations:read',
    tag,
    summary: 'What differs between two catalogs, typed',
    description:
      'Between environments or versions. `changes` is paged and can be filtered by impact; the counts are of everything.',
    input: {
      params: KindParams,
      query: PageQuery.extend({
        from: point,
        to: point,
        impact: z.enum(['compatible', 'breaking', 'security']).optional(),
      }),
    },
    data: DiffView,
    errors: ['not_found', 'schema_not_discovered'],
    handle: async ({ params, query }, { principal }) => {
      const { organizationId } = principal
      const { pair, decisions } = await services.store.run(organizationId, async (transaction) => {
        const integration = await requireIntegration(transaction, params.kind)
        const [from, to] = [
          await requirePoint(transaction, integration, query.from),
          await requirePoint(transaction, integration, query.to),
        ]
        return {
          decisions: await listRenameDecisions(transaction, integration.id),
          pair: { before: await openCatalog(transaction, from), after: await openCatalog(transaction, to) },
        }
      })
      const drift = await describeStoredDrift(services, organizationId, pair)
      const wanted = drift.parts.filter((part) => query.impact === undefined || part.impact === query.impact)
      const { rows, meta } = pageOf(wanted, query)
      return {
        data: {
          from: toPoint(pair.before.row),
          to: toPoint(pair.after.row),
          counts: countDrift(drift),
          head: [...drift.head],
          renames: drift.renames.map((rename) => toRenameView(rename, decisions)),
          changes: rows.map(toPartView),
        },
        meta,
      }
    },
  })
}

const toPoint = (row: CatalogRow) => ({ catalogHash: row.hash, discoveredAt: row.created_at })

/** The catalog that a query means. Throws `schema_not_discovered` for an environment without one, else `not_found`. */
async function requirePoint(
  transaction: Transaction,
  integration: IntegrationRow,
  point: string,
): Promise<CatalogRow> {
  const isEnvironment = environments.some((name) => name === point)
  const slots = await listEnvironmentCatalogs(transaction, integration.id)
  const id =
    point === 'current'
      ? integration.catalog_id
      : slots.find((slot) => slot.environment === point)?.catalog_id
  const row =
    id !== undefined && id !== null && isCatalogId(id)
      ? await findCatalog(transaction, id)
      : await findCatalogByHash(transaction, integration.id, point)
  if (row !== undefined) return row
  if (isEnvironment || point === 'current') {
    throw new PlatformError(
      'schema_not_discovered',
      `"${integration.kind}" has no catalog for "${point}" yet. Run POST /api/v1/integrations/${integration.kind}/discover with {"environment": ...}.`,
    )
  }
  throw new PlatformError(
    'not_found',
    `"${integration.kind}" has no catalog "${point}". Give an environment, "current", or a catalogHash of GET /api/v1/integrations/${integration.kind}/schema/versions.`,
  )
}

function listRoute(services: Services): Route {
  return route({
    method: 'GET',
    path: '/integrations/{kind}/drift',
    scope: 'integrations:read',
    tag,
    summary: 'Skills that the provider has drifted away from, oldest first',
    input: { params: KindParams, query: PageQuery },
    data: z.array(SkillDriftView),
    shape: 'list',
    errors: ['not_found'],
    handle: async ({ params, query }, { principal }) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const integration = await requireIntegration(transaction, params.kind)
        const { rows, meta } = pageOf(await listOpenDrifts(transaction, integration.id), query)
        return { data: rows.map(toSkillDriftView), meta }
      }),
  })
}

function renameRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: '/integrations/{kind}/schema/renames',
    scope: 'integrations:write',
    tag,
    summary: 'Say whether a guessed rename is one',
    description:
      'Remembered by the fingerprint of the guess: a rejected one is never used for a repair again.',
    input: {
      params: KindParams,
      body: z.strictObject({
        fingerprint: z.string().regex(/^sha256:[0-9a-f]{64}$/, 'Expected the fingerprint of a guess'),
        decision: z.enum(renameDecisions),
      }),
    },
    data: z.object({ fingerprint: z.string(), decision: z.enum(renameDecisions) }),
    errors: ['not_found'],
    handle: async ({ params, body }, { principal }) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const { organizationId, actor } = principal
        const integration = await requireIntegration(transaction, params.kind)
        await keepRenameDecision(transaction, {
          organizationId,
          integrationId: integration.id,
          ...body,
          by: actor,
        })
        await services.store.audit.append(transaction, organizationId, {
          actor,
          action: `integration.rename_${body.decision}`,
          subject: params.kind,
          detail: { fingerprint: body.fingerprint },
        })
        return { data: body }
      }),
  })
}

function showRoute(services: Services): Route {
  return route({
    method: 'GET',
    path: '/agents/{agentId}/skills/{skillId}/drift',
    scope: 'skills:read',
    tag,
    summary: 'What a newer catalog means for a skill, with the drafted repair',
    input: { params: SkillParams },
    data: SkillDriftView,
    errors: ['not_found'],
    handle: async ({ params }, { principal }) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const skill = await requireSkill(transaction, params.agentId, params.skillId)
        return { data: toSkillDriftView(await requireOpenDrift(transaction, skill)) }
      }),
  })
}

function decideRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: '/agents/{agentId}/skills/{skillId}/drift',
    scope: 'skills:write',
    tag,
    summary: 'Apply the repair, reject it, or acknowledge the drift',
    description:
      'Applying rewrites the draft of the skill and leaves it disabled; published versions do not change until they are published again.',
    input: { params: SkillParams, body: z.strictObject({ decision: z.enum(driftDecisions) }) },
    data: SkillView,
    errors: ['not_found', 'binding_invalid', 'duplicate_name'],
    handle: async ({ params, body }, { principal }) => {
      const row = await decideDrift(services, principal, { ...params, ...body })
      return { data: toSkillView(row, principal.organizationId) }
    },
  })
}
