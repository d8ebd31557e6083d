import { gunzipSync } from 'node:zlib'
import type { CatalogEntryKind } from '@bindery/model'
import { type CatalogRow, findCatalogPages, type Transaction } from '@bindery/store'
import { bodyKey, type IndexRow, parseBodyPage, parseIndexPage } from '../pages/index-row.ts'
import { remember } from './remember.ts'

/** One stored catalog: its index in memory, its parts read from their pages as they are asked for. */
export interface StoredCatalog {
  readonly row: CatalogRow
  /** Rows of a kind in catalog order. */
  readonly rows: (kind: CatalogEntryKind) => readonly IndexRow[]
  readonly find: (kind: CatalogEntryKind, name: string) => IndexRow | undefined
  /** JSON texts of these parts, in the same order. */
  readonly bodies: (transaction: Transaction, rows: readonly IndexRow[]) => Promise<readonly string[]>
}

const mostCatalogs = 40
const mostPages = 400

const catalogs = new Map<string, StoredCatalog>()
const pages = new Map<string, ReadonlyMap<string, string>>()

/** Reads the index of a catalog, or takes it from memory: a stored catalog never changes. */
export async function openCatalog(transaction: Transaction, row: CatalogRow): Promise<StoredCatalog> {
  const key = `${row.organizationId}/${row.id}`
  const known = catalogs.get(key)
  if (known !== undefined) return remember(catalogs, { key, value: known, most: mostCatalogs })
  const stored = toStored(row, await readIndex(transaction, row))
  return remember(catalogs, { key, value: stored, most: mostCatalogs })
}

async function readIndex(transaction: Transaction, row: CatalogRow): Promise<readonly IndexRow[]> {
  const rows: IndexRow[] = []
  // Four pages at a time, so that no single answer of the database is large.
  for (let from = 0; from < row.pages.index.length; from += 4) {
    const wanted = row.pages.index.slice(from, from + 4)
    const found = new Map(
      (await findCatalogPages(transaction, wanted)).map((page) => [page.hash, page.bytes]),
    )
    for (const hash of wanted) {
      const bytes = found.get(hash)
      if (bytes !== undefined) rows.push(...parseIndexPage(gunzipSync(bytes).toString('utf8')))
    }
  }
  return rows
}

function toStored(row: CatalogRow, rows: readonly IndexRow[]): StoredCatalog {
  const byKind = new Map<CatalogEntryKind, IndexRow[]>([
    ['object', []],
    ['operation', []],
    ['relationship', []],
  ])
  const byName = new Map<string, IndexRow>()
  for (const entry of rows) {
    byKind.get(entry.kind)?.push(entry)
    byName.set(bodyKey(entry.kind, entry.name), entry)
  }
  return {
    row,
    rows: (kind) => byKind.get(kind) ?? [],
    find: (kind, name) => byName.get(bodyKey(kind, name)),
    bodies: (transaction, wanted) => readBodies(transaction, row, wanted),
  }
}

async function readBodies(
  transaction: Transaction,
  row: CatalogRow,
  wanted: readonly IndexRow[],
): Promise<readonly string[]> {
  const hashes = [...new Set(wanted.map((entry) => entry.page))]
  const open = new Map<string, ReadonlyMap<string, string>>()
  const missing: string[] = []
  for (const hash of hashes) {
    const known = pages.get(`${row.organizationId}/${hash}`)
    if (known === undefined) missing.push(hash)
    else open.set(hash, known)
  }
  for (const { hash, bytes } of await findCatalogPages(transaction, missing)) {
    const key = `${row.organizationId}/${hash}`
    const value = parseBodyPage(gunzipSync(bytes).toString('utf8'))
    open.set(hash, remember(pages, { key, value, most: mostPages }))
  }
  return wanted.map((entry) => open.get(entry.page)?.get(bodyKey(entry.kind, entry.name)) ?? '{}')
}
