/** One row of a list with everything that words are looked for in. */
export interface SearchRow {
  readonly name: string
  /** Name first, then all else, lower case: what stands nearer to the front is worth more. */
  readonly haystack: string
}

export const toHaystack = (...parts: readonly string[]): string =>
  parts
    .filter((part) => part !== '')
    .join('\n')
    .toLowerCase()

/**
 * The rows that hold every word of `words`, best first: a name that is the word, then one that begins with it, then by how far
 * to the front the words stand. All rows in their own order for no word.
 */
export function searchRows<Row extends SearchRow>(rows: readonly Row[], words: string): readonly Row[] {
  const wanted = words
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  if (wanted.length === 0) return rows
  const found: { readonly row: Row; readonly rank: number }[] = []
  for (const row of rows) {
    const rank = rankOf(row.haystack, wanted)
    if (rank !== undefined) found.push({ row, rank })
  }
  return found.sort((a, b) => a.rank - b.rank).map(({ row }) => row)
}

/** How well a row fits, 0 being best; undefined when a word is missing. */
function rankOf(haystack: string, wanted: readonly string[]): number | undefined {
  let rank = 0
  for (const word of wanted) {
    const place = haystack.indexOf(word)
    if (place < 0) return undefined
    const isWordStart = place === 0 || !/[\p{L}\p{N}]/u.test(haystack[place - 1] ?? '')
    rank += place === 0 ? 0 : isWordStart ? 10 + place / 100 : 100 + place / 100
  }
  const isWhole = haystack.startsWith(`${wanted.join(' ')}\n`)
  return isWhole ? -1 : rank
}
