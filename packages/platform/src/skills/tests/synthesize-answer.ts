import {
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  objectFrom,
  type ObjectType,
  type TypeRef,
} from '@bindery/model'

/** Finds an object type of the catalog that the answer is described by. */
export type FindObject = (name: string) => ObjectType | undefined

/**
 * An answer of the same shape without anybody's data: values whose field is of class `none` stay, since bindings branch on
 * them; every other one, and whatever the catalog does not describe, becomes a made-up value of the same form.
 */
export function synthesizeAnswer(value: Json, type: TypeRef | undefined, find: FindObject): Json {
  return rewrite(value, type, { find, isKnown: true })
}

interface Reading {
  readonly find: FindObject
  /** The field that holds the value is described and of class `none`. */
  readonly isKnown: boolean
}

function rewrite(value: Json, type: TypeRef | undefined, reading: Reading): Json {
  if (isJsonArray(value)) {
    const items = type?.kind === 'list' ? type.items : undefined
    return value.map((item) => rewrite(item, items, reading))
  }
  if (isJsonObject(value)) return rewriteObject(value, type, reading)
  const isPlain = reading.isKnown && (type?.kind === 'scalar' || type?.kind === 'enum')
  return isPlain && !(type.kind === 'scalar' && type.scalar === 'any') ? value : madeUp(value)
}

function rewriteObject(value: JsonObject, type: TypeRef | undefined, reading: Reading): JsonObject {
  const objects = objectsOf(type, reading.find)
  const entries = Object.entries(value).map(([name, member]): readonly [string, Json] => {
    if (type?.kind === 'map') return [name, rewrite(member, type.values, reading)]
    const field = objects.flatMap(({ fields }) => fields.filter((each) => each.name === name))
    const [first] = field
    const isKnown = first !== undefined && field.every(({ sensitivity }) => sensitivity === 'none')
    return [name, rewrite(member, first?.type, { ...reading, isKnown })]
  })
  return objectFrom(entries)
}

/** Of a union every member counts: the strictest class of a name decides. */
function objectsOf(type: TypeRef | undefined, find: FindObject): readonly ObjectType[] {
  switch (type?.kind) {
    case 'object': {
      const object = find(type.name)
      return object === undefined ? [] : [object]
    }
    case 'union':
      return type.members.flatMap((member) => objectsOf(member, find))
    case 'scalar':
    case 'enum':
    case 'list':
    case 'map':
    case undefined:
      return []
  }
}

/** Forms that types are told by; the made-up value has the same one. */
const forms: readonly (readonly [RegExp, string])[] = [
  [/^\d{4}-\d{2}-\d{2}$/, '2001-01-01'],
  [/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/, '2001-01-01T12:00:00Z'],
  [/^\d{4}-\d{2}-\d{2}T[\d:.]+[+-]\d{2}:\d{2}$/, '2001-01-01T12:00:00+00:00'],
  [/^\d{4}-\d{2}-\d{2}[T ][\d:.]+$/, '2001-01-01T12:00:00'],
  [/^[\d:.]{5,15}$/, '12:00:00'],
  [/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, '00000000-0000-4000-8000-000000000001'],
  [/^[^\s@]+@[^\s@]+$/, 'someone@example.com'],
  [/^https?:\/\//i, 'https://example.com/'],
  [/^\+\d[\d ()-]{5,}$/, '+15550100000'],
]

function madeUp(value: Json): Json {
  if (typeof value === 'number') return Number.isInteger(value) ? 1 : 1.5
  if (typeof value !== 'string') return value
  const form = /^-?\d+(?:\.\d+)?$/.test(value) ? undefined : forms.find(([pattern]) => pattern.test(value))
  return form?.[1] ?? value.replaceAll(/[\p{L}\p{M}\p{N}]/gu, like)
}

function like(character: string): string {
  if (/\p{N}/u.test(character)) return '1'
  return /\p{Lu}/u.test(character) ? 'X' : 'x'
}
