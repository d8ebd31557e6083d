import { remedy } from '../kernel/remedies.ts'
import { environments, isCatalogId, PlatformError } from '@bindery/model'
import {
  type CatalogRow,
  findCatalog,
  findCatalogByHash,
  type IntegrationRow,
  keepRenameDecision,
  listCatalogs,
  listEnvironmentCatalogs,
  listRenameDecisions,
  pageOpenDrifts,
  renameDecisions,
  type Transaction,
} from '@bindery/store'
import { z } from 'zod'
import { describeStoredDrift } from '../catalog/stored-drift.ts'
import { openCatalog } from '../catalog/stored-catalog.ts'
import {
  countDrift,
  DriftCounts,
  DriftFactView,
  PartDriftView,
  RenameView,
  toPartView,
  toRenameView,
} from './views.ts'
import { decideDrift, driftDecisions, requireOpenDrift } from './decide-drift.ts'
import { SkillDriftView, toSkillDriftView } from './skill-drift-view.ts'
import { isToldOf } from '../kernel/environment-rule.ts'
import { KindParams, PageMeta, PageQuery, SkillParams, timestamp } from '../kernel/shapes.ts'
import { pageOf, readList } from '../kernel/page.ts'
import { requireIntegration } from '../kernel/find-integration.ts'
import { requireSkill } from '../kernel/require-skill.ts'
import { SkillView, toSkillView } from '../skills/skill-view.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'

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

const toPoint = (row: CatalogRow) => ({ catalogHash: row.hash, discoveredAt: row.createdAt })

/** The catalog that a query means. Throws `schema_not_discovered` for an environment without one, else `not_found`. */
async function requirePoint(
  transaction: Transaction,
  integration: IntegrationRow,
  point: string,
): Promise<CatalogRow> {
  const isEnvironment = environments.some((name) => name === point)
  const slots = await listEnvironmentCatalogs(transaction, integration.id)
  const id =
    point === 'current' ? integration.catalogId : slots.find((slot) => slot.environment === point)?.catalogId
  const row =
    id !== undefined && id !== null && isCatalogId(id)
      ? await findCatalog(transaction, id)
      : await findCatalogByHash(transaction, integration.id, point)
  if (row !== undefined) return row
  if (isEnvironment || point === 'current') {
    throw new PlatformError(
      'schema_not_discovered',
      `"${integration.kind}" has no catalog for "${point}" yet: discover it.`,
      remedy('discover', { kind: integration.kind }),
    )
  }
  throw new PlatformError(
    'not_found',
    `"${integration.kind}" has no catalog "${point}". Give an environment, "current", or the hash of a version of its schema.`,
    remedy('list_versions_of_schema', { kind: integration.kind }),
  )
}

const point = z
  .string()
  .min(1)
  .max(100)
  .describe('An environment, "current", or a catalogHash of /schema/versions')

export const driftUseCases = {
  listVersions: useCase({
    scope: 'integrations:read',
    environment: 'none',
    tag,
    summary: 'The catalogs that were discovered, newest first, at most 50',
    takes: { subject: KindParams },
    output: z.array(VersionView),
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const integration = await requireIntegration(transaction, subject.kind)
        const slots = await listEnvironmentCatalogs(transaction, integration.id)
        const rows = await listCatalogs(transaction, integration.id)
        return {
          data: rows.map((row) => ({
            catalogHash: row.hash,
            environments: slots
              .filter((slot) => slot.catalogId === row.id && isToldOf(principal, slot))
              .map((slot) => slot.environment),
            isCurrent: row.id === integration.catalogId,
            discoveredAt: row.createdAt,
          })),
        }
      }),
  }),

  diff: useCase({
    scope: 'integrations:read',
    environment: 'none',
    tag,
    summary: 'What differs between two catalogs, typed',
    description:
      'Between environments or versions. `changes` is paged and can be filtered by impact; the counts are of everything.',
    takes: {
      subject: KindParams,
      options: PageQuery.extend({
        from: point,
        to: point,
        impact: z.enum(['compatible', 'breaking', 'security']).optional(),
      }),
    },
    output: DiffView,
    meta: PageMeta,
    errors: ['not_found', 'schema_not_discovered'],
    run: async ({ subject, options }, { principal, services }: Context<Needs<'store'>>) => {
      const { organizationId } = principal
      const { pair, decisions } = await services.store.run(organizationId, async (transaction) => {
        const integration = await requireIntegration(transaction, subject.kind)
        const [from, to] = [
          await requirePoint(transaction, integration, options.from),
          await requirePoint(transaction, integration, options.to),
        ]
        return {
          decisions: await listRenameDecisions(transaction, integration.id),
          pair: { before: await openCatalog(transaction, from), after: await openCatalog(transaction, to) },
        }
      })
      const drift = await describeStoredDrift(services, organizationId, pair)
      const wanted = drift.parts.filter(
        (part) => options.impact === undefined || part.impact === options.impact,
      )
      // Worked out in memory from two catalogs: a cursor leads on in what differs between these.
      const list = ['diff', pair.before.row.hash, pair.after.row.hash, options.impact] as const
      const { rows, meta } = pageOf(
        list,
        { rows: wanted, nameOf: ({ kind, name }) => `${kind} ${name}` },
        options,
      )
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
  }),

  ofIntegration: useCase({
    scope: 'integrations:read',
    environment: 'none',
    tag,
    summary: 'Skills that the provider has drifted away from, oldest first',
    takes: { subject: KindParams, options: PageQuery },
    output: z.array(SkillDriftView),
    shape: 'list',
    errors: ['not_found'],
    run: async ({ subject, options }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const integration = await requireIntegration(transaction, subject.kind)
        const { rows, meta } = await readList(['drifts', integration.id], options, (window) =>
          pageOpenDrifts(transaction, integration.id, window),
        )
        return { data: rows.map(toSkillDriftView), meta }
      }),
  }),

  decideRename: useCase({
    scope: 'integrations:write',
    audit: { leaves: ['integration.rename_accepted', 'integration.rename_rejected'] },
    environment: 'every',
    tag,
    summary: 'Say whether a guessed rename is one',
    description:
      'Remembered by the fingerprint of the guess: a rejected one is never used for a repair again.',
    takes: {
      subject: KindParams,
      content: z.strictObject({
        fingerprint: z.string().regex(/^sha256:[0-9a-f]{64}$/, 'Expected the fingerprint of a guess'),
        decision: z.enum(renameDecisions),
      }),
    },
    example: { fingerprint: `sha256:${'0'.repeat(64)}`, decision: 'accepted' },
    output: z.object({ fingerprint: z.string(), decision: z.enum(renameDecisions) }),
    errors: ['not_found'],
    run: async ({ subject, content }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const { organizationId, actor } = principal
        const integration = await requireIntegration(transaction, subject.kind)
        await keepRenameDecision(transaction, {
          organizationId,
          integrationId: integration.id,
          ...content,
          by: actor,
        })
        await services.store.audit.append(transaction, organizationId, {
          actor,
          action: `integration.rename_${content.decision}`,
          subject: subject.kind,
          detail: { fingerprint: content.fingerprint },
        })
        return { data: content }
      }),
  }),

  ofSkill: useCase({
    scope: 'skills:read',
    environment: 'none',
    tag,
    summary: 'What a newer catalog means for a skill, with the drafted repair',
    takes: { subject: SkillParams },
    output: SkillDriftView,
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const skill = await requireSkill(transaction, subject.agentId, subject.skillId)
        return { data: toSkillDriftView(await requireOpenDrift(transaction, skill)) }
      }),
  }),

  decide: useCase({
    scope: 'skills:write',
    audit: { leaves: ['skill.drift_applied', 'skill.drift_rejected', 'skill.drift_acknowledged'] },
    environment: 'every',
    tag,
    summary: 'Apply the repair, reject it, or acknowledge the drift',
    description:
      'Applying rewrites the draft of the skill and leaves it disabled; published versions do not change until they are published again.',
    takes: { subject: SkillParams, content: z.strictObject({ decision: z.enum(driftDecisions) }) },
    example: { decision: 'apply' },
    output: SkillView,
    errors: ['not_found', 'binding_invalid', 'duplicate_name'],
    run: async ({ subject, content }, { principal, services }: Context<Needs<'runCaches' | 'store'>>) => {
      const row = await decideDrift(services, principal, { ...subject, ...content })
      return { data: toSkillView(row, principal.organizationId) }
    },
  }),
}
