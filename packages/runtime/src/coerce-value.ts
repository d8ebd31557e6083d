import {
  isJsonArray,
  isJsonObject,
  type Json,
  type OutputType,
  type ScalarName,
  type TypeRef,
  wireTypeOf,
} from '@bindery/model'
import { isNumberText, namedDouble, plainDecimal, wholeDigits } from './exact-number.ts'

/** A value as its type has it on the wire; `note` says what was changed; undefined when it cannot be that type. */
export interface Coerced {
  readonly value: Json
  readonly note?: string
}

/**
 * Brings a value into its declared type without losing anything: numbers into text, numeric text into the number that it
 * names, one item into a list of one. What a double cannot hold stays text and says so. Undefined when it does not fit:
 * `publishedOutputSchema` of the compiler promises what comes out of here and nothing more.
 */
export function coerceValue(value: Json, type: OutputType | TypeRef): Coerced | undefined {
  switch (type.kind) {
    case 'scalar':
      return coerceScalar(value, type.scalar)
    case 'enum':
      return coerceEnum(value, type)
    case 'list':
      return coerceList(value, type.items)
    case 'object':
    case 'map':
      return isJsonObject(value) ? { value } : undefined
    case 'union':
      return coerceUnion(value, type.members)
  }
}

function coerceScalar(value: Json, scalar: ScalarName): Coerced | undefined {
  const wire = wireTypeOf(scalar)
  switch (wire) {
    case 'any':
      return { value }
    case 'string':
      return typeof value === 'string' ? { value } : coerceToText(value, scalar)
    case 'boolean':
      return typeof value === 'boolean' ? { value } : coerceToBoolean(value)
    case 'integer':
      return Number.isInteger(value) ? { value } : coerceToInteger(value)
    case 'number':
      return typeof value === 'number' ? { value } : coerceToNumber(value)
  }
}

function coerceToText(value: Json, scalar: ScalarName): Coerced | undefined {
  if (typeof value === 'boolean')
    return { value: String(value), note: 'came as a boolean and is returned as text' }
  if (typeof value !== 'number') return undefined
  // Text is how these two travel: a JSON number is what most providers send.
  if (scalar === 'int64') return Number.isInteger(value) ? { value: BigInt(value).toString() } : undefined
  if (scalar === 'decimal') return { value: plainDecimal(value) }
  return { value: String(value), note: 'came as a number and is returned as text' }
}

function coerceToBoolean(value: Json): Coerced | undefined {
  if (value !== 'true' && value !== 'false') return undefined
  return { value: value === 'true', note: 'came as text and is returned as a boolean' }
}

/** A number whose own digits are others than those that came, such as 0.1 for 0.10000000000000001, was no text before. */
const asNumber = (text: string, number: number): Coerced => ({
  value: number,
  note:
    String(number) === text
      ? 'came as text and is returned as a number'
      : 'is returned as the number that its digits name',
})
const asText = 'does not fit a double exactly and is returned as text'

function coerceToInteger(value: Json): Coerced | undefined {
  if (typeof value !== 'string') return undefined
  const digits = wholeDigits(value)
  if (digits === undefined) return undefined
  const number = Number(digits)
  return Number.isSafeInteger(number) ? asNumber(value, number) : { value: digits, note: asText }
}

/** What floating point has beside numbers, as servers write it. */
const noNumbers = ['NaN', 'Infinity', '-Infinity']

function coerceToNumber(value: Json): Coerced | undefined {
  if (typeof value !== 'string') return undefined
  if (noNumbers.includes(value)) return { value, note: 'is no number that JSON has and is returned as text' }
  if (!isNumberText(value)) return undefined
  const number = namedDouble(value)
  return number === undefined ? { value, note: asText } : asNumber(value, number)
}

function coerceEnum(value: Json, type: Extract<OutputType, { readonly kind: 'enum' }>): Coerced | undefined {
  const coerced = coerceScalar(value, type.scalar)
  if (coerced === undefined) return undefined
  const { value: found } = coerced
  // Values of exact numbers are told as numbers and travel as text.
  if (type.values.some((known) => known === found || String(known) === found)) return coerced
  return { value: found, note: 'is a value that the schema of the provider does not list' }
}

/** As the first member that takes it as it is; else as the first that can be made of it. */
function coerceUnion(value: Json, members: readonly (OutputType | TypeRef)[]): Coerced | undefined {
  if (members.length === 0) return { value }
  let changed: Coerced | undefined
  for (const member of members) {
    const coerced = coerceValue(value, member)
    if (coerced !== undefined && coerced.note === undefined) return coerced
    changed ??= coerced
  }
  return changed
}

function coerceList(value: Json, items: OutputType | TypeRef): Coerced | undefined {
  if (!isJsonArray(value)) {
    // One object is no list of one: an object in place of a list is how providers tell of failures.
    const only = isJsonObject(value) ? undefined : coerceValue(value, items)
    return only === undefined
      ? undefined
      : { value: [only.value], note: only.note ?? 'came as one item and is returned as a list' }
  }
  const list: Json[] = []
  let note: string | undefined
  for (const item of value) {
    const coerced = item === null ? { value: null } : coerceValue(item, items)
    if (coerced === undefined) return undefined
    note ??= 'note' in coerced ? coerced.note : undefined
    list.push(coerced.value)
  }
  return note === undefined ? { value: list } : { value: list, note }
}
