import {
  jsonDepth,
  type HttpResponse,
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  ownProperty,
  parseJson,
  type RawRefusal,
  toRefusal,
  type UntoldRefusal,
} from '@bindery/model'

/** A refusal that is longer says nothing that a model needs. */
const longestBody = 65_536
const deepest = 20

/**
 * What a provider says in the body of an error, in the shapes that are in use: problem+json (RFC 9457), `message`,
 * `error` as text or as an object, `errors` as a list or by field, a JSON:API list, plain text. Undefined when the body
 * says nothing that can be read.
 */
export function readRefusal({ status, headers, body }: HttpResponse): UntoldRefusal | undefined {
  if (body.length === 0 || body.length > longestBody) return undefined
  const text = new TextDecoder('utf-8').decode(body)
  const type = headers.get('content-type')?.toLowerCase() ?? ''
  if (jsonDepth(body, deepest) > deepest) return undefined
  const parsed = parse(text)
  if (parsed !== undefined) return toRefusal(refusalsIn(parsed, 0), status)
  const isPage = type.includes('html') || text.trimStart().startsWith('<')
  return toRefusal([{ message: isPage ? titleOf(text) : text }], status)
}

function parse(text: string): Json | undefined {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

/** A page of a gateway says in its title what there is to say. */
function titleOf(page: string): string {
  const [, fromTitle = ''] = page.split(/<title\b/i, 2)
  const start = fromTitle.indexOf('>')
  const [title = ''] = start === -1 ? [] : fromTitle.slice(start + 1).split('<', 1)
  return title
}

const listNames = [
  'errors',
  'userErrors',
  'error_messages',
  'violations',
  'invalid-params',
  'invalidParams',
  'details',
]
const objectNames = ['error', 'fault', 'Error', 'err', 'data']
const messageNames = [
  'message',
  'detail',
  'error_description',
  'msg',
  'Message',
  'description',
  'errorMessage',
]
const briefNames = ['title', 'error', 'reason', 'name', 'error_message']
const codeNames = ['code', 'error_code', 'errorCode', 'type', 'Code', 'error', 'status']
const fieldNames = [
  'field',
  'param',
  'parameter',
  'path',
  'pointer',
  'loc',
  'propertyPath',
  'property',
  'attribute',
]

function refusalsIn(value: Json, depth: number): readonly RawRefusal[] {
  if (depth > 4) return []
  if (typeof value === 'string') return [{ message: value }]
  if (isJsonArray(value)) return value.slice(0, 20).flatMap((item) => refusalsIn(item, depth + 1))
  if (!isJsonObject(value)) return []
  const own = refusalOf(value)
  const listed = listNames.flatMap((name) => listedIn(ownProperty(value, name), depth))
  const nested = objectNames.flatMap((name) => {
    const inner = ownProperty(value, name)
    return inner !== undefined && isJsonObject(inner) ? refusalsIn(inner, depth + 1) : []
  })
  const detail = ownProperty(value, 'detail')
  const validation = isJsonArray(detail) ? refusalsIn(detail, depth + 1) : []
  const all = [...own, ...nested, ...listed, ...validation]
  return all.length > 0 ? all : bare(value)
}

/** What an object says of itself. */
function refusalOf(value: JsonObject): readonly RawRefusal[] {
  const message = textAt(value, messageNames) ?? textAt(value, briefNames)
  if (message === undefined) return []
  const code = firstAt(value, codeNames)
  const field = fieldOf(value)
  return [
    {
      message,
      ...(code === undefined || code === message ? {} : { code }),
      ...(field === undefined ? {} : { field }),
    },
  ]
}

/** `errors` as a list, or as an object of messages by field. */
function listedIn(value: Json | undefined, depth: number): readonly RawRefusal[] {
  if (value === undefined) return []
  if (!isJsonObject(value)) return isJsonArray(value) ? refusalsIn(value, depth + 1) : []
  return Object.entries(value).flatMap(([field, said]) =>
    refusalsIn(said, depth + 1).map((refusal) => ({ ...refusal, field: refusal.field ?? field })),
  )
}

/** Messages by field and nothing else, as Django writes them: `{"email": ["Enter a valid address."]}`. */
function bare(value: JsonObject): readonly RawRefusal[] {
  return Object.entries(value).flatMap(([field, said]) => {
    const texts = isJsonArray(said) ? said.filter((item) => typeof item === 'string') : []
    return texts.map((message) => ({ field, message }))
  })
}

const textAt = (value: JsonObject, names: readonly string[]): string | undefined => {
  const found = firstAt(value, names)
  return typeof found === 'string' ? found : undefined
}

function firstAt(value: JsonObject, names: readonly string[]): string | number | undefined {
  for (const name of names) {
    const found = ownProperty(value, name)
    if (typeof found === 'number' || (typeof found === 'string' && found !== '')) return found
  }
  return undefined
}

function fieldOf(value: JsonObject): string | undefined {
  const source = ownProperty(value, 'source')
  const holder = source !== undefined && isJsonObject(source) ? source : value
  for (const name of fieldNames) {
    const found = ownProperty(holder, name)
    if (typeof found === 'string' && found !== '') return found
    if (found !== undefined && isJsonArray(found)) return found.map(String).join('.')
  }
  return undefined
}
