import {
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  parseJson,
  PlatformError,
  type SourceDocument,
} from '@bindery/model'

const maxBytes = 96 * 1024 * 1024
const maxDepth = 6
const maxLooked = 5000

/** What a document turned out to be. */
export type SchemaText =
  | { readonly kind: 'introspection'; readonly schema: JsonObject }
  | { readonly kind: 'sdl'; readonly text: string }

/**
 * Finds the schema in a document: SDL, or an introspection result in whatever it is wrapped (`data`, lists, text in
 * text). Throws `document_too_large`, or `document_unreadable` with what the document looks like instead.
 */
export function unwrapDocument(document: SourceDocument): SchemaText {
  const { bytes, name } = document
  if (bytes.length > maxBytes) {
    throw new PlatformError('document_too_large', `"${name}" is larger than ${maxBytes / 1024 / 1024} MB.`)
  }
  const text = decode(bytes)
  const first = /\S/.exec(text)?.[0]
  if (first === undefined) throw unreadable(name, 'an empty file')
  if (first === '<') throw unreadable(name, 'an HTML page or XML; give the schema itself')
  if (bytes.subarray(0, 4096).includes(0) && !isWide(bytes)) throw unreadable(name, 'a binary file')
  const parsed = first === '{' || first === '[' || first === '"' ? tryParse(text) : undefined
  return parsed === undefined ? { kind: 'sdl', text } : unwrapJson(parsed, name)
}

/** The schema in JSON of any shape; see `unwrapDocument`. */
export function unwrapJson(root: Json, name: string): SchemaText {
  let hasErrors = false
  let level: readonly Json[] = [root]
  for (let depth = 0; depth < maxDepth && level.length > 0; depth += 1) {
    const next: Json[] = []
    for (const value of level) {
      const found = lookAt(value, next)
      if (found !== undefined) return found
      hasErrors ||= isJsonObject(value) && isJsonArray(value['errors'])
    }
    level = next.slice(0, maxLooked)
  }
  throw hasErrors ? refused(name) : unreadable(name, 'JSON without an introspection result')
}

/** The schema when it is here; what is inside joins `next`. */
function lookAt(value: Json, next: Json[]): SchemaText | undefined {
  if (typeof value === 'string') return lookAtText(value, next)
  if (isJsonArray(value)) next.push(...value.slice(0, maxLooked))
  if (!isJsonObject(value)) return undefined
  const schema = value['__schema']
  if (isJsonObject(schema)) return { kind: 'introspection', schema }
  if (isJsonArray(value['types']) && isJsonObject(value['queryType']))
    return { kind: 'introspection', schema: value }
  for (const member of Object.values(value)) next.push(member)
  return undefined
}

function lookAtText(value: string, next: Json[]): SchemaText | undefined {
  if (/^\s*[{["]/.test(value) && value.includes('__schema')) {
    const parsed = tryParse(value)
    if (parsed !== undefined) next.push(parsed)
    return undefined
  }
  const isSdl = /^[\t ]*(?:extend[\t ]+)?(?:type|schema|interface|input|enum|union|scalar)\b/m.test(
    value.slice(0, 200_000),
  )
  return isSdl && value.includes('{') ? { kind: 'sdl', text: value } : undefined
}

function tryParse(text: string): Json | undefined {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

const isWide = ([first, second]: Uint8Array): boolean =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)

function decode(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  return new TextDecoder().decode(bytes)
}

export function unreadable(name: string, what: string): PlatformError {
  return new PlatformError(
    'document_unreadable',
    `"${name}" is not a GraphQL schema: it looks like ${what}.`,
    {
      reason: 'not_graphql',
    },
  )
}

function refused(name: string): PlatformError {
  return new PlatformError(
    'document_unreadable',
    `"${name}" is an error answer: the server refuses introspection. Upload its schema as SDL instead.`,
    { reason: 'introspection_refused' },
  )
}
