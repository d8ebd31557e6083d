import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { SqlDialect } from '../../packages/connection/src/index.ts'
import { findServer, openBareSession } from '../../packages/connection/src/testing/index.ts'
import { type Connection, fingerprintCatalog, PlatformError } from '../../packages/model/src/index.ts'
import { loadAdapter } from '../../packages/sources/src/index.ts'
import { catalogQueries } from './catalog-queries.ts'
import { databaseConnection } from './database-connection.ts'

/**
 * `introspect-once.ts <floor|catalog|fingerprint> <json|sdl|postgres|mysql> <file|database>` in a process of its own:
 * prints the time of one piece of work in ms, and the most memory of the process until then in MB.
 */

const [work = '', source = '', target = ''] = process.argv.slice(2)
const run = await prepare()
const began = performance.now()
await run()
const ms = performance.now() - began
console.log(JSON.stringify({ ms, peakMb: Math.round(process.resourceUsage().maxRSS / 1024) }))
// Sessions that wait for more work would keep the process.
process.exit()

/** Loads and connects what a running service has loaded and connected already; gives what the clock is for. */
async function prepare(): Promise<() => Promise<unknown>> {
  switch (source) {
    case 'json':
      return work === 'floor'
        ? floorOfFile((text) => JSON.parse(text))
        : catalogOf('graphql', connectionTo(target))
    case 'sdl':
      return work === 'floor' ? floorOfFile(await sdlParser()) : catalogOf('graphql', connectionTo(target))
    case 'postgres':
    case 'mysql':
      return ofDatabase(source)
    default:
      throw new TypeError(`There is nothing to measure for "${source}".`)
  }
}

function floorOfFile(parse: (text: string) => unknown): () => Promise<unknown> {
  return () => Promise.resolve(parse(readFileSync(target, 'utf8')))
}

async function sdlParser(): Promise<(text: string) => unknown> {
  const require = createRequire(new URL('../../packages/sources/package.json', import.meta.url))
  const library: unknown = await import(pathToFileURL(require.resolve('graphql')).href)
  const parse: unknown =
    typeof library === 'object' && library !== null ? Reflect.get(library, 'parse') : undefined
  if (typeof parse !== 'function') throw new TypeError('graphql-js has no parse.')
  return (text): unknown => Reflect.apply(parse, undefined, [text])
}

async function catalogOf(kind: string, connection: Connection): Promise<() => Promise<unknown>> {
  const adapter = await loadAdapter(kind)
  return async () => {
    const { catalog } = await adapter.introspect(connection, AbortSignal.timeout(600_000))
    return work === 'fingerprint' ? fingerprintCatalog(catalog) : catalog
  }
}

/** A connection that only has a file to give. */
function connectionTo(file: string): Connection {
  const closed = (): Promise<never> =>
    Promise.reject(new PlatformError('upstream_unreachable', 'There is only a file.'))
  return {
    environment: 'development',
    fetch: closed,
    database: closed,
    documents: () => Promise.resolve([{ name: 'document', bytes: readFileSync(file) }]),
  }
}

async function ofDatabase(dialect: SqlDialect): Promise<() => Promise<unknown>> {
  const server = await findServer(dialect)
  if (server === undefined) throw new TypeError(`There is no ${dialect} server.`)
  if (work !== 'floor') {
    const connection = databaseConnection(dialect, server, target)
    await connection.database(
      { text: 'select 1', values: [], effect: 'read', maxRows: 1 },
      AbortSignal.timeout(10_000),
    )
    return catalogOf(dialect, connection)
  }
  const session = await openBareSession(dialect, server, target)
  return async () => {
    const answers: unknown[] = []
    for (const query of catalogQueries[dialect]) answers.push(await session.rows(query))
    return answers
  }
}
