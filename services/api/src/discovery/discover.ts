import { type CatalogChange, type Connection, diffEntries, type JsonObject } from '@bindery/model'
import {
  type CatalogRow,
  dropUnusedPages,
  findCatalog,
  insertCatalog,
  insertCatalogIssues,
  touchCatalog,
  type Transaction,
} from '@bindery/store'
import { openCatalog, type StoredCatalog } from '../catalog/stored-catalog.ts'
import { newCatalogId } from '../ids.ts'
import type { IntegrationWithSlots } from '../integrations/find-integration.ts'
import type { Services } from '../services.ts'
import { recheckSkills } from '../skills/recheck-skills.ts'
import { CatalogSink } from './catalog-sink.ts'
import type { IntrospectionEnd } from './child-process.ts'
import type { JobLog } from './job-log.ts'
import { readSourceState, type SourceState } from './source-state.ts'

export interface DiscoveryTask {
  readonly services: Services
  readonly found: IntegrationWithSlots
  readonly environment: string
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
  const organizationId = found.integration.organization_id
  const { integration } = found
  const state = await readSourceState(services, {
    integration,
    connection: task.connection,
    signal: task.signal,
  })
  await log.add('phase', { name: 'fetch', done: 1, total: 1 })
  const before = await currentCatalog(task)
  if (before !== undefined && before.source_hash === state.hash) {
    await services.store.run(organizationId, (transaction) => touchCatalog(transaction, integration.id))
    return { ...before.summary, catalogHash: before.hash, diff: noDiff, affectedSkills: [], unchanged: true }
  }
  try {
    return await readCatalog({ ...task, state, before })
  } catch (error) {
    await services.store.run(organizationId, dropUnusedPages)
    throw error
  }
}

const noDiff: JsonObject = { added: [], changed: [], removed: [] }

interface CatalogTask extends DiscoveryTask {
  readonly state: SourceState
  readonly before: CatalogRow | undefined
}

async function readCatalog(task: CatalogTask): Promise<JsonObject> {
  const { services, found, before } = task
  const sink = new CatalogSink(services, found.integration.organization_id, task.log)
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

async function finish(task: CatalogTask, sink: CatalogSink, end: IntrospectionEnd): Promise<JsonObject> {
  const { services, found, before } = task
  const { integration } = found
  const organizationId = integration.organization_id
  const counts: JsonObject = { ...sink.counted }
  const summary: JsonObject = { ...counts, warnings: warningsOf(counts, found, end) }
  const catalogId = newCatalogId()
  const changes = await services.store.run(organizationId, async (transaction) => {
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
    })
    for (const batch of sink.issueBatches) {
      await insertCatalogIssues(transaction, { organizationId, catalogId }, batch)
    }
    const after = await findCatalog(transaction, catalogId)
    return before === undefined || after === undefined ? [] : diffStored(transaction, before, after)
  })
  const affectedSkills = await recheckSkills(services, organizationId, integration.id)
  return {
    ...summary,
    catalogHash: end.hash,
    diff: describeDiff(changes),
    affectedSkills: affectedSkills.map((skill) => ({ ...skill })),
  }
}

async function diffStored(
  transaction: Transaction,
  before: CatalogRow,
  after: CatalogRow,
): Promise<readonly CatalogChange[]> {
  if (before.hash === after.hash) return []
  return diffEntries(
    allRows(await openCatalog(transaction, before)),
    allRows(await openCatalog(transaction, after)),
  )
}

const allRows = (catalog: StoredCatalog) => [
  ...catalog.rows('object'),
  ...catalog.rows('relationship'),
  ...catalog.rows('operation'),
]

/** Most changes that an answer lists; the counts of the catalogs tell of the rest. */
const mostChanges = 2_000

function describeDiff(changes: readonly CatalogChange[]): JsonObject {
  const shown = changes.slice(0, mostChanges)
  const named = (change: string): JsonObject[] =>
    shown.filter((entry) => entry.change === change).map(({ kind, name }) => ({ kind, name }))
  return {
    added: named('added'),
    changed: named('changed'),
    removed: named('removed'),
    ...(shown.length < changes.length ? { truncated: true } : {}),
  }
}

function warningsOf(counts: JsonObject, found: IntegrationWithSlots, end: IntrospectionEnd): JsonObject[] {
  const warnings: JsonObject[] = []
  const add = (code: string, message: string): void => {
    warnings.push({ code, message })
  }
  const { kind } = found.integration
  if (Number(counts['quarantined']) > 0) {
    add(
      'operations_quarantined',
      `${Number(counts['quarantined'])} operations cannot be bound as they are described. GET /api/v1/integrations/${kind}/operations?availability=quarantined says why.`,
    )
  }
  if (Number(counts['limited']) > 0) {
    add('operations_limited', `${Number(counts['limited'])} operations can be bound with limits.`)
  }
  if (Number(counts['issueCount']) > 0) {
    add(
      'document_issues',
      `The description has ${Number(counts['issueCount'])} issues. GET /api/v1/integrations/${kind}/issues lists them.`,
    )
  }
  if (found.slots.length === 0) {
    const proposal = end.head.servers[0]
    const hint = proposal === undefined ? '' : ` The description proposes ${proposal}.`
    add(
      'environment_missing',
      `No environment has a base URL yet.${hint} Set one with PATCH /api/v1/integrations/${kind}.`,
    )
  }
  return warnings
}

async function currentCatalog({ services, found }: DiscoveryTask): Promise<CatalogRow | undefined> {
  const { catalog_id: id, organization_id: organizationId } = found.integration
  if (id === null) return undefined
  return services.store.run(organizationId, (transaction) => findCatalog(transaction, id))
}
