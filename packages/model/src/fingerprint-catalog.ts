import { canonicalJson, fingerprintText } from './canonical-json.ts'
import type { ObjectType, Operation, Relationship, SchemaCatalog } from './catalog.ts'

export type CatalogEntryKind = 'object' | 'operation' | 'relationship'

/** One named part of a catalog as canonical JSON, with the fingerprint of that text. */
export interface CatalogEntry {
  readonly kind: CatalogEntryKind
  readonly name: string
  readonly text: string
  readonly hash: string
}

/** The parts of a catalog in its own order: objects, relationships, operations. */
export function* catalogEntries(catalog: SchemaCatalog): Generator<CatalogEntry> {
  for (const object of catalog.objects) yield toEntry('object', object)
  for (const relationship of catalog.relationships) yield toEntry('relationship', relationship)
  for (const operation of catalog.operations) yield toEntry('operation', operation)
}

/** Everything but the parts: title, version, servers, security. */
export type CatalogHead = Omit<SchemaCatalog, 'objects' | 'relationships' | 'operations'>

export function catalogHead(catalog: SchemaCatalog): CatalogHead {
  const { objects: _objects, relationships: _relationships, operations: _operations, ...head } = catalog
  return head
}

/** A fingerprint built up part by part, so that nobody holds the whole catalog as one text. Parts in catalog order. */
export class CatalogFingerprint {
  readonly #lines: string[] = []

  constructor(head: CatalogHead) {
    this.#lines.push(canonicalJson(head))
  }

  add(entry: Pick<CatalogEntry, 'kind' | 'name' | 'hash'>): void {
    this.#lines.push(`${entry.kind} ${JSON.stringify(entry.name)} ${entry.hash}`)
  }

  digest(): string {
    return fingerprintText(this.#lines.join('\n'))
  }
}

/** `sha256:...`; the same for catalogs with the same parts in the same order, on every machine. */
export function fingerprintCatalog(catalog: SchemaCatalog): string {
  const total = new CatalogFingerprint(catalogHead(catalog))
  for (const entry of catalogEntries(catalog)) total.add(entry)
  return total.digest()
}

function toEntry(kind: CatalogEntryKind, part: ObjectType | Operation | Relationship): CatalogEntry {
  const text = canonicalJson(part)
  return { kind, name: part.name, text, hash: fingerprintText(text) }
}
