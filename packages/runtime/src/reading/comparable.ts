import type { Json, ScalarName, TypeRef } from '@bindery/model'
import { Temporal } from 'temporal-polyfill'
import { coerceValue } from '../coerce-value.ts'
import { compareDigits, type Digits, digitsOf, plainDecimal } from '../exact-number.ts'

/** A value in a form that others of its type can be compared with exactly. */
export type Comparable =
  | { readonly kind: 'number'; readonly digits: Digits }
  /** Texts by their code points; days and times of a day are texts of one length. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'moment'; readonly at: Temporal.Instant }
  /** A moment whose zone nobody says. */
  | { readonly kind: 'local'; readonly at: Temporal.PlainDateTime }

/** Undefined for what is not what the type says: such a value is compared with nothing. */
export function toComparable(value: Json, type: TypeRef): Comparable | undefined {
  if (type.kind !== 'scalar' && type.kind !== 'enum') return undefined
  const coerced = coerceValue(value, type)?.value
  return coerced === undefined ? undefined : ofScalar(coerced, type.scalar)
}

function ofScalar(value: Json, scalar: ScalarName): Comparable | undefined {
  if (typeof value === 'boolean') return text(String(value))
  if (typeof value === 'number') return ofNumber(plainDecimal(value))
  if (typeof value !== 'string') return undefined
  switch (scalar) {
    case 'integer':
    case 'int64':
    case 'number':
    case 'decimal':
      return ofNumber(value)
    case 'date':
      return ofDay(value)
    case 'time':
      return ofTime(value)
    case 'datetime':
      return ofMoment(value)
    case 'uuid':
      return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value) ? text(value.toLowerCase()) : undefined
    case 'string':
    case 'email':
    case 'phone':
    case 'uri':
    case 'binary':
    case 'duration':
      return text(value)
    case 'boolean':
    case 'any':
      return undefined
  }
}

const text = (value: string): Comparable => ({ kind: 'text', text: value })

function ofNumber(value: string): Comparable | undefined {
  const digits = digitsOf(value)
  return digits === undefined ? undefined : { kind: 'number', digits }
}

function ofDay(value: string): Comparable | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return undefined
  return attempt(() => text(Temporal.PlainDate.from(value).toString()))
}

function ofTime(value: string): Comparable | undefined {
  if (!/^\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?$/.test(value)) return undefined
  return attempt(() => text(Temporal.PlainTime.from(value).toString({ fractionalSecondDigits: 9 })))
}

const momentText = /^(\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)\d*(Z|z|[+-]\d{2}:?\d{2})?$/

function ofMoment(value: string): Comparable | undefined {
  const [, written = '', zone] = momentText.exec(value) ?? []
  if (written === '') return undefined
  const at = written.replace(' ', 'T')
  return attempt(() =>
    zone === undefined
      ? { kind: 'local', at: Temporal.PlainDateTime.from(at) }
      : { kind: 'moment', at: Temporal.Instant.from(`${at}${zone}`) },
  )
}

/** What is written like a day and is none, as 30 February. */
function attempt(make: () => Comparable): Comparable | undefined {
  try {
    return make()
  } catch {
    return undefined
  }
}

/** Negative when the first is below the second. Kinds of their own stand apart, in one order. */
export function compare(one: Comparable, other: Comparable): number {
  if (one.kind === 'number' && other.kind === 'number') return compareDigits(one.digits, other.digits)
  if (one.kind === 'text' && other.kind === 'text') return compareTexts(one.text, other.text)
  if (one.kind === 'moment' && other.kind === 'moment') return Temporal.Instant.compare(one.at, other.at)
  if (one.kind === 'local' && other.kind === 'local') return Temporal.PlainDateTime.compare(one.at, other.at)
  return one.kind < other.kind ? -1 : 1
}

/** By code points, which UTF-16 has in another order from U+E000 on. */
function compareTexts(one: string, other: string): number {
  let at = 0
  while (at < one.length && at < other.length && one[at] === other[at]) at++
  // Half a character is compared as a whole one.
  if (at > 0 && isHalf(one, at)) at--
  return (one.codePointAt(at) ?? -1) - (other.codePointAt(at) ?? -1)
}

const isHalf = (of: string, at: number): boolean => {
  const before = of.charCodeAt(at - 1)
  return before >= 0xd8_00 && before <= 0xdb_ff
}

/** One text for equal values and another for others. */
export function keyText(value: Comparable): string {
  switch (value.kind) {
    case 'number':
      return `n${value.digits.sign}${value.digits.digits}e${value.digits.exponent}`
    case 'text':
      return `t${value.text}`
    case 'moment':
    case 'local':
      return `${value.kind}${value.at.toString()}`
  }
}
