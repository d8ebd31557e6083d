import type { ScalarName, TypeRef } from '@bindery/model'
import { termFit } from '../assignment/name-fit.ts'

/** What a value is: the identity of a record, a listed word, or a value of one of these kinds; `text` is any other text. */
export type ValueKind = 'key' | 'choice' | 'moment' | 'email' | 'phone' | 'link' | 'flag' | 'amount' | 'text'

export interface Meaning {
  readonly kind: ValueKind
  /** For a key, the stemmed words of what it is of, each a name of its own; empty when nothing says it. */
  readonly of: readonly string[]
}

/** What a type alone says of its values; undefined where it leaves that open, as text and whole numbers do. */
export function kindOfType(type: TypeRef): Exclude<ValueKind, 'key' | 'text'> | undefined {
  if (type.kind === 'enum') return 'choice'
  return type.kind === 'scalar' ? kinds[type.scalar] : undefined
}

const kinds: Readonly<Partial<Record<ScalarName, Exclude<ValueKind, 'key' | 'text'>>>> = {
  date: 'moment',
  time: 'moment',
  datetime: 'moment',
  duration: 'moment',
  email: 'email',
  phone: 'phone',
  uri: 'link',
  boolean: 'flag',
  number: 'amount',
  decimal: 'amount',
}

/** Values of a whole number: no telephone number, address or link is one. */
export const isWhole = (type: TypeRef): boolean =>
  type.kind === 'scalar' && (type.scalar === 'integer' || type.scalar === 'int64')

/**
 * Whether a value of one meaning cannot be what a place takes: anything else than the identity that it takes, an identity
 * of another record, a telephone number for a moment. Text may hold anything, but is no identity and no yes or no.
 */
export function contradicts(given: Meaning, taken: Meaning): boolean {
  if (given.kind === 'key' && taken.kind === 'key') return areOfOthers(given.of, taken.of)
  if (taken.kind === 'key') return true
  if (taken.kind === 'text') return false
  if (given.kind === 'text') return taken.kind === 'flag'
  return given.kind !== taken.kind
}

/** Words that fit this well mean one thing. */
export const sameThing = 0.75

const areOfOthers = (a: readonly string[], b: readonly string[]): boolean =>
  a.length > 0 && b.length > 0 && !a.some((one) => b.some((other) => termFit(one, other) >= sameThing))
