import type { CatalogEntryKind } from '@bindery/model'
import type { IndexRow } from '../pages/index-row.ts'
import type { StoredCatalog } from './stored-catalog.ts'

export interface CatalogSearch {
  readonly kind: CatalogEntryKind
  /** Lower-case words that must all occur. */
  readonly words: readonly string[]
  /** Facts that must all hold. */
  readonly facts: readonly string[]
  /** Names of objects that the caller must not see, nor anything about them. */
  readonly hidden: ReadonlySet<string>
}

/**
 * Rows that match, best first: an equal name, then names that hold every word, then the rest; in catalog order within
 * each. Without words, catalog order.
 */
export function searchCatalog(catalog: StoredCatalog, search: CatalogSearch): readonly IndexRow[] {
  const buckets: [IndexRow[], IndexRow[], IndexRow[]] = [[], [], []]
  for (const row of catalog.rows(search.kind)) {
    if (!matches(row, search)) continue
    buckets[rankOf(row, search.words)].push(row)
  }
  return buckets.flat()
}

function matches(row: IndexRow, { words, facts, hidden }: CatalogSearch): boolean {
  if (hidden.size > 0 && row.mentions.some((name) => hidden.has(name))) return false
  return words.every((word) => row.search.includes(word)) && facts.every((fact) => row.facts.includes(fact))
}

function rankOf(row: IndexRow, words: readonly string[]): 0 | 1 | 2 {
  const name = row.name.toLowerCase()
  if (name === words.join(' ')) return 0
  return words.every((word) => name.includes(word)) ? 1 : 2
}
