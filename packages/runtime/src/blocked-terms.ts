import { type Guardrail, isJsonArray, isJsonObject, type Json, type JsonObject } from '@bindery/model'
import { type GuardedAgent, guardrailsOf } from './guardrails.ts'

type Direction = Extract<Guardrail, { readonly policyType: 'content_policy' }>['config']['appliesTo']

/** The first top-level name under which a blocked term occurs, whatever its case and however it is composed. */
export function findBlockedTerm(
  runnable: GuardedAgent,
  direction: Exclude<Direction, 'both'>,
  values: JsonObject,
): string | undefined {
  const terms = guardrailsOf(runnable, 'content_policy')
    .filter(({ config }) => config.appliesTo === 'both' || config.appliesTo === direction)
    .flatMap(({ config }) => config.blockedTerms.map(simplify))
  if (terms.length === 0) return undefined
  return Object.keys(values).find((name) => holds(values[name] ?? null, terms))
}

function holds(value: Json, terms: readonly string[]): boolean {
  if (typeof value === 'string') {
    const text = simplify(value)
    return terms.some((term) => text.includes(term))
  }
  if (isJsonArray(value)) return value.some((item) => holds(item, terms))
  return isJsonObject(value) && Object.values(value).some((item) => holds(item, terms))
}

/** Compatibility forms become one, invisible characters and runs of white space go. */
const simplify = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/\s+/g, ' ')
