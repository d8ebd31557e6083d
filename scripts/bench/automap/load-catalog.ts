import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startBookings } from '../../../fixtures/src/index.ts'
import {
  type Connection,
  PlatformError,
  type SchemaCatalog,
  type SourceDocument,
} from '../../../packages/model/src/index.ts'
import { loadAdapter } from '../../../packages/sources/src/index.ts'
import { databaseConnection } from '../database-connection.ts'
import { findSource, type Source } from './documents.ts'
import { joinCatalogs } from './join-catalogs.ts'
import { type LoadedDump, loadDump } from './sql/load-dump.ts'

/** The catalog of what one provider's goals name, or why there is none. Never throws; it may take as long as it likes. */
export async function loadCatalog(names: readonly string[], specs: string): Promise<LoadedDump> {
  try {
    return await load(findSource(names, specs))
  } catch (error) {
    return { status: 'skipped', reason: error instanceof Error ? error.message : String(error) }
  }
}

async function load(source: Source): Promise<LoadedDump> {
  switch (source.kind) {
    case 'missing':
      return { status: 'skipped', reason: `there is no file ${source.names.join(', ')}.` }
    case 'dump':
      return loadDump(source.files)
    case 'bookings':
      return { status: 'loaded', catalog: await introspectBookings(), notes: [] }
    case 'documents':
      return { status: 'loaded', catalog: await introspectAll(source.documents), notes: [] }
  }
}

/** The demo database as its one user sees it: what it may not write cannot be bound. */
async function introspectBookings(): Promise<SchemaCatalog> {
  const password = 'bench'
  const snapshotFolder = join(tmpdir(), `bindery-demo-${process.getuid?.() ?? 0}`)
  const service = await startBookings({ port: 0, password, snapshotFolder })
  try {
    await service.opened
    const { host, port, user, database } = service
    const adapter = await loadAdapter('postgres')
    const connection = databaseConnection('postgres', { host, port, user, password }, database)
    return (await adapter.introspect(connection, AbortSignal.timeout(60_000))).catalog
  } finally {
    await service.close()
  }
}

/** Several descriptions of one provider are one catalog; files that describe nothing by themselves belong to each. */
async function introspectAll(documents: readonly SourceDocument[]): Promise<SchemaCatalog> {
  if (isGraphql(documents)) return introspect('graphql', documents)
  const roots = documents.filter((document) =>
    /["']?(?:openapi|swagger)["']?\s*:\s*["']?\d/.test(headOf(document)),
  )
  if (roots.length < 2) return introspect('openapi', documents)
  const parts = documents.filter((document) => !roots.includes(document))
  const catalogs = await Promise.all(roots.map((root) => introspect('openapi', [root, ...parts])))
  return joinCatalogs(catalogs)
}

function isGraphql(documents: readonly SourceDocument[]): boolean {
  return documents.some(
    (document) =>
      /\.(?:graphql|gql|graphqls)$/i.test(document.name) || /"__schema"\s*:/.test(headOf(document)),
  )
}

const headOf = ({ bytes }: SourceDocument): string => Buffer.from(bytes.subarray(0, 20_000)).toString('utf8')

async function introspect(source: string, documents: readonly SourceDocument[]): Promise<SchemaCatalog> {
  const adapter = await loadAdapter(source)
  return (await adapter.introspect(connectionTo(documents), AbortSignal.timeout(120_000))).catalog
}

/** A connection that only has files to give. */
function connectionTo(documents: readonly SourceDocument[]): Connection {
  const closed = (): Promise<never> =>
    Promise.reject(new PlatformError('upstream_unreachable', 'There are only files.'))
  return {
    environment: 'development',
    fetch: closed,
    database: closed,
    documents: () => Promise.resolve(documents),
  }
}
