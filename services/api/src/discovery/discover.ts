import { createHash } from 'node:crypto'
import type { CatalogId, Connection, JsonObject, SourceDocument } from '@bindery/model'
import {
  beginCatalog,
  type CatalogRow,
  diffStoredCatalogs,
  dropCatalog,
  findCatalog,
  finishCatalog,
  listEntryIdentities,
  type StoredDiff,
  touchCatalog,
} from '@bindery/store'
import { newCatalogId } from '../ids.ts'
import type { IntegrationWithSlots } from '../integrations/find-integration.ts'
import type { Services } from '../services.ts'
import { recheckSkills } from '../skills/recheck-skills.ts'
import { CatalogSink } from './catalog-sink.ts'
import type { IntrospectionEnd } from './child-process.ts'
import type { JobLog } from './job-log.ts'

export interface DiscoveryTask {
  readonly services: Services
  readonly found: IntegrationWithSlots
  readonly environment: string
  readonly connection: Connection
  readonly log: JobLog
  readonly signal: AbortSignal
}

/** Raised when the reader of descriptions learns to read something new, so that old results are not reused. */
const introspectorVersion = 1

/**
 * Reads a provider into its next catalog. An unchanged description keeps the catalog that it gave before; a failure
 * keeps the old catalog in place. Returns what `POST .../discover` answers.
 */
export async function discover(task: DiscoveryTask): Promise<JsonObject> {
  const { services, found, log } = task
  const organizationId = found.integration.organization_id
  const documents = await task.connection.documents(task.signal)
  const sourceHash = hashDocuments(found.integration.type, documents)
  await log.add('phase', { name: 'fetch', done: 1, total: 1 })
  const before = await currentCatalog(task)
  if (before !== undefined && before.source_hash === sourceHash) {
    await services.store.run(organizationId, (transaction) => touchCatalog(transaction, found.integration.id))
    return { ...before.summary, catalogHash: before.hash, diff: noDiff, affectedSkills: [], unchanged: true }
  }
  const catalogId = newCatalogId()
  try {
    return await readCatalog({ ...task, documents, sourceHash, before, catalogId })
  } catch (error) {
    await services.store.run(organizationId, (transaction) => dropCatalog(transaction, catalogId))
    throw error
  }
}

const noDiff: JsonObject = { added: [], changed: [], removed: [] }

interface CatalogTask extends DiscoveryTask {
  readonly documents: readonly SourceDocument[]
  readonly sourceHash: string
  readonly before: CatalogRow | undefined
  readonly catalogId: CatalogId
}

async function readCatalog(task: CatalogTask): Promise<JsonObject> {
  const { services, found, catalogId, before } = task
  const { integration } = found
  const organizationId = integration.organization_id
  const known = await services.store.run(organizationId, async (transaction) => {
    const owner = { organizationId, id: catalogId, integrationId: integration.id, environment: task.environment }
    await beginCatalog(transaction, owner)
    return before === undefined ? [] : await listEntryIdentities(transaction, before.id)
  })
  const sink = new CatalogSink(services, { organizationId, catalogId }, task.log)
  const end = await services.children.introspect({
    source: integration.type,
    knownHashes: known.map((entry) => entry.hash),
    connection: { ...task.connection, documents: () => Promise.resolve(task.documents) },
    sink,
    signal: task.signal,
  })
  return finish(task, sink, end)
}

async function finish(task: CatalogTask, sink: CatalogSink, end: IntrospectionEnd): Promise<JsonObject> {
  const { services, found, catalogId, before } = task
  const { integration } = found
  const counts: JsonObject = { ...sink.counted }
  const summary: JsonObject = { ...counts, warnings: warningsOf(counts, found, end) }
  const diff = await services.store.run(integration.organization_id, async (transaction) => {
    await finishCatalog(transaction, catalogId, {
      hash: end.hash,
      sourceHash: task.sourceHash,
      head: end.head,
      summary,
    })
    return before === undefined ? undefined : await diffStoredCatalogs(transaction, before.id, catalogId)
  })
  const affectedSkills = await recheckSkills(services, integration.organization_id, integration.id)
  return {
    ...summary,
    catalogHash: end.hash,
    diff: diff === undefined ? noDiff : describeDiff(diff),
    affectedSkills: affectedSkills.map((skill) => ({ ...skill })),
  }
}

function describeDiff(diff: StoredDiff): JsonObject {
  const named = (change: string): JsonObject[] =>
    diff.changes
      .filter((entry) => entry.change === change)
      .map(({ kind, name }) => ({ kind, name }))
  return {
    added: named('added'),
    changed: named('changed'),
    removed: named('removed'),
    ...(diff.isCut ? { truncated: true } : {}),
  }
}

function warningsOf(counts: JsonObject, found: IntegrationWithSlots, end: IntrospectionEnd): JsonObject[] {
  const warnings: JsonObject[] = []
  const add = (code: string, message: string): void => {
    warnings.push({ code, message })
  }
  const { kind } = found.integration
  if (Number(counts['quarantined']) > 0) {
    add('operations_quarantined', `${Number(counts['quarantined'])} operations cannot be bound as they are described. GET /api/v1/integrations/${kind}/operations?availability=quarantined says why.`)
  }
  if (Number(counts['limited']) > 0) {
    add('operations_limited', `${Number(counts['limited'])} operations can be bound with limits.`)
  }
  if (Number(counts['issueCount']) > 0) {
    add('document_issues', `The description has ${Number(counts['issueCount'])} issues. GET /api/v1/integrations/${kind}/issues lists them.`)
  }
  if (found.slots.length === 0) {
    const proposal = end.head.servers[0]
    const hint = proposal === undefined ? '' : ` The description proposes ${proposal}.`
    add('environment_missing', `No environment has a base URL yet.${hint} Set one with PATCH /api/v1/integrations/${kind}.`)
  }
  return warnings
}

async function currentCatalog({ services, found }: DiscoveryTask): Promise<CatalogRow | undefined> {
  const { catalog_id: id, organization_id: organizationId } = found.integration
  if (id === null) return undefined
  return services.store.run(organizationId, (transaction) => findCatalog(transaction, id))
}

function hashDocuments(type: string, documents: readonly SourceDocument[]): string {
  const hash = createHash('sha256').update(`${introspectorVersion} ${type}`)
  for (const document of documents) {
    hash.update(`\n${document.name} ${document.bytes.length}\n`).update(document.bytes)
  }
  return `sha256:${hash.digest('hex')}`
}
