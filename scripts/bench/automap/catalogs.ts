import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Connection, PlatformError, type SchemaCatalog } from '../../../packages/model/src/index.ts'
import { loadAdapter } from '../../../packages/sources/src/index.ts'
import type { Goal } from './goals.ts'

/**
 * Catalogs of the documents that goals are about, by document. A dump of a database is skipped: tables are read from a
 * server, and a benchmark must not need one.
 */
export async function loadCatalogs(
  goals: readonly Goal[],
  specs: string,
): Promise<ReadonlyMap<string, SchemaCatalog>> {
  const catalogs = new Map<string, SchemaCatalog>()
  for (const document of new Set(goals.map(documentOf))) {
    const catalog = await loadCatalog(join(specs, document))
    if (catalog !== undefined) catalogs.set(document, catalog)
  }
  return catalogs
}

export const documentOf = (goal: Goal): string => basename(goal.source_file[0] ?? '')

async function loadCatalog(file: string): Promise<SchemaCatalog | undefined> {
  if (file.endsWith('.sql')) return undefined
  const adapter = await loadAdapter(/\.(?:graphql|gql|graphqls)$/.test(file) ? 'graphql' : 'openapi')
  const { catalog } = await adapter.introspect(connectionTo(file), AbortSignal.timeout(120_000))
  return catalog
}

/** A connection that only has a file to give. */
function connectionTo(file: string): Connection {
  const closed = (): Promise<never> =>
    Promise.reject(new PlatformError('upstream_unreachable', 'There is only a file.'))
  return {
    environment: 'development',
    fetch: closed,
    database: closed,
    documents: () => Promise.resolve([{ name: basename(file), bytes: readFileSync(file) }]),
  }
}
