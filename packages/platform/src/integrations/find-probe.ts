import type { CheckedBinding, Connection, Operation } from '@bindery/model'
import { loadAdapter, loadProbe } from '@bindery/sources'
import { requireCatalog } from '../catalog/require-catalog.ts'
import { readOperation } from '../catalog/read-entry.ts'
import { packOf } from './find-pack.ts'
import type { Needs } from '../kernel/needs.ts'
import type { IntegrationWithSlots } from '../kernel/find-integration.ts'
import { findWriteAt, writesAt } from './find-write-at.ts'
import { readProbeAnswer } from './read-probe-answer.ts'

/** A request that changes nothing, and what its answer can tell. */
export interface Probe {
  /** Who chose it: an operator, whose endpoint must answer; the pack; the source kind; the schema; nobody. */
  readonly by: 'operator' | 'pack' | 'kind' | 'schema' | 'nobody'
  /** What is asked, for people. */
  readonly what: string
  readonly send: (connection: Connection, signal: AbortSignal) => Promise<void>
}

/**
 * The best read that there is to try a connection with. Before the first discovery little is known of a provider. Throws
 * `validation_error` for a test endpoint that the catalog holds as a write.
 */
export async function findProbe(
  services: Needs<'packs' | 'store'>,
  found: IntegrationWithSlots,
  testEndpoint: string | undefined,
): Promise<Probe> {
  if (testEndpoint !== undefined) {
    const write = await findWriteAt(services, found, addressOf(testEndpoint))
    if (write !== undefined) throw writesAt(testEndpoint, write)
    return endpointProbe('operator', testEndpoint)
  }
  const { integration } = found
  const packed = packOf(services.packs, integration)?.manifest.testEndpoint
  const isRead = packed !== undefined && (await findWriteAt(services, found, addressOf(packed))) === undefined
  if (isRead) return endpointProbe('pack', packed)
  const probeServer = await loadProbe(integration.type)
  if (probeServer !== undefined) {
    return { by: 'kind', what: `what every ${integration.type} server answers`, send: probeServer }
  }
  return (await schemaProbe(services, found)) ?? endpointProbe('nobody', '/')
}

function endpointProbe(by: Probe['by'], endpoint: string): Probe {
  const { path, query } = addressOf(endpoint)
  return {
    by,
    what: `GET ${path}`,
    send: async (connection, signal) => {
      const headers = [['accept', 'application/json']] as const
      const request = { method: 'GET', path, query, headers, effect: 'read', maxResponseBytes } as const
      readProbeAnswer(await connection.fetch(request, signal))
    },
  }
}

function addressOf(endpoint: string): { readonly path: string; readonly query: string } {
  const [given = '/', ...query] = endpoint.split('?')
  return { path: given.startsWith('/') ? given : `/${given}`, query: query.join('?') }
}

const maxResponseBytes = 1024 * 1024
const mostRead = 60

/** A read of the schema that needs no argument and that nothing says could be a write. */
async function schemaProbe(
  services: Needs<'store'>,
  { integration }: IntegrationWithSlots,
): Promise<Probe | undefined> {
  if (integration.catalogId === null) return undefined
  const operations = await services.store.run(integration.organizationId, async (transaction) => {
    const catalog = await requireCatalog(transaction, integration)
    const isRead = (fact: string): boolean => fact === 'read' || fact === 'effect:read'
    const rows = catalog
      .rows('operation')
      .filter(({ facts }) => facts.some(isRead) && facts.includes('status:bindable'))
      .sort((a, b) => a.name.length - b.name.length)
    return (await catalog.bodies(transaction, rows.slice(0, mostRead))).map(readOperation)
  })
  const operation = operations.find(isSafeRead)
  if (operation === undefined) return undefined
  const adapter = await loadAdapter(integration.type)
  const plan = adapter.lower(operation, askingNothing(operation))
  return {
    by: 'schema',
    what: `the read "${operation.name}"`,
    send: async (connection, signal) => {
      const call = {
        operation: operation.name,
        effect: 'read',
        plan,
        arguments: {},
        maxResponseBytes,
      } as const
      await adapter.execute(call, connection, signal)
    },
  }
}

/** Every voice that was heard calls it a read, and it can be sent as it is. */
function isSafeRead({ effect, effectEvidence = [], arguments: all, pagination }: Operation): boolean {
  const isSure = effectEvidence.length > 0 && effectEvidence.every(({ says }) => says === 'read')
  const needs = all.some(
    ({ required, default: byDefault, role }) =>
      required && byDefault === undefined && role !== 'credential' && role !== 'idempotency',
  )
  const isTable = all.some(({ place }) => place === 'column')
  return effect === 'read' && isSure && !needs && !isTable && pagination?.style !== 'link'
}

const askingNothing = (operation: Operation): CheckedBinding => ({
  operation,
  binding: {
    operation: operation.name,
    toolName: 'Test of the connection',
    inputs: [],
    inputObjectMap: [],
    projection: [],
    enabled: false,
    timeoutMs: 10_000,
    contextParams: [],
    allowSensitive: [],
  },
  parameters: [],
  assignments: [],
  outputs: [],
})
