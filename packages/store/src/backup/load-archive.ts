import { z } from 'zod'
import { hasRow, parseRows } from '../rows.ts'
import type { Transaction } from '../tenancy.ts'
import { isRow, unreadable } from './archive-content.ts'
import { type ArchiveTable, listArchiveTables } from './archive-tables.ts'
import type { ArchiveVisitor } from './check-archive.ts'

/** Rows that are written at once, at most, and characters of them. */
const mostRows = 500
const mostCharacters = 1024 * 1024

/**
 * Writes the rows of an archive into tables that are empty. Names of an archive are only ever compared with those that the
 * schema has; what fits none, or no type, is `backup_damaged`.
 */
export class RowLoader implements ArchiveVisitor {
  readonly #transaction: Transaction
  readonly #tables: ReadonlyMap<string, ArchiveTable>
  #insert = ''
  #names: readonly string[] = []
  #rows: string[] = []
  #characters = 0

  private constructor(transaction: Transaction, tables: readonly ArchiveTable[]) {
    this.#transaction = transaction
    this.#tables = new Map(tables.map((table) => [table.name, table]))
  }

  static async into(transaction: Transaction): Promise<RowLoader> {
    return new RowLoader(transaction, await listArchiveTables(transaction))
  }

  async table(name: string, columns: readonly string[]): Promise<void> {
    const table = this.#tables.get(name)
    const types = columns.map((column) => table?.columns.find((own) => own.name === column)?.type)
    const isWhole = new Set(columns).size === columns.length && columns.length === table?.columns.length
    if (!isWhole || types.includes(undefined)) throw unreadable()
    const values = types.map((type, position) => `(cells->>${position})::${type}`).join(', ')
    // The database's own words for its own types; names go in as identifiers.
    this.#insert = `insert into ?? (${columns.map(() => '??').join(', ')}) select ${values} from json_array_elements(?::json) as row (cells)`
    this.#names = [name, ...columns]
  }

  row(text: string): Promise<void> | undefined {
    if (!isRow(text)) throw unreadable()
    this.#rows.push(text)
    this.#characters += text.length
    return this.#rows.length < mostRows && this.#characters < mostCharacters ? undefined : this.#write()
  }

  tableEnd(): Promise<void> {
    return this.#write()
  }

  async #write(): Promise<void> {
    const rows = `[${this.#rows.join(',')}]`
    this.#rows = []
    this.#characters = 0
    if (rows === '[]') return
    await this.#transaction.raw(this.#insert, [...this.#names, rows])
  }
}

const FoundRow = z.object({ found: z.string() })

/** Which of these stand in the schema `public`. */
export async function findOwn(
  transaction: Transaction,
  names: readonly string[],
): Promise<readonly string[]> {
  const result: unknown = await transaction.raw(
    `select relname as found from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname = any(?)`,
    [[...names]],
  )
  return parseRows(FoundRow, result).map(({ found }) => found)
}

/** Whether the store has an organisation: then it is somebody's. */
export async function isInhabited(transaction: Transaction): Promise<boolean> {
  if ((await findOwn(transaction, ['organizations'])).length === 0) return false
  return hasRow(await transaction.raw('select 1 as one from organizations limit 1'))
}
