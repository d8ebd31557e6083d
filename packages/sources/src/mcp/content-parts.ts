import {
  canonicalJson,
  type Field,
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  type LeftOut,
  type ObjectType,
  ownProperty,
  scalarType,
  type TypeRef,
} from '@bindery/model'
import { parseLossless } from '../http-json/parse-lossless.ts'

/** Most characters of images, sounds and resources in one answer: more than a model reads, and less than an output may hold. */
const mostCharacters = 131_072

const field = (name: string, description: string, type: TypeRef = scalarType('string')): Field => ({
  name,
  type,
  nullable: true,
  required: false,
  description,
  access: 'read_only',
  sensitivity: 'none',
})

const always = (given: Field): Field => ({ ...given, nullable: false, required: true })

const object = (name: string, fields: readonly Field[]): ObjectType => ({
  name,
  origin: 'inline',
  fields,
  key: [],
  indexes: [],
  provenance: 'tools/call',
})

const contentPart = object('Content part', [
  field('data', 'The bytes as base64'),
  field('description', 'What the tool says of it'),
  field('leftOut', 'Why its bytes or text are not here, when they are not'),
  field('mimeType', 'What the bytes are'),
  field('name', 'What it is called'),
  field('text', 'The text of a resource, or the JSON of a part of an unknown kind'),
  always(field('type', 'image, audio, resource, resource_link or another word of the protocol')),
  field('uri', 'Where the resource is'),
])

/** What a tool without an output schema gives: all that it says as one text, and every part that is no text. */
export const textAnswer = object('Text answer', [
  always(field('otherParts', 'How many parts are no text', scalarType('integer'))),
  always(
    field('parts', 'Images, sounds and resources, in their order', {
      kind: 'list',
      items: { kind: 'object', name: contentPart.name },
      itemsNullable: false,
    }),
  ),
  always(field('text', 'Everything that the tool says, line by line')),
])

export const textAnswerObjects: readonly ObjectType[] = [contentPart, textAnswer]

/**
 * The content of a result as `textAnswer` describes it; of a result that has only a structured answer, the text of that.
 * Undefined for one that has neither: it says nothing, which is another thing than an empty text.
 */
export function readContent(result: JsonObject): JsonObject | undefined {
  const content = partsOf(result)
  const structured = ownProperty(result, 'structuredContent')
  if (content === undefined)
    return structured === undefined
      ? undefined
      : { otherParts: 0, parts: [], text: JSON.stringify(structured) }
  const { texts, others } = split(content)
  let room = mostCharacters
  const parts = others.map((part): JsonObject => {
    const told = tell(part)
    const { data, text, ...rest } = told
    const size = lengthOf(data) + lengthOf(text)
    if (size <= room) {
      room -= size
      return told
    }
    return {
      ...rest,
      leftOut: `${size} characters: an answer holds at most ${mostCharacters} of such parts.`,
    }
  })
  return { otherParts: others.length, parts: [...parts], text: texts.join('\n') }
}

/**
 * What a result with structured content says beside it: its output schema has no place for that. The text of the structured
 * content itself, which servers send along for older clients, is none.
 */
export function describeBeside(result: JsonObject, structured: Json): readonly LeftOut[] {
  const { texts, others } = split(partsOf(result) ?? [])
  const said = texts.filter((text) => !isTextOf(text, structured))
  return [...said.flatMap(describeText), ...others.map(describePart)]
}

/** Members of `textAnswer` that hold what a tool says. */
export type Said = 'text' | 'parts'

/** What a result of a text tool says that a skill does not read. */
export function describeUnread(result: JsonObject, unread: readonly Said[]): readonly LeftOut[] {
  const content = partsOf(result)
  if (content === undefined) return []
  const { texts, others } = split(content)
  const structured = ownProperty(result, 'structuredContent')
  const isBeside = structured !== undefined && !texts.some((text) => isTextOf(text, structured))
  return [
    ...(unread.includes('text') ? texts.flatMap(describeText) : []),
    ...(unread.includes('parts') ? others.map(describePart) : []),
    ...(isBeside ? [{ part: 'structured' } as const] : []),
  ]
}

const describeText = (text: string): readonly LeftOut[] =>
  text.trim() === '' ? [] : [{ part: 'text', characters: text.length }]

const kinds = ['image', 'audio', 'resource', 'resource_link'] as const

/** By a kind of the protocol; what a server calls its part besides is its own word. */
function describePart(part: Json): LeftOut {
  const named = textAt(part, 'type')
  return { part: kinds.find((kind) => kind === named) ?? 'other' }
}

interface Parts {
  readonly texts: readonly string[]
  readonly others: readonly Json[]
}

/** What a tool says: a list of parts by the protocol, and from some servers one part, or its bare text. */
export function partsOf(result: JsonObject): readonly Json[] | undefined {
  const content = ownProperty(result, 'content')
  if (isJsonArray(content)) return content
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  return isJsonObject(content) ? [content] : undefined
}

/** Texts and other parts, each in their order. */
export function split(parts: readonly Json[]): Parts {
  const texts: string[] = []
  const others: Json[] = []
  for (const part of parts) {
    const text = isJsonObject(part) && part['type'] === 'text' ? ownProperty(part, 'text') : undefined
    if (typeof text === 'string') texts.push(text)
    else others.push(part)
  }
  return { texts, others }
}

/** A part by the members that the protocol has for its kind; one of another kind is kept whole, as the text of its JSON. */
function tell(part: Json): JsonObject {
  const kind = textAt(part, 'type') ?? 'unknown'
  switch (kind) {
    case 'image':
    case 'audio':
      return membersOf(part, kind, ['data', 'mimeType'])
    case 'resource_link':
      return membersOf(part, kind, ['description', 'mimeType', 'name', 'uri'])
    case 'resource': {
      const resource = isJsonObject(part) ? (ownProperty(part, 'resource') ?? null) : null
      const blob = textAt(resource, 'blob')
      return {
        ...membersOf(resource, kind, ['mimeType', 'text', 'uri']),
        ...(blob === undefined ? {} : { data: blob }),
      }
    }
    default:
      return { type: kind, text: JSON.stringify(part) }
  }
}

function membersOf(from: Json, type: string, names: readonly string[]): JsonObject {
  const members = names.flatMap((name) => {
    const text = textAt(from, name)
    return text === undefined ? [] : [[name, text] as const]
  })
  return { type, ...Object.fromEntries(members) }
}

function textAt(from: Json, name: string): string | undefined {
  const value = isJsonObject(from) ? ownProperty(from, name) : undefined
  return typeof value === 'string' ? value : undefined
}

const lengthOf = (value: Json | undefined): number => (typeof value === 'string' ? value.length : 0)

function isTextOf(text: string, structured: Json): boolean {
  try {
    return canonicalJson(parseLossless(text)) === canonicalJson(structured)
  } catch {
    return false
  }
}
