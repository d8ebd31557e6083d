import { PlatformError, type SourceAdapter } from '@bindery/model'

interface SourceKind {
  readonly load: () => Promise<SourceAdapter>
  /** Set for databases: what a connection must speak. The others are reached over HTTP. */
  readonly dialect?: SqlDialect
}

export type SqlDialect = 'postgres' | 'mysql'

/** One line per source kind; the code of a kind is loaded when it is first asked for. */
const kinds: { readonly [source: string]: SourceKind | undefined } = {
  graphql: { load: async () => (await import('./graphql/adapter.ts')).graphqlAdapter },
  mysql: { load: async () => (await import('./sql/mysql-adapter.ts')).mysqlAdapter, dialect: 'mysql' },
  openapi: { load: async () => (await import('./openapi/adapter.ts')).openapiAdapter },
  postgres: {
    load: async () => (await import('./sql/postgres-adapter.ts')).postgresAdapter,
    dialect: 'postgres',
  },
}

/** Names of the source kinds, as they stand in `SchemaCatalog.source`. */
export const sourceKinds: readonly string[] = Object.keys(kinds)

/** The adapter of a source kind. Throws PlatformError `not_found` for a name that is not in `sourceKinds`. */
export async function loadAdapter(source: string): Promise<SourceAdapter> {
  const kind = findKind(source)
  if (kind === undefined) {
    throw new PlatformError(
      'not_found',
      `There is no source kind "${source.slice(0, 40)}". Known are: ${sourceKinds.join(', ')}.`,
    )
  }
  const adapter = loaded.get(source) ?? kind.load()
  loaded.set(source, adapter)
  return adapter
}

/** Asking the module loader again costs more than many a call. */
const loaded = new Map<string, Promise<SourceAdapter>>()

/** What a connection of this kind speaks to a database; undefined for kinds that are reached over HTTP. */
export function dialectOf(source: string): SqlDialect | undefined {
  return findKind(source)?.dialect
}

const findKind = (source: string): SourceKind | undefined =>
  Object.hasOwn(kinds, source) ? kinds[source] : undefined
