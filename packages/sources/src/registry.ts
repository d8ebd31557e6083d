import { PlatformError, type SourceAdapter } from '@bindery/model'

interface SourceKind {
  readonly load: () => Promise<SourceAdapter>
  /** Set for databases: what a connection must speak. The others are reached over HTTP. */
  readonly dialect?: SqlDialect
  /** Its description is written by the operator, action by action; no provider can change it. */
  readonly isAuthored?: true
}

export type SqlDialect = 'postgres' | 'mysql'

/** One line per source kind; the code of a kind is loaded when it is first asked for. */
const kinds: { readonly [source: string]: SourceKind | undefined } = {
  'custom-http': {
    load: async () => (await import('./custom-http/adapter.ts')).customHttpAdapter,
    isAuthored: true,
  },
  graphql: { load: async () => (await import('./graphql/adapter.ts')).graphqlAdapter },
  mcp: { load: async () => (await import('./mcp/adapter.ts')).mcpAdapter },
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

/** True for kinds whose description is written by the operator, so that only they can change it. */
export const isAuthored = (source: string): boolean => findKind(source)?.isAuthored === true

const findKind = (source: string): SourceKind | undefined =>
  Object.hasOwn(kinds, source) ? kinds[source] : undefined
