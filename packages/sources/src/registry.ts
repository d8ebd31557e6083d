import { PlatformError, type SourceAdapter } from '@bindery/model'

/** One line per source kind; the code of a kind is loaded when it is first asked for. */
const kinds: { readonly [source: string]: (() => Promise<SourceAdapter>) | undefined } = {
  graphql: async () => (await import('./graphql/adapter.ts')).graphqlAdapter,
  openapi: async () => (await import('./openapi/adapter.ts')).openapiAdapter,
}

/** Names of the source kinds, as they stand in `SchemaCatalog.source`. */
export const sourceKinds: readonly string[] = Object.keys(kinds)

/** The adapter of a source kind. Throws PlatformError `not_found` for a name that is not in `sourceKinds`. */
export async function loadAdapter(source: string): Promise<SourceAdapter> {
  const load = Object.hasOwn(kinds, source) ? kinds[source] : undefined
  if (load === undefined) {
    throw new PlatformError(
      'not_found',
      `There is no source kind "${source.slice(0, 40)}". Known are: ${sourceKinds.join(', ')}.`,
    )
  }
  const adapter = loaded.get(source) ?? load()
  loaded.set(source, adapter)
  return adapter
}

/** Asking the module loader again costs more than many a call. */
const loaded = new Map<string, Promise<SourceAdapter>>()
