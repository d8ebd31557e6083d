import { PlatformError } from '@bindery/model'
import { type IntegrationRow, listDocuments } from '@bindery/store'
import { loadIntegration } from '../kernel/find-integration.ts'
import type { Needs } from '../kernel/needs.ts'
import type { Principal } from '../kernel/principal.ts'
import { findNode } from '../catalog/find-node.ts'
import { sliceOfJson } from './json-slice.ts'
import { linesOfSdl } from './sdl-slice.ts'
import { readWhole } from './open-integration.ts'
import { givenName } from './store-documents.ts'

/** A part of a description as text. */
export interface SourceSlice {
  /** `document`: as it was uploaded. `catalog`: the part of the catalog that was made of it, since `because`. */
  readonly from: 'document' | 'catalog'
  readonly because?: string
  readonly document: string | null
  readonly language: 'json' | 'graphql'
  /** Of the text in its document, counted from 1. */
  readonly firstLine: number
  readonly text: string
  /** The text is the beginning of a longer one. */
  readonly truncated: boolean
}

const mostBytes = 65_536
/** One pass over as many bytes holds nobody up. */
const mostScanned = 16 * 1024 * 1024

/**
 * What a pointer of the catalog leads to: a slice of an uploaded document where that can be cut out, else the part of the
 * catalog. Nothing is fetched. Throws `not_found`, `schema_not_discovered`.
 */
export async function readSourceSlice(
  services: Needs<'store'>,
  { organizationId }: Principal,
  { kind, pointer }: { readonly kind: string; readonly pointer: string },
): Promise<SourceSlice> {
  const { integration } = await loadIntegration(services, organizationId, kind)
  const slice = await sliceOfDocument(services, integration, pointer)
  if (typeof slice !== 'string') return slice
  const node = await findNode(services, { organizationId, kind }, pointer)
  if (node === undefined) throw nowhere(pointer)
  const text = JSON.stringify(node, null, 2)
  return {
    from: 'catalog',
    because: slice,
    document: null,
    language: 'json',
    firstLine: 1,
    ...cut(Buffer.from(text)),
  }
}

/** The slice, or why there is none. */
async function sliceOfDocument(
  services: Needs<'store'>,
  integration: IntegrationRow,
  pointer: string,
): Promise<SourceSlice | string> {
  const { blockedFields, blockedObjects, organizationId, id } = integration
  // Text cannot be scoped.
  if (blockedFields.length + blockedObjects.length > 0) return 'Scoping hides parts of the description.'
  const documents = await services.store.run(organizationId, (transaction) => listDocuments(transaction, id))
  if (documents.length === 0) return 'No document is stored: the description is read where it is.'
  const [file = '', inside] = pointer.split('#')
  const document =
    file === '' || inside === undefined
      ? documents[0]
      : documents.find(({ name }) => givenName(name) === file)
  if (document === undefined) return 'The document that it points into is not stored.'
  if (document.bytes > mostScanned) return 'The document is too large to be searched.'
  const bytes = Buffer.from(await readWhole(services, integration, document.name))
  const found = inside === undefined ? definitionAt(bytes, pointer) : valueAt(bytes, inside)
  const name = givenName(document.name)
  return found === undefined
    ? 'The place cannot be cut out of the document: it is no JSON, or the document has changed since.'
    : { from: 'document', document: name, ...found }
}

type Found = Pick<SourceSlice, 'language' | 'firstLine' | 'text' | 'truncated'>

function valueAt(bytes: Buffer, inside: string): Found | undefined {
  const slice = sliceOfJson(bytes, inside)
  if (slice === undefined) return undefined
  let firstLine = 1
  for (let at = bytes.indexOf(0x0a); at !== -1 && at < slice.start; at = bytes.indexOf(0x0a, at + 1)) {
    firstLine += 1
  }
  return { language: 'json', firstLine, ...cut(bytes.subarray(slice.start, slice.end)) }
}

/** SDL is pointed into by line and column. */
function definitionAt(bytes: Buffer, pointer: string): Found | undefined {
  const line = Number(/^(\d{1,7}):\d{1,7}$/.exec(pointer)?.[1] ?? 0)
  const text = line === 0 ? undefined : linesOfSdl(bytes.toString('utf8'), line)
  return text === undefined ? undefined : { language: 'graphql', firstLine: line, ...cut(Buffer.from(text)) }
}

/** A character that the cut divides is left out. */
const cut = (bytes: Buffer): { readonly text: string; readonly truncated: boolean } => ({
  text: new TextDecoder().decode(bytes.subarray(0, mostBytes), { stream: true }),
  truncated: bytes.length > mostBytes,
})

const nowhere = (pointer: string): PlatformError =>
  new PlatformError(
    'not_found',
    `Nothing of the description is at "${pointer.slice(0, 200)}". Take the \`source\` of an object, a field or an operation.`,
  )
