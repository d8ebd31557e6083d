import { isJsonArray, type Json } from '@bindery/model'
import { argumentError } from '../http-json/argument-error.ts'
import type { ParameterEncoding, PathPart } from './call.ts'
import { encodeSegmentValue, hasDotSegment } from '../http-json/segment-value.ts'
import { percentEncode } from '../http-json/percent-encode.ts'
import { toItems, toMembers, toText } from '../http-json/to-text.ts'
import { writeJson } from '../http-json/write-json.ts'

/**
 * The path of a call. One value fills its place within one segment: everything outside the unreserved characters is
 * percent-encoded. Refuses empty values, `.`, `..`, control characters and segments that come to a dot segment.
 */
export function encodePath(
  parts: readonly PathPart[],
  encodings: readonly ParameterEncoding[],
  valueOf: (argument: string) => Json | undefined,
): string {
  let path = ''
  for (const part of parts) {
    if (typeof part === 'string') {
      path += part
      continue
    }
    const encoding = encodings.find((item) => item.argument === part.slot && item.place === 'path')
    const value = valueOf(part.slot)
    if (encoding === undefined || value === undefined || value === null)
      throw argumentError(part.slot, 'is missing')
    path += encodeSlot(encoding, value)
  }
  checkSegments(path, parts)
  return path
}

function encodeSlot(encoding: ParameterEncoding, value: Json): string {
  const { argument, style, explode, name } = encoding
  if (encoding.contentType !== undefined) return encodeSegmentValue(writeJson(value), argument)
  const members = toMembers(value, argument)
  const leaf = (text: string): string => encodeSegmentValue(text, argument)
  if (members === undefined && !isJsonArray(value)) {
    const text = leaf(toText(value, argument))
    if (style === 'label') return `.${text}`
    return style === 'matrix' ? `;${leaf(name)}=${text}` : text
  }
  if (members?.length === 0 || (isJsonArray(value) && value.length === 0))
    throw argumentError(argument, 'must not be empty')
  if (members === undefined) return encodeList(encoding, toItems(value, argument).map(leaf))
  const pairs = members.map(([key, text]) => [leaf(key), leaf(text)] as const)
  if (style === 'matrix') {
    return explode
      ? pairs.map(([key, text]) => `;${key}=${text}`).join('')
      : `;${leaf(name)}=${pairs.flat().join(',')}`
  }
  if (style === 'label')
    return `.${explode ? pairs.map((pair) => pair.join('=')).join('.') : pairs.flat().join(',')}`
  return explode ? pairs.map((pair) => pair.join('=')).join(',') : pairs.flat().join(',')
}

function encodeList(encoding: ParameterEncoding, items: readonly string[]): string {
  const name = percentEncode(encoding.name, encoding.argument)
  if (encoding.style === 'matrix') {
    return encoding.explode ? items.map((item) => `;${name}=${item}`).join('') : `;${name}=${items.join(',')}`
  }
  if (encoding.style === 'label') return `.${items.join(encoding.explode ? '.' : ',')}`
  return items.join(',')
}

/** A value beside literal text could complete a dot segment: `/.{x}`. */
function checkSegments(path: string, parts: readonly PathPart[]): void {
  if (!hasDotSegment(path)) return
  const slot = parts.find((part) => typeof part !== 'string')
  throw argumentError(typeof slot === 'object' ? slot.slot : 'path', 'would make a dot segment')
}
