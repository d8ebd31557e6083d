import type { CatalogEntryKind } from '@bindery/model'

/** What is known of a catalog part without reading the part: its list row, what it is found by, and where it is. */
export interface IndexRow {
  readonly kind: CatalogEntryKind
  readonly name: string
  readonly hash: string
  /** Hash of the page that holds the part. */
  readonly page: string
  /** The list row as JSON text. */
  readonly summary: string
  /** Lower-case text that search words are looked for in. */
  readonly search: string
  /** Words to filter by: `read`, `effect:create`, `object:Ticket`, `status:bindable`. */
  readonly facts: readonly string[]
  /** Objects whose blocking hides this part. */
  readonly mentions: readonly string[]
}

/** Text of a page of parts: one line each, of kind, quoted name and canonical JSON, parted by tabs. */
export function formatBodyLine(kind: CatalogEntryKind, name: string, body: string): string {
  return `${kind}\t${JSON.stringify(name)}\t${body}\n`
}

/** The parts on a page by `<kind> <name>`. */
export function parseBodyPage(text: string): ReadonlyMap<string, string> {
  const bodies = new Map<string, string>()
  for (const line of text.split('\n')) {
    const afterKind = line.indexOf('\t')
    const afterName = line.indexOf('\t', afterKind + 1)
    if (afterName < 0) continue
    bodies.set(
      bodyKey(line.slice(0, afterKind), parseName(line.slice(afterKind + 1, afterName))),
      line.slice(afterName + 1),
    )
  }
  return bodies
}

export const bodyKey = (kind: string, name: string): string => `${kind} ${name}`

/** Rows are written by our own introspection process and stored under their hash. */
export const parseIndexPage: (text: string) => readonly IndexRow[] = JSON.parse

const parseName: (text: string) => string = JSON.parse
