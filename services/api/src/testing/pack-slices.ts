import type { SchemaCatalog } from '@bindery/model'
import { readPackFixture } from '@bindery/packs'
import { readDescription } from './compile-pack.ts'

/**
 * The committed part of a provider's description that a pack needs: a document, or for a database the catalog that its
 * tables give.
 */
export function readSlice(pack: string, type: string): { readonly name: string; readonly text: string } {
  for (const name of [`catalog.${type}.json`, 'document.json', 'schema.graphql']) {
    const text = readPackFixture(pack, name)
    if (text !== undefined) return { name, text }
  }
  throw new Error(`The pack "${pack}" has no slice for the type "${type}".`)
}

/** The same part in the form that the provider itself publishes, where packages publish another one. */
export const readOwnSlice = (pack: string): string =>
  readPackFixture(pack, 'discovery.json') ?? readSlice(pack, 'openapi').text

/** The catalog of that part. */
export async function readSliceCatalog(pack: string, type: string): Promise<SchemaCatalog> {
  const { name, text } = readSlice(pack, type)
  return name.startsWith('catalog.') ? toCatalog(text) : readDescription(type, text)
}

/** Our own file, written by our own introspection. */
const toCatalog: (text: string) => SchemaCatalog = JSON.parse
