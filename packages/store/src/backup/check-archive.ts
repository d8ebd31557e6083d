import { type Mark, type Manifest, type Part, readParts, unreadable } from './archive-content.ts'
import type { ArchiveKey } from './archive-key.ts'
import { openArchive } from './open-archive.ts'

/** What an archive is and holds. */
export interface ArchiveSummary extends Omit<Manifest, 'kind'> {
  readonly tables: readonly { readonly name: string; readonly rows: number }[]
  readonly rows: number
}

/** What is done with an archive while it is read. Nothing that it says is to be kept before its end was reached. */
export interface ArchiveVisitor {
  manifest?(manifest: Manifest): Promise<void>
  table?(name: string, columns: readonly string[]): Promise<void>
  row?(text: string): Promise<void> | undefined
  /** All rows of the table have been told. */
  tableEnd?(): Promise<void>
}

/**
 * Reads an archive from beginning to end, and says what it holds: each frame is proved, and each count is that of what came.
 * Throws `backup_foreign`, `backup_damaged`.
 */
export function readArchive(
  bytes: AsyncIterable<Uint8Array>,
  keys: readonly ArchiveKey[],
): Promise<ArchiveSummary> {
  return readContent(openArchive(bytes, keys), {})
}

/** The same of one that is open. */
export async function readContent(
  content: AsyncIterable<Buffer>,
  visitor: ArchiveVisitor,
): Promise<ArchiveSummary> {
  const reading = new Reading(visitor)
  for await (const part of readParts(content)) await reading.take(part)
  return reading.end()
}

/** Where a reader is: what comes next must fit. */
class Reading {
  readonly #visitor: ArchiveVisitor
  #manifest: Manifest | undefined
  readonly #tables: { readonly name: string; readonly rows: number }[] = []
  #table: { readonly name: string; rows: number } | undefined
  #isWhole = false

  constructor(visitor: ArchiveVisitor) {
    this.#visitor = visitor
  }

  take(part: Part): Promise<void> | undefined {
    if (part.kind !== 'row') return this.#mark(part)
    if (this.#table === undefined || this.#isWhole) throw unreadable()
    this.#table.rows += 1
    return this.#visitor.row?.(part.text)
  }

  async #mark(mark: Mark): Promise<void> {
    if (this.#isWhole || (mark.kind === 'backup') !== (this.#manifest === undefined)) throw unreadable()
    switch (mark.kind) {
      case 'backup':
        this.#manifest = mark
        return this.#visitor.manifest?.(mark)
      case 'table':
        return this.#begin(mark)
      case 'end':
        return this.#endTable(mark)
      case 'whole':
        this.#isWhole =
          this.#table === undefined && mark.tables === this.#tables.length && mark.rows === this.#rows
        if (!this.#isWhole) throw unreadable()
    }
  }

  async #begin({ table, columns }: Extract<Mark, { readonly kind: 'table' }>): Promise<void> {
    if (this.#table !== undefined || this.#tables.some(({ name }) => name === table)) throw unreadable()
    this.#table = { name: table, rows: 0 }
    await this.#visitor.table?.(table, columns)
  }

  async #endTable({ table, rows }: Extract<Mark, { readonly kind: 'end' }>): Promise<void> {
    if (this.#table?.name !== table || this.#table.rows !== rows) throw unreadable()
    this.#tables.push({ name: table, rows })
    this.#table = undefined
    await this.#visitor.tableEnd?.()
  }

  get #rows(): number {
    return this.#tables.reduce((sum, { rows }) => sum + rows, 0)
  }

  end(): ArchiveSummary {
    if (this.#manifest === undefined || !this.#isWhole) throw unreadable()
    const { kind: _kind, ...manifest } = this.#manifest
    return { ...manifest, tables: this.#tables, rows: this.#rows }
  }
}
