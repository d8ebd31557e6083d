import {
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  objectFrom,
  ownProperty,
} from '@bindery/model'
import { argumentError } from '../http-json/argument-error.ts'
import { toText } from '../http-json/to-text.ts'
import { parseText, type TextPart, wholeSlot } from './template.ts'

/**
 * A template with its placeholders filled. A text that is one placeholder takes the value as it is; without a value it is
 * undefined, and so is the member or item that it stands for. Values inside a longer text are written as text.
 */
export function fillTemplate(template: Json, values: JsonObject): Json | undefined {
  if (typeof template === 'string') return fillText(template, values)
  if (isJsonArray(template)) {
    return template.map((item) => fillTemplate(item, values)).filter((item) => item !== undefined)
  }
  if (!isJsonObject(template)) return template
  const members: [string, Json][] = []
  for (const [name, member] of Object.entries(template)) {
    const value = fillTemplate(member, values)
    if (value !== undefined) members.push([name, value])
  }
  return objectFrom(members)
}

function fillText(template: string, values: JsonObject): Json | undefined {
  const parts = partsOf(template)
  const slot = wholeSlot(parts)
  return slot === undefined ? writeText(parts, values) : ownProperty(values, slot)
}

/** A text with every value written into it. Throws PlatformError `validation_error` for a value that is missing. */
export function writeText(
  parts: readonly TextPart[],
  values: JsonObject,
  encode: (text: string, slot: string) => string = (text) => text,
): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part
      const value = ownProperty(values, part.slot)
      if (value === undefined || value === null) throw argumentError(part.slot, 'is missing')
      return encode(toText(value, part.slot), part.slot)
    })
    .join('')
}

const most = 2_000
const split = new Map<string, readonly TextPart[]>()

/** The same templates are filled with every call. */
function partsOf(text: string): readonly TextPart[] {
  const known = split.get(text)
  if (known !== undefined) return known
  const { parts } = parseText(text)
  if (split.size >= most) split.clear()
  split.set(text, parts)
  return parts
}
