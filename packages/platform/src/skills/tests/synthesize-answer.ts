import type { Json, TypeRef } from '@bindery/model'
import { type FindObject, rewriteAnswer } from './rewrite-answer.ts'

/**
 * An answer of the same shape without anybody's data: values whose field is of class `none` stay, since bindings branch on
 * them; every other one, and whatever the catalog does not describe, becomes a made-up value of the same form.
 */
export const synthesizeAnswer = (value: Json, type: TypeRef | undefined, find: FindObject): Json =>
  rewriteAnswer(value, { type, find, hide: madeUp })

/** Forms that types are told by; the made-up value has the same one. */
const forms: readonly (readonly [RegExp, string])[] = [
  [/^\d{4}-\d{2}-\d{2}$/, '2001-01-01'],
  [/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/, '2001-01-01T12:00:00Z'],
  [/^\d{4}-\d{2}-\d{2}T[\d:.]+[+-]\d{2}:\d{2}$/, '2001-01-01T12:00:00+00:00'],
  [/^\d{4}-\d{2}-\d{2}[T ][\d:.]+$/, '2001-01-01T12:00:00'],
  [/^[\d:.]{5,15}$/, '12:00:00'],
  [/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, '00000000-0000-4000-8000-000000000001'],
  [/^[^\s@]+@[^\s@]+$/, 'someone@example.com'],
  [/^https?:\/\//i, 'https://example.com/'],
  [/^\+\d[\d ()-]{5,}$/, '+15550100000'],
]

function madeUp(value: Json): Json {
  if (typeof value === 'number') return Number.isInteger(value) ? 1 : 1.5
  if (typeof value !== 'string') return value
  const form = /^-?\d+(?:\.\d+)?$/.test(value) ? undefined : forms.find(([pattern]) => pattern.test(value))
  return form?.[1] ?? value.replaceAll(/[\p{L}\p{M}\p{N}]/gu, like)
}

function like(character: string): string {
  if (/\p{N}/u.test(character)) return '1'
  return /\p{Lu}/u.test(character) ? 'X' : 'x'
}
