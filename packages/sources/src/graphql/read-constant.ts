import { type Json, objectFrom } from '@bindery/model'
import { type ConstValueNode, Kind, parseConstValue } from 'graphql'
import { nestingDepth } from './nesting-depth.ts'

const maxText = 20_000
const maxDepth = 50

/** A constant of SDL as JSON; whole numbers beyond 2^53 keep their digits as text, enum values become text. */
export function toJson(node: ConstValueNode): Json {
  switch (node.kind) {
    case Kind.NULL:
      return null
    case Kind.BOOLEAN:
    case Kind.STRING:
    case Kind.ENUM:
      return node.value
    case Kind.INT:
      return Number.isSafeInteger(Number(node.value)) ? Number(node.value) : node.value
    case Kind.FLOAT:
      return Number.isFinite(Number(node.value)) ? Number(node.value) : node.value
    case Kind.LIST:
      return node.values.map(toJson)
    case Kind.OBJECT:
      return objectFrom(node.fields.map((field) => [field.name.value, toJson(field.value)] as const))
  }
}

/** A default as introspection writes it: the text of a constant. Undefined for text that is none, or is too long or deep. */
export function readConstant(text: string): Json | undefined {
  if (/^-?(?:0|[1-9]\d{0,14})$/.test(text)) return Number(text)
  if (text === 'true' || text === 'false') return text === 'true'
  if (text === 'null') return null
  if (/^[_A-Za-z]\w*$/.test(text)) return text
  if (/^"[^"\\\n]*"$/.test(text)) return text.slice(1, -1)
  if (text.length > maxText || nestingDepth(text, maxDepth) > maxDepth) return undefined
  try {
    return toJson(parseConstValue(text, { noLocation: true, maxTokens: maxText }))
  } catch {
    return undefined
  }
}
