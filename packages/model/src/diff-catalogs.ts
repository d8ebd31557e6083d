import type { SchemaCatalog } from './catalog.ts'
import { catalogEntries, type CatalogEntryKind } from './fingerprint-catalog.ts'

/** One part that differs between two catalogs. */
export interface CatalogChange {
  readonly change: 'added' | 'removed' | 'changed'
  readonly kind: CatalogEntryKind
  readonly name: string
}

/** Every part that was added, removed or changed, in the order of the catalogs; empty for equal catalogs. */
export function diffCatalogs(before: SchemaCatalog, after: SchemaCatalog): readonly CatalogChange[] {
  return diffEntries(catalogEntries(before), catalogEntries(after))
}

interface EntryIdentity {
  readonly kind: CatalogEntryKind
  readonly name: string
  readonly hash: string
}

/** The same comparison on entries alone, for catalogs that are stored in parts. */
export function diffEntries(
  before: Iterable<EntryIdentity>,
  after: Iterable<EntryIdentity>,
): readonly CatalogChange[] {
  const old = new Map<string, EntryIdentity>()
  for (const entry of before) old.set(`${entry.kind} ${entry.name}`, entry)
  const changes: CatalogChange[] = []
  for (const { kind, name, hash } of after) {
    const known = old.get(`${kind} ${name}`)
    old.delete(`${kind} ${name}`)
    if (known === undefined) changes.push({ change: 'added', kind, name })
    else if (known.hash !== hash) changes.push({ change: 'changed', kind, name })
  }
  for (const { kind, name } of old.values()) changes.push({ change: 'removed', kind, name })
  return changes
}
