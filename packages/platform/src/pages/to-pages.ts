import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import {
  type CatalogEntry,
  catalogEntries,
  fingerprintText,
  indexCatalog,
  type SchemaCatalog,
} from '@bindery/model'
import { formatBodyLine, type IndexRow } from './index-row.ts'
import {
  countObjectUse,
  describeObject,
  describeOperation,
  describeRelationship,
  type EntryDescription,
} from './describe-entry.ts'

export interface Page {
  readonly holds: 'bodies' | 'index'
  readonly hash: string
  /** Compressed; absent for a page that is stored already. */
  readonly bytes: Uint8Array | undefined
  readonly parts: number
}

const compress = promisify(gzip)
const leastCharacters = 24 * 1024
const mostCharacters = 96 * 1024
const rowsPerIndexPage = 250

interface Draft {
  readonly holds: Page['holds']
  readonly hash: string
  readonly text: string
  readonly parts: number
}

/**
 * The parts of a catalog on compressed pages: first the parts themselves, then the index over them. Pages end where the
 * hash of a part says so, so that a change in one place leaves the pages of other places as they were. `onEntry` sees
 * every part in catalog order.
 */
export async function* toPages(
  catalog: SchemaCatalog,
  known: ReadonlySet<string>,
  onEntry: (entry: CatalogEntry) => void,
): AsyncGenerator<Page> {
  const pending: Promise<Page>[] = []
  for (const draft of drafts(catalog, onEntry)) {
    pending.push(finishPage(draft, known))
    const first = pending.length > 4 ? pending.shift() : undefined
    if (first !== undefined) yield await first
  }
  for (const page of pending) yield await page
}

async function finishPage({ holds, hash, text, parts }: Draft, known: ReadonlySet<string>): Promise<Page> {
  const bytes = known.has(hash) ? undefined : await compress(text, { level: 1 })
  return { holds, hash, bytes, parts }
}

function* drafts(catalog: SchemaCatalog, onEntry: (entry: CatalogEntry) => void): Generator<Draft> {
  const describe = describer(catalog)
  const rows: IndexRow[] = []
  for (const entries of bodyPages(catalog, onEntry)) {
    const hash = fingerprintText(
      entries.map(({ kind, name, hash: part }) => `${kind} ${name} ${part}`).join('\n'),
    )
    const text = entries.map(({ kind, name, text: body }) => formatBodyLine(kind, name, body)).join('')
    yield { holds: 'bodies', hash, text, parts: entries.length }
    for (const entry of entries) {
      rows.push({ kind: entry.kind, name: entry.name, hash: entry.hash, page: hash, ...describe(entry) })
    }
  }
  for (let from = 0; from < rows.length; from += rowsPerIndexPage) {
    const text = JSON.stringify(rows.slice(from, from + rowsPerIndexPage))
    yield { holds: 'index', hash: fingerprintText(text), text, parts: 0 }
  }
}

function* bodyPages(
  catalog: SchemaCatalog,
  onEntry: (entry: CatalogEntry) => void,
): Generator<readonly CatalogEntry[]> {
  let page: CatalogEntry[] = []
  let size = 0
  for (const entry of catalogEntries(catalog)) {
    onEntry(entry)
    page.push(entry)
    size += entry.text.length
    const endsHere = size >= leastCharacters && entry.hash.endsWith('0')
    if (!endsHere && size < mostCharacters) continue
    yield page
    page = []
    size = 0
  }
  if (page.length > 0) yield page
}

function describer(catalog: SchemaCatalog): (entry: CatalogEntry) => EntryDescription {
  const uses = countObjectUse(catalog)
  const index = indexCatalog(catalog)
  const relationships = new Map(
    catalog.relationships.map((relationship) => [relationship.name, relationship]),
  )
  return ({ kind, name }) => {
    const object = kind === 'object' ? index.object(name) : undefined
    if (object !== undefined) return describeObject(object, uses.get(name))
    const operation = kind === 'operation' ? index.operation(name) : undefined
    if (operation !== undefined) return describeOperation(operation)
    const relationship = relationships.get(name)
    if (relationship !== undefined) return describeRelationship(relationship)
    return { summary: '{}', search: '', facts: [], mentions: [] }
  }
}
