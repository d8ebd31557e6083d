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

export interface AnswerRewriting {
  /** Of the answer as a whole; undefined where nothing describes it. */
  readonly type: TypeRef | undefined
  readonly find: FindObject
  /** What stands for a value that may be somebody's. */
  readonly hide: (value: Json) => Json
}

/**
 * An answer of the same shape without anybody's data: values whose field is of class `none` stay; every other one, and
 * whatever the catalog does not describe, is hidden.
 */
export function rewriteAnswer(value: Json, { type, find, hide }: AnswerRewriting): Json {
  return rewrite(value, type, { find, hide, isKnown: true })
}

interface Reading extends Pick<AnswerRewriting, 'find' | 'hide'> {
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
  return isPlain && !(type.kind === 'scalar' && type.scalar === 'any') ? value : reading.hide(value)
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
