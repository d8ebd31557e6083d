import { isJsonObject, type JsonObject } from '@bindery/model'

/** The text that it is, or an empty one. */
export const toWord = (raw: unknown): string => (typeof raw === 'string' ? raw : '')

/** The list that it is, or an empty one. */
export function toList(raw: unknown): readonly unknown[] {
  return Array.isArray(raw) ? raw : []
}

/** The value of a number written out, without anything behind it. */
export function toNumberLiteral(raw: unknown): number | undefined {
  if (!isJsonObject(raw) || raw['type'] !== 'number') return undefined
  const hasSuffix = raw['predicate'] !== undefined || raw['group'] !== undefined
  return typeof raw['value'] === 'number' && !hasSuffix ? raw['value'] : undefined
}

/** The parser writes `a ?? b` and `a ?: b` as conditions whose test is a copy of `a`; a copy shows by its position. */
export function toFallback(raw: JsonObject): '??' | '?:' | undefined {
  const test = raw['condition']
  const then = raw['then']
  if (!isJsonObject(test) || !isJsonObject(then)) return undefined
  if (test['type'] === 'function' && test['position'] === undefined) return '??'
  return startOf(test) === startOf(then) ? '?:' : undefined
}

function startOf(raw: unknown): number | undefined {
  if (!isJsonObject(raw)) return undefined
  return typeof raw['position'] === 'number' ? raw['position'] : startOf(toList(raw['steps'])[0])
}

/** The function that a call names, with or without its dollar sign. */
export function toFunctionName(
  procedure: unknown,
): { readonly name: string; readonly isVariable: boolean } | undefined {
  if (!isJsonObject(procedure) || procedure['predicate'] !== undefined) return undefined
  if (procedure['type'] === 'variable') return { name: toWord(procedure['value']), isVariable: true }
  const [step, ...more] = toList(procedure['steps'])
  if (!isJsonObject(step) || more.length > 0 || step['type'] !== 'name') return undefined
  return { name: toWord(step['value']), isVariable: false }
}
