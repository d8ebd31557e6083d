import type { CatalogIndex } from '@bindery/client'
import { type SearchRow, toHaystack } from './search-rows.ts'

/** One object as the list shows it. */
export interface ObjectEntry extends SearchRow {
  readonly fieldCount: number
}

export const toObjectEntries = ({ name: names, fieldCount }: CatalogIndex['objects']): ObjectEntry[] =>
  names.map((name, row) => ({ name, fieldCount: fieldCount[row] ?? 0, haystack: toHaystack(name) }))
