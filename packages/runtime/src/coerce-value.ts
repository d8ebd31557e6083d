import {
  isJsonArray,
  type Json,
  type OutputType,
  type ScalarName,
  type TypeRef,
  type WireType,
  wireTypeOf,
} from '@bindery/model'

/** A value as its type has it on the wire; `note` says what was changed; undefined when it cannot be that type. */
export interface Coerced {
  readonly value: Json
  readonly note?: string
}

/**
 * Brings a value into its declared type without losing anything: numbers into text, exact numeric text into numbers,
 * one item into a list of one. What a double cannot hold stays text and says so. Undefined when it does not fit.
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
    case 'union':
      return { value }
  }
}

function coerceScalar(value: Json, scalar: ScalarName): Coerced | undefined {
  const wire = wireTypeOf(scalar)
  if (fits(value, wire)) return { value }
  if (wire === 'string') return coerceToText(value, scalar)
  if (typeof value !== 'string') return undefined
  if (wire === 'boolean') return textToBoolean(value)
  return textToNumber(value, wire)
}

function fits(value: Json, wire: WireType): boolean {
  switch (wire) {
    case 'any':
      return true
    case 'integer':
      return Number.isSafeInteger(value)
    case 'number':
    case 'boolean':
    case 'string':
      return typeof value === wire
  }
}

function coerceToText(value: Json, scalar: ScalarName): Coerced | undefined {
  if (typeof value === 'boolean')
    return { value: String(value), note: 'came as a boolean and is returned as text' }
  if (typeof value !== 'number') return undefined
  // Text is how these two travel: a JSON number is what most providers send.
  if (scalar === 'int64') return Number.isSafeInteger(value) ? { value: String(value) } : undefined
  if (scalar === 'decimal') return { value: plainDecimal(value) }
  return { value: String(value), note: 'came as a number and is returned as text' }
}

/** The shortest decimal digits of a double, without an exponent. */
function plainDecimal(value: number): string {
  const text = String(value)
  const parts = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text)
  if (parts === null) return text
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts
  const digits = whole + fraction
  const point = whole.length + Number(exponent)
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  return `${sign}${digits.padEnd(point, '0')}`
}

function textToBoolean(text: string): Coerced | undefined {
  if (text !== 'true' && text !== 'false') return undefined
  return { value: text === 'true', note: 'came as text and is returned as a boolean' }
}

function textToNumber(text: string, wire: 'integer' | 'number' | 'any'): Coerced | undefined {
  const shape = wire === 'integer' ? /^-?\d{1,400}$/ : /^-?\d{1,400}(?:\.\d{1,400})?(?:[eE][+-]?\d{1,4})?$/
  if (!shape.test(text)) return undefined
  const number = Number(text)
  const isExact = wire === 'integer' ? Number.isSafeInteger(number) : String(number) === text
  if (isExact) return { value: number, note: 'came as text and is returned as a number' }
  return { value: text, note: 'does not fit a double exactly and is returned as text' }
}

function coerceEnum(value: Json, type: Extract<OutputType, { readonly kind: 'enum' }>): Coerced | undefined {
  const coerced = coerceScalar(value, type.scalar)
  if (coerced === undefined) return undefined
  if (type.values.some((known) => known === coerced.value)) return coerced
  return { value: coerced.value, note: 'is a value that the schema of the provider does not list' }
}

function coerceList(value: Json, items: OutputType | TypeRef): Coerced | undefined {
  if (!isJsonArray(value)) {
    const only = coerceValue(value, items)
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
