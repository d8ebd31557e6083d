import { conceptsOf } from '../ontology/concept-index.ts'
import { nameStems } from '../words/terms.ts'

const fits = new Map<string, Map<string, number>>()
const mostFits = 5000

/** How well one term means another, 0 to 1. Kept, since few terms make up many names. */
export function termFit(a: string, b: string): number {
  if (a === b) return 1
  if (fits.size > mostFits) fits.clear()
  const row = fits.get(a) ?? new Map<string, number>()
  fits.set(a, row)
  const known = row.get(b)
  if (known !== undefined) return known
  const fit = compareTerms(a, b)
  if (row.size < mostFits) row.set(b, fit)
  return fit
}

function compareTerms(a: string, b: string): number {
  const others = conceptsOf(b)
  if (conceptsOf(a).some((concept) => others.includes(concept))) return 0.75
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  return short.length >= 3 && long.startsWith(short) ? 0.5 : 0
}

function best(term: string, terms: readonly string[]): number {
  let most = 0
  for (const other of terms) most = Math.max(most, termFit(term, other))
  return most
}

/** Words that many names hold: they tell less. */
const plainWords = new Set([
  'id',
  'name',
  'number',
  'date',
  'time',
  'code',
  'type',
  'valu',
  'text',
  'data',
  'is',
])
const faintWords = new Set(['at', 'on', 'the', 'of', 'is', 'in', 'a'])
const weightOf = (term: string): number => {
  if (faintWords.has(term)) return 0.4
  return plainWords.has(term) ? 0.8 : 1
}

/** Names that only hold the value of what stands above them: `start.dateTime`, `balance.amount`. */
const holders = new Set(
  'amount value datetime date_time exact content text display_value raw date'.split(' '),
)

/** The name that says what a value is: of the last one, or of the one above it when the last is a mere holder. */
export function tellingName(names: readonly string[]): {
  readonly own: string
  readonly above: readonly string[]
} {
  const last = names.at(-1) ?? ''
  const isHolder = names.length > 1 && holders.has(last.toLowerCase())
  return isHolder
    ? { own: names.at(-2) ?? '', above: names.slice(0, -2) }
    : { own: last, above: names.slice(0, -1) }
}

/**
 * How well a name means another in the light of `around` (the names that lead to it, what its owner is): words that both
 * hold, words that only one holds counted against them; half for a word that only the surroundings say.
 */
export function nameFit(
  wanted: readonly string[],
  own: readonly string[],
  around: readonly string[],
): number {
  if (wanted.length === 0 || own.length === 0) return 0
  let weight = 0
  let found = 0
  for (const term of wanted) {
    const direct = best(term, own)
    weight += weightOf(term)
    found += weightOf(term) * Math.max(direct, 0.8 * best(term, around))
  }
  const whole = 0.85 * termFit(wanted.join('_'), own.join('_'))
  const back = own.reduce((sum, term) => sum + weightOf(term) * best(term, wanted), 0)
  const total = own.reduce((sum, term) => sum + weightOf(term), 0)
  const parts = back === 0 ? 0 : (0.5 * found) / weight + (0.5 * back) / total
  return Math.max(parts, whole > 0.6 ? whole : 0)
}

const remembered = new Map<string, readonly string[]>()
const mostRemembered = 50_000

/** Terms of a name, kept, since the same names come back for every candidate. */
export function nameTerms(name: string): readonly string[] {
  const known = remembered.get(name)
  if (known !== undefined) return known
  const result = nameStems(name)
  if (remembered.size < mostRemembered) remembered.set(name, result)
  return result
}
