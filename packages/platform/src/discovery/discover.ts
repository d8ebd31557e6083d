import { createHash } from 'node:crypto'
import {
  type Connection,
  type Environment,
  isJsonArray,
  type Json,
  type JsonObject,
  parseJson,
} from '@bindery/model'
import { type PartDrift } from '@bindery/model/drift'
import {
  type CatalogRow,
  dropUnusedPages,
  type Estimates,
  findCatalog,
  findCatalogByHash,
  findCatalogBySource,
  insertCatalog,
  insertCatalogIssues,
  listEnvironmentCatalogs,
  pointEnvironment,
  renewSource,
  setStatistics,
} from '@bindery/store'
import { effectsVersion } from '@bindery/sources'
import { openCatalog } from '../catalog/stored-catalog.ts'
import { recheckSkills, type SkillVerdict } from '../drift/recheck-skills.ts'
import { describeStoredDrift, type StoredDrift } from '../catalog/stored-drift.ts'
import { countDrift, toPartView } from '../drift/views.ts'
import { newCatalogId } from '../kernel/ids.ts'
import { type FollowedWords, followWords, noneFollowed } from '../drift/follow-words.ts'
import type { HappenedEvent } from '../kernel/event-log.ts'
import type { IntegrationWithSlots } from '../kernel/find-integration.ts'
import type { Needs } from '../kernel/needs.ts'
import { CatalogSink } from './catalog-sink.ts'
import { warningsOf, wordWarnings } from './discovery-warnings.ts'
import type { IntrospectionEnd } from '../kernel/introspector.ts'
import type { JobLog } from './job-log.ts'
import { readSourceState, type SourceState } from './source-state.ts'

export interface DiscoveryTask {
  readonly services: Needs<'children' | 'events' | 'runCaches' | 'store'>
  readonly found: IntegrationWithSlots
  readonly environment: Environment
  readonly connection: Connection
  readonly log: JobLog
  readonly signal: AbortSignal
}

/**
 * Reads a provider into its next catalog. An unchanged description keeps the catalog that it gave before; a failure
 * keeps the old catalog in place. Returns what `POST .../discover` answers.
 */
export async function discover(task: DiscoveryTask): Promise<JsonObject> {
  const { services, found, log } = task
  const organizationId = found.integration.organizationId
  const { integration } = found
  const state = await readSourceState(services, {
    integration,
    connection: task.connection,
    signal: task.signal,
  })
  await log.add('phase', { name: 'fetch', done: 1, total: 1 })
  const before = await environmentCatalog(task)
  const known = state.hash === undefined ? undefined : await findKnown(task, state.hash)
  if (known !== undefined) return reuseCatalog(task, { before, after: known })
  try {
    return await readCatalog({ ...task, state, before })
  } catch (error) {
    await services.store.run(organizationId, dropUnusedPages)
    throw error
  }
}

/** The catalog that this description gave before, in any environment. */
async function findKnown(
  { services, found }: DiscoveryTask,
  sourceHash: string,
): Promise<CatalogRow | undefined> {
  const { organizationId, id } = found.integration
  return services.store.run(organizationId, (transaction) => findCatalogBySource(transaction, id, sourceHash))
}

interface CatalogRows {
  readonly before: CatalogRow | undefined
  readonly after: CatalogRow
}

/** The same description gives the same catalog, so the environment is only pointed at it. */
async function reuseCatalog(task: DiscoveryTask, rows: CatalogRows): Promise<JsonObject> {
  const { services, found, environment } = task
  const { organizationId, id: integrationId } = found.integration
  const { id } = rows.after
  await services.store.run(organizationId, (transaction) =>
    pointEnvironment(transaction, { organizationId, integrationId, environment, id }),
  )
  const unchanged = rows.before?.hash === rows.after.hash
  return { ...(await report(task, rows)), unchanged }
}

/** What a discovery answers: the summary of the catalog, what changed, and whom it touches. */
async function report(
  { services, found, log }: DiscoveryTask,
  { before, after }: CatalogRows,
): Promise<JsonObject> {
  const { organizationId, id } = found.integration
  const { drift, words } = await compareRows(found, services, { before, after })
  const affectedSkills = await recheckSkills(
    services,
    { organizationId, integrationId: id },
    {
      which: words.followed.length > 0 ? 'all' : 'touched',
      onProgress: (done, total) => log.add('phase', { name: 'compare', done, total }),
    },
  )
  if (affectedSkills.length > 0) {
    await services.store.run(organizationId, (transaction) =>
      services.events.emit(transaction, organizationId, [drifted(found, after, affectedSkills)]),
    )
  }
  return {
    ...after.summary,
    warnings: [...warningsIn(after.summary), ...wordWarnings(words)],
    catalogHash: after.hash,
    diff: describeDiff(drift),
    affectedSkills: affectedSkills.map((skill) => ({ ...skill })),
  }
}

function drifted(
  { integration }: IntegrationWithSlots,
  after: CatalogRow,
  affected: readonly SkillVerdict[],
): HappenedEvent {
  const skills = affected.map(({ skillId, agentId, functionName, verdict }) => ({
    skillId,
    agentId,
    functionName,
    verdict,
  }))
  return {
    type: 'schema.drifted',
    data: { integration: integration.kind, environment: after.environment, catalogHash: after.hash, skills },
  }
}

interface Compared {
  readonly drift: StoredDrift
  readonly words: FollowedWords
}

/** Nothing to compare with is no drift. */
async function compareRows(
  { integration }: IntegrationWithSlots,
  services: Needs<'runCaches' | 'store'>,
  { before, after }: CatalogRows,
): Promise<Compared> {
  const { organizationId, id: integrationId } = integration
  if (before === undefined || before.hash === after.hash)
    return {
      drift: { head: [], parts: [], renames: [], successors: [] },
      words: noneFollowed,
    }
  const pair = await services.store.run(organizationId, async (transaction) => ({
    before: await openCatalog(transaction, before),
    after: await openCatalog(transaction, after),
  }))
  const drift = await describeStoredDrift(services, organizationId, pair)
  const guesses = [drift.renames, ...drift.successors]
  const words = await followWords(services, { organizationId, integrationId, pair, guesses })
  return { drift, words }
}

function warningsIn({ warnings }: JsonObject): readonly Json[] {
  return warnings !== undefined && isJsonArray(warnings) ? warnings : []
}

/** Most words that an answer lists. */
interface CatalogTask extends DiscoveryTask {
  readonly state: SourceState
  readonly before: CatalogRow | undefined
}

async function readCatalog(task: CatalogTask): Promise<JsonObject> {
  const { services, found, before } = task
  const sink = new CatalogSink(services, found.integration.organizationId, task.log)
  const { connection } = task
  const end = await services.children.introspect({
    source: found.integration.type,
    knownPages: before === undefined ? [] : [...before.pages.bodies, ...before.pages.index],
    connection: { ...connection, documents: task.state.documents },
    sink,
    signal: task.signal,
  })
  await sink.flush()
  return finish(task, sink, end)
}

/** What was read before, in whatever words, is the catalog that it was: rows of skills and of environments stay as they are. */
async function findSame(task: CatalogTask, end: IntrospectionEnd): Promise<CatalogRow | undefined> {
  const { services, found, environment, state } = task
  const { organizationId, id: integrationId } = found.integration
  return services.store.run(organizationId, async (transaction) => {
    const same = await findCatalogByHash(transaction, integrationId, end.hash)
    if (same?.effectsVersion !== effectsVersion) return undefined
    await setStatistics(transaction, { organizationId, integrationId, environment }, estimatesOf(end))
    if (state.hash !== undefined) await renewSource(transaction, same.id, state.hash)
    return same
  })
}

async function finish(task: CatalogTask, sink: CatalogSink, end: IntrospectionEnd): Promise<JsonObject> {
  const { services, found, before } = task
  const same = await findSame(task, end)
  const { integration } = found
  const organizationId = integration.organizationId
  const counts: JsonObject = { ...sink.counted }
  const summary: JsonObject = { ...counts, warnings: warningsOf(counts, found, end) }
  if (same !== undefined) return reuseCatalog(task, { before, after: { ...same, summary } })
  const catalogId = newCatalogId()
  const after = await services.store.run(organizationId, async (transaction) => {
    await insertCatalog(transaction, {
      organizationId,
      id: catalogId,
      integrationId: integration.id,
      environment: task.environment,
      hash: end.hash,
      sourceHash: task.state.hash ?? '',
      head: end.head,
      summary,
      pages: sink.pages,
      effectsVersion,
    })
    const slot = { organizationId, integrationId: integration.id, environment: task.environment }
    await setStatistics(transaction, slot, estimatesOf(end))
    for (const batch of sink.issueBatches) {
      await insertCatalogIssues(transaction, { organizationId, catalogId }, batch)
    }
    return findCatalog(transaction, catalogId)
  })
  if (after === undefined) throw new Error('A stored catalog must come back.')
  return report(task, { before, after })
}

const estimatesOf = ({ statistics: bytes }: IntrospectionEnd): Estimates | undefined =>
  bytes === undefined ? undefined : { hash: createHash('sha256').update(bytes).digest('hex'), bytes }

/** Most changes that an answer lists; the counts of the catalogs tell of the rest. */
const mostChanges = 2_000

function describeDiff(drift: StoredDrift): JsonObject {
  const shown = drift.parts.slice(0, mostChanges)
  const listed = (change: PartDrift['change']): Json[] =>
    shown.filter((part) => part.change === change).map((part) => toJsonPart(part))
  return {
    added: listed('added'),
    changed: listed('changed'),
    removed: listed('removed'),
    counts: countDrift(drift),
    head: toJsonFacts(drift.head),
    renames: toJsonFacts(drift.renames.slice(0, mostRenames)),
    ...(shown.length < drift.parts.length ? { truncated: true } : {}),
  }
}

const mostRenames = 200

/** Parts that came or went say so themselves; facts are listed for those that changed. */
function toJsonPart(part: PartDrift): JsonObject {
  const { kind, name, impact } = part
  const facts = part.change === 'changed' ? { facts: toJsonFacts(toPartView(part).facts) } : {}
  return { kind, name, impact, ...facts }
}

const toJsonFacts = (facts: readonly object[]): Json => parseJson(JSON.stringify(facts))

/** The catalog that this environment had so far. */
async function environmentCatalog({
  services,
  found,
  environment,
}: DiscoveryTask): Promise<CatalogRow | undefined> {
  const { id, organizationId } = found.integration
  return services.store.run(organizationId, async (transaction) => {
    const rows = await listEnvironmentCatalogs(transaction, id)
    const row = rows.find((candidate) => candidate.environment === environment)
    return row === undefined ? undefined : findCatalog(transaction, row.catalogId)
  })
}
