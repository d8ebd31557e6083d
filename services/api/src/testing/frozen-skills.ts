import { readFileSync } from 'node:fs'
import { compile } from '@bindery/compiler'
import { createTestDatabase, type TestServerAddress } from '@bindery/connection/testing'
import {
  Binding,
  catalogEntries,
  type Connection,
  fingerprint,
  type SchemaCatalog,
  type SourceAdapter,
} from '@bindery/model'
import { loadAdapter } from '@bindery/sources'
import { z } from 'zod'

/** What a state of this repository made of a provider: a hash for each part of its catalog, and its skills. */
export const Frozen = z.object({
  parts: z.record(z.string(), z.string()),
  skills: z.record(z.string(), z.object({ bytes: z.string(), slice: z.string() })),
})
export type Frozen = z.infer<typeof Frozen>

export const frozenKinds = ['postgres', 'mysql', 'openapi', 'graphql'] as const
export type FrozenKind = (typeof frozenKinds)[number]

const Bindings = z.object({ sql: z.array(Binding), openapi: z.array(Binding), graphql: z.array(Binding) })

export const readFrozenFile = (name: string): string =>
  readFileSync(new URL(`../../../../fixtures/frozen/${name}`, import.meta.url), 'utf8')

/** Discovers the provider as a server would, and compiles every binding over it. */
export async function freeze(
  kind: FrozenKind,
  server: TestServerAddress | undefined,
  file: 'bindings.json' | 'later-bindings.json' = 'bindings.json',
): Promise<Frozen> {
  const adapter = await loadAdapter(kind)
  const isSql = kind === 'postgres' || kind === 'mysql'
  const catalog = isSql ? await discover(kind, adapter, server) : await read(kind, adapter)
  const bindings = Bindings.parse(JSON.parse(readFrozenFile(file)))[isSql ? 'sql' : kind]
  return {
    parts: Object.fromEntries(
      [...catalogEntries(catalog)].map((each) => [`${each.kind} ${each.name}`, each.hash]),
    ),
    skills: Object.fromEntries(
      bindings.map((binding) => [binding.toolName, skillOf(binding, catalog, adapter)]),
    ),
  }
}

function skillOf(
  binding: Binding,
  catalog: SchemaCatalog,
  lowering: SourceAdapter,
): Frozen['skills'][string] {
  const compiled = compile({
    binding,
    catalog,
    catalogHash: 'sha256:frozen',
    lowering,
    integration: 'shop',
    scoping: { blockedObjects: [], blockedFields: [] },
  })
  if (!compiled.ok) throw new TypeError(JSON.stringify(compiled.failure))
  const { skill } = compiled.value
  return { bytes: fingerprint(skill), slice: skill.sliceHash }
}

async function discover(
  dialect: 'postgres' | 'mysql',
  adapter: SourceAdapter,
  server: TestServerAddress | undefined,
): Promise<SchemaCatalog> {
  if (server === undefined) throw new TypeError(`There is no ${dialect} server.`)
  const database = await createTestDatabase(dialect, server)
  try {
    await database.script(readFrozenFile(`shop.${dialect}.sql`))
    const connection = underOneName(database.connect(), database.name)
    return (await adapter.introspect(connection, AbortSignal.timeout(60_000))).catalog
  } finally {
    await database.drop()
  }
}

/** Databases of tests have names of their own, and MySQL says the name in every statement. */
const underOneName = (connection: Connection, name: string): Connection => ({
  ...connection,
  database: async (statement, signal) => {
    const answer = await connection.database(statement, signal)
    const rows = answer.rows.map((row) =>
      row.map((cell) => (typeof cell === 'string' ? cell.replaceAll(name, 'shop') : cell)),
    )
    return { ...answer, rows }
  },
})

async function read(kind: 'openapi' | 'graphql', adapter: SourceAdapter): Promise<SchemaCatalog> {
  const name = kind === 'openapi' ? 'shop.openapi.json' : 'shop.graphql'
  const refuse = () => Promise.reject(new TypeError('Nothing is sent.'))
  const bytes = new TextEncoder().encode(readFrozenFile(name))
  const connection: Connection = {
    environment: 'development',
    fetch: refuse,
    database: refuse,
    documents: () => Promise.resolve([{ name, bytes }]),
  }
  return (await adapter.introspect(connection, AbortSignal.timeout(60_000))).catalog
}
