import {
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type ScalarType,
  scalarType,
  type TypeRef,
} from '@bindery/model'
import { addAnnotations, isNullable } from './annotations.ts'
import type { Draft } from './draft.ts'
import { readEnum } from './lift-enum.ts'
import type { LiftContext, Lifted, Sized } from './lifted.ts'
import { isTuple, liftTuple } from './lift-tuple.ts'
import { childPlace, knownChild, type ObjectPlace } from './place.ts'
import { isStandardWord, scalarOf } from './scalar-of.ts'
import { mediaTypeOf, readContent } from './read-content.ts'
import { toUnion } from './to-union.ts'

export const anyType: TypeRef = scalarType('any')
const anySized: Sized = { type: anyType, weight: 1 }

/** A schema without references and combinations: a scalar, an enumeration, a list, a map or an object. */
export function liftPlain(context: LiftContext, place: ObjectPlace, name: string): Lifted {
  const { node } = place
  const lifted: Draft<Lifted> = { type: anyType, nullable: isNullable(node), isResolved: true, weight: 1 }
  const closed =
    node['enum'] === undefined && node['const'] === undefined ? undefined : readEnum(place, context.log)
  if (closed === undefined) {
    const { type, weight, nullable } = liftWords(context, place, name)
    lifted.type = type
    lifted.weight = weight
    lifted.nullable ||= nullable === true
  } else {
    lifted.type = closed.type
    lifted.nullable ||= closed.nullable
    lifted.weight = 1 + closed.type.values.length / 8
  }
  addAnnotations(lifted, place, context.log)
  return lifted
}

/** True when a schema names fields of its own. */
export function hasFields(node: JsonObject): boolean {
  const properties = node['properties']
  if (!isJsonObject(properties)) return false
  for (const _ in properties) return true
  return false
}

function liftWords(context: LiftContext, place: ObjectPlace, name: string): Sized {
  const word = place.node['type']
  if (typeof word === 'string') return liftWord(word, { context, place, name })
  if (!isJsonArray(word)) return liftWord(inferWord(place.node), { context, place, name })
  const words = new Set(word.flatMap((item) => (typeof item === 'string' && item !== 'null' ? [item] : [])))
  const members = [...words].map((item) => liftWord(item, { context, place, name }))
  if (members.length === 0) return anySized
  return {
    type: toUnion(members.map((member) => member.type)),
    weight: members.reduce((sum, member) => sum + member.weight, 1),
  }
}

/** The type word that a schema without one must mean. */
function inferWord(node: JsonObject): string {
  if (hasFields(node) || node['additionalProperties'] !== undefined) return 'object'
  if (node['patternProperties'] !== undefined) return 'object'
  if (node['items'] !== undefined || node['prefixItems'] !== undefined) return 'array'
  if (typeof node['format'] === 'string') return numericFormats.has(node['format']) ? 'number' : 'string'
  if (node['pattern'] !== undefined || node['maxLength'] !== undefined) return 'string'
  if (node['contentEncoding'] !== undefined || node['contentMediaType'] !== undefined) return 'string'
  if (node['minimum'] !== undefined || node['maximum'] !== undefined) return 'number'
  return 'any'
}

const numericFormats = new Set(['int32', 'int64', 'float', 'double'])

interface At {
  readonly context: LiftContext
  readonly place: ObjectPlace
  readonly name: string
}

function liftWord(word: string, at: At): Sized {
  if (word === 'object') return liftObject(at)
  if (word === 'array') return liftList(at)
  if (word === 'null') return anySized
  const { node } = at.place
  const scalar = scalarOfNode(word, node)
  if (scalar === undefined || (word !== 'any' && !isStandardWord(word))) {
    at.context.log.report({
      code: 'type_unknown',
      severity: 'info',
      message: `"${word.slice(0, 40).toWellFormed()}" is not a JSON Schema type; it is read as ${scalar?.scalar ?? 'any'}.`,
      pointer: at.place.pointer,
    })
  }
  return scalar === undefined ? anySized : { type: scalar, weight: 1 }
}

function scalarOfNode(word: string, node: JsonObject): ScalarType | undefined {
  if (typeof node['format'] === 'string' && node['format'] !== '') {
    return withMediaType(scalarOf(word, node['format']), node)
  }
  const carried = word === 'string' ? readContent(node) : undefined
  if (carried === undefined) return scalarOf(word, undefined)
  if (carried.as === 'text') return { kind: 'scalar', scalar: 'string', content: carried }
  const scalar = scalarOf(word, carried.as === 'bytes' ? 'binary' : 'base64')
  return scalar === undefined ? undefined : { ...scalar, content: carried }
}

function withMediaType(scalar: ScalarType | undefined, node: JsonObject): ScalarType | undefined {
  const mediaType = mediaTypeOf(node)
  if (scalar?.content === undefined || mediaType === undefined) return scalar
  return { ...scalar, content: { ...scalar.content, mediaType } }
}

function liftList(at: At): Sized {
  const { context, place, name } = at
  const { node } = place
  if (isTuple(node)) return liftTuple(context, place, name)
  const schema = node['items']
  if (!isJsonObject(schema))
    return { type: { kind: 'list', items: anyType, itemsNullable: false }, weight: 2 }
  const items = context.lift(knownChild(place, 'items', schema), `${name}.item`)
  return {
    type: { kind: 'list', items: items.type, itemsNullable: items.nullable },
    weight: items.weight + 1,
  }
}

function liftObject(at: At): Sized {
  const { context, place, name } = at
  const { node } = place
  if (
    hasFields(node) ||
    (node['additionalProperties'] === false && node['patternProperties'] === undefined)
  ) {
    const type = context.object({ node, place, name, parts: [{ place, name }] })
    return { type, weight: 1 }
  }
  const values = mapValues(at)
  if (values === undefined)
    return { type: { kind: 'map', values: anyType, valuesNullable: false }, weight: 2 }
  return {
    type: { kind: 'map', values: values.type, valuesNullable: values.nullable },
    weight: values.weight + 1,
  }
}

/** The type of the values under open names: `additionalProperties`, else the only pattern of `patternProperties`. */
function mapValues(at: At): Lifted | undefined {
  const { context, place, name } = at
  if (isJsonObject(place.node['additionalProperties'])) {
    return context.lift(childPlace(place, 'additionalProperties'), `${name}.value`)
  }
  const patterns = place.node['patternProperties']
  const [pattern, second] = isJsonObject(patterns) ? Object.keys(patterns) : []
  if (pattern === undefined || second !== undefined) return undefined
  return context.lift(childPlace(childPlace(place, 'patternProperties'), pattern), `${name}.value`)
}
