import type { QueryTerm } from './query-term.ts'

/** Share of the weight of a goal's terms that a field holds: 1 when every term is in it. `least` leaves weak matches out. */
export function coverage(terms: readonly QueryTerm[], field: readonly number[], least = 0): number {
  let total = 0
  let held = 0
  for (const term of terms) {
    total += term.weight
    held += term.weight * bestMatch(term, field, least)
  }
  return total === 0 ? 0 : held / total
}

/** How well the best term of a field means a word. */
export function bestMatch({ matches }: QueryTerm, field: readonly number[], least = 0): number {
  let best = 0
  for (const term of field) {
    const strength = matches[term] ?? 0
    if (strength > best && strength >= least) best = strength
  }
  return best
}

/** Share of a field's own terms, by rarity, that the goal speaks of. */
export function explained(
  field: readonly number[],
  terms: readonly QueryTerm[],
  rarity: readonly number[],
): number {
  let total = 0
  let spoken = 0
  for (const number of field) {
    const weight = rarity[number] ?? 0
    total += weight
    let best = 0
    for (const { matches } of terms) best = Math.max(best, matches[number] ?? 0)
    spoken += weight * best
  }
  return total === 0 ? 0 : spoken / total
}
