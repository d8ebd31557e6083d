/**
 * One spelling for the forms of a word: `cancelled`, `cancels`, `cancelling` give `cancel`; `companies` and `company`
 * give `compani`. Lighter than Porter's stemmer: suffixes that change the meaning (`-ment`, `-ation`) stay.
 */
export function stem(word: string): string {
  const known = stems.get(word)
  if (known !== undefined) return known
  const result = reduce(word)
  if (stems.size < mostRemembered) stems.set(word, result)
  return result
}

const mostRemembered = 20_000
const stems = new Map<string, string>()

function reduce(word: string): string {
  if (word.length < 4 || /\d/.test(word)) return word
  const singular = toSingular(word)
  const bare = withoutEnding(singular)
  const ended = bare.replace(/([b-df-hj-np-tv-z])\1$/, '$1')
  if (ended.length > 3 && ended.endsWith('e')) return ended.slice(0, -1)
  return ended.length > 3 && /[^aeiou]y$/.test(ended) ? `${ended.slice(0, -1)}i` : ended
}

function toSingular(word: string): string {
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`
  if (/(?:ss|us|is|ous)$/.test(word)) return word
  if (/(?:sses|shes|ches|xes|zes)$/.test(word)) return word.slice(0, -2)
  return word.endsWith('s') ? word.slice(0, -1) : word
}

function withoutEnding(word: string): string {
  const [, start = ''] = /^(.{3,})(?:ing|ed)$/.exec(word) ?? []
  return start !== '' && /[aeiouy]/.test(start) ? start : word
}
