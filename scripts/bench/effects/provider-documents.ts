import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Connection, SchemaCatalog, SourceDocument } from '../../../packages/model/src/index.ts'
import { PlatformError } from '../../../packages/model/src/index.ts'
import { introspectDocuments, loadAdapter } from '../../../packages/sources/src/index.ts'

/** Where the labels and the documents of our own are. */
export const effectsFolder = fileURLToPath(new URL('../../../fixtures/effects', import.meta.url))

const source = z.enum(['openapi', 'graphql', 'mcp'])

/** A file of an installed package, or a small document of our own. */
const ProviderDocument = z.union([
  z.strictObject({ source, package: z.string(), version: z.string(), file: z.string() }).readonly(),
  z.strictObject({ source, document: z.string() }).readonly(),
])
export type ProviderDocument = z.infer<typeof ProviderDocument>

export function readProviders(): ReadonlyMap<string, ProviderDocument> {
  const text = readFileSync(join(effectsFolder, 'providers.json'), 'utf8')
  return new Map(Object.entries(z.record(z.string(), ProviderDocument).parse(JSON.parse(text))))
}

/** The catalog of a provider as discovery would make it, without a network. */
export async function introspectProvider(document: ProviderDocument): Promise<SchemaCatalog> {
  const file = fileOf(document)
  const signal = AbortSignal.timeout(60_000)
  const read: SourceDocument = { name: basename(file), bytes: readFileSync(file) }
  if (document.source === 'openapi') return (await introspectDocuments([read], signal)).catalog
  const adapter = await loadAdapter(document.source)
  return (await adapter.introspect(connectionTo(read), signal)).catalog
}

/** Packages with documents are installed for the fixtures or for the tests of the sources. */
function fileOf(document: ProviderDocument): string {
  if ('document' in document) return join(effectsFolder, document.document)
  const found = ['fixtures', 'packages/sources']
    .map((home) => createRequire(new URL(`../../../${home}/package.json`, import.meta.url)))
    .flatMap((require) => require.resolve.paths(document.package) ?? [])
    .map((place) => join(place, document.package))
    .find((folder) => existsSync(join(folder, document.file)))
  if (found === undefined) throw new Error(`There is no ${document.package}/${document.file}; install first.`)
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(found, 'package.json'), 'utf8')))
  if (version !== document.version)
    throw new Error(`${document.package} is ${version}; its labels were made for ${document.version}.`)
  return join(found, document.file)
}

/** Gives the document, and answers whatever is asked with it as the result of a JSON-RPC request. */
function connectionTo(document: SourceDocument): Connection {
  return {
    environment: 'development',
    documents: () => Promise.resolve([document]),
    database: () => Promise.reject(new PlatformError('upstream_unreachable', 'There are only files.')),
    fetch: () =>
      Promise.resolve({
        status: 200,
        headers: new Map([['content-type', 'application/json']]),
        body: Buffer.from(
          `{"jsonrpc":"2.0","id":1,"result":${Buffer.from(document.bytes).toString('utf8')}}`,
        ),
      }),
  }
}
