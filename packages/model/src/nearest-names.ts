/**
 * Names that a misspelt one may have meant, best first, at most `limit`: by Damerau-Levenshtein distance (optimal string
 * alignment) on lower-cased text without separators, within a third of the length; a name that contains the text, or is
 * contained in it, also counts. Empty when nothing is near. Looks at the first 5,000 candidates.
 */
export function nearestNames(text: string, candidates: Iterable<string>, limit = 3): readonly string[] {
  const wanted = simplify(text)
  const scored: { readonly name: string; readonly score: number }[] = []
  let seen = 0
  for (const name of candidates) {
    if (seen++ >= 5000) break
    const score = distanceScore(wanted, simplify(name))
    if (score !== undefined) scored.push({ name, score })
  }
  scored.sort((a, b) => a.score - b.score || (a.name < b.name ? -1 : 1))
  return scored.slice(0, limit).map((entry) => entry.name)
}

/**
 * How alike two names are, 0 to 1: the better of what they share as words (Dice; `phone_number` and `phoneNo` share one)
 * and as spelling (Damerau-Levenshtein, optimal string alignment, over the longer length).
 */
export function nameSimilarity(a: string, b: string): number {
  const [left, right] = [simplify(a), simplify(b)]
  const longest = Math.max(left.length, right.length)
  if (longest === 0) return 0
  const spelling = 1 - alignmentDistance(left, right) / longest
  const [words, others] = [wordsOf(a), wordsOf(b)]
  const shared = [...words].filter((word) => others.has(word)).length
  const dice = (2 * shared) / Math.max(1, words.size + others.size)
  return Math.max(spelling, dice)
}

const wordsOf = (name: string): ReadonlySet<string> =>
  new Set(
    name
      .replaceAll(/([\p{Ll}\d])(?=\p{Lu})/gu, '$1 ')
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word !== ''),
  )

function simplify(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9\u0080-\uffff]/g, '')
    .slice(0, 64)
}

function distanceScore(wanted: string, name: string): number | undefined {
  if (wanted === name) return 0
  if (wanted.length === 0 || name.length === 0) return undefined
  const longest = Math.max(wanted.length, name.length)
  const allowed = Math.max(1, Math.floor(longest / 3))
  if (Math.abs(wanted.length - name.length) <= allowed) {
    const distance = alignmentDistance(wanted, name)
    if (distance <= allowed) return distance / longest
  }
  const shortest = Math.min(wanted.length, name.length)
  const contains = shortest >= 3 && (name.includes(wanted) || wanted.includes(name))
  return contains ? 0.5 + (longest - shortest) / (2 * longest) : undefined
}

function alignmentDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost)
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (isSwap) best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1)
      row.push(best)
    }
    beforeLast = last
    last = row
  }
  return last[b.length] ?? 0
}
