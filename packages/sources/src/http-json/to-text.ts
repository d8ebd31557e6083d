import { isJsonArray, isJsonObject, type Json } from '@bindery/model'
import { argumentError } from './argument-error.ts'
import { writeJson } from './write-json.ts'

/** A leaf as text. Numbers are written without exponent where that is exact; lists and objects are JSON text. */
export function toText(value: Json, argument: string): string {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return numberText(value, argument)
  if (value === null) return ''
  return writeJson(value)
}

/** The items of a value that travels as a list; anything else is a list of one. */
export function toItems(value: Json, argument: string): readonly string[] {
  return isJsonArray(value) ? value.map((item) => toText(item, argument)) : [toText(value, argument)]
}

/** The members of an object as text pairs, those that are null left out. Undefined for anything but an object. */
export function toMembers(value: Json, argument: string): readonly (readonly [string, string])[] | undefined {
  if (!isJsonObject(value)) return undefined
  return Object.entries(value).flatMap(([name, member]) =>
    member === null ? [] : [[name, toText(member, argument)] as const],
  )
}

function numberText(value: number, argument: string): string {
  if (!Number.isFinite(value)) throw argumentError(argument, 'is not a number')
  if (Object.is(value, -0)) return '0'
  return Number.isInteger(value) ? BigInt(value).toString() : String(value)
}
