import type { CatalogIndex } from '@bindery/client'
import { type SearchRow, toHaystack } from './search-rows.ts'

/** One operation as the list shows it. */
export interface OperationEntry extends SearchRow {
  readonly title: string
  readonly method: string
  readonly path: string
  readonly isWrite: boolean
  readonly availability: 'bindable' | 'limited' | 'quarantined'
}

/** Rows of the columns that the server sends. */
export function toOperationEntries(columns: CatalogIndex['operations']): OperationEntry[] {
  const { name: names, title, method, path, group, effect, availability } = columns
  return names.map((name, row) => ({
    name,
    title: title[row] ?? '',
    method: method[row] ?? '',
    path: path[row] ?? '',
    isWrite: effect[row] !== 'read',
    availability: availability[row] ?? 'bindable',
    haystack: toHaystack(name, title[row] ?? '', path[row] ?? '', group[row] ?? '', method[row] ?? ''),
  }))
}
