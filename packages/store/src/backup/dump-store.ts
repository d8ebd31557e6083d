import type { Knex } from 'knex'
import { z } from 'zod'
import { openSnapshot } from '../database/snapshot.ts'
import { parseFirstRow, parseRows } from '../rows.ts'
import type { Transaction } from '../tenancy.ts'
import type { Manifest, Mark } from './archive-content.ts'
import { type ArchiveTable, listArchiveTables } from './archive-tables.ts'

/** Rows that are read at once, at most, and at first: rows may be of half a megabyte each. */
const mostAtOnce = 64
const firstAtOnce = 4
/** Characters of rows that are read at once, about. */
const aboutAtOnce = 1024 * 1024

/** The lines of an archive of a database, in one snapshot. Nobody waits for it. `version` is that of Bindery. */
export async function* dumpStore(database: Knex, version: string): AsyncGenerator<string> {
  const transaction = await openSnapshot(database)
  try {
    await transaction.raw(writing)
    yield lineOf(await describeStore(transaction, version))
    let rows = 0
    const tables = await listArchiveTables(transaction)
    for (const table of tables) {
      yield lineOf({ kind: 'table', table: table.name, columns: table.columns.map(({ name }) => name) })
      let own = 0
      for await (const texts of readRows(transaction, table)) {
        own += texts.length
        yield `${texts.join('\n')}\n`
      }
      yield lineOf({ kind: 'end', table: table.name, rows: own })
      rows += own
    }
    yield lineOf({ kind: 'whole', tables: tables.length, rows })
  } finally {
    await transaction.rollback()
  }
}

const lineOf = (mark: Mark): string => `${JSON.stringify(mark)}\n`

/** How values are written: so that every server reads them back as they were, whatever it is set to. */
const writing = `set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local bytea_output = 'hex';
  set local extra_float_digits = 3`

const Facts = z.object({ at: z.date(), engine: z.string(), epoch: z.coerce.number() })
const NameRow = z.object({ name: z.string() })

async function describeStore(transaction: Transaction, version: string): Promise<Manifest> {
  const steps: unknown = await transaction.raw('select name from bindery_migrations order by at, name')
  const migrations = parseRows(NameRow, steps).map(({ name }) => name)
  const epoch = migrations.includes('035-restores') ? 'coalesce((select max(epoch) from restores), 1)' : '1'
  const facts: unknown = await transaction.raw(
    `select now() as at, current_setting('server_version') as engine, ${epoch} as epoch`,
  )
  const row = Facts.parse(parseFirstRow(Facts, facts))
  return {
    kind: 'backup',
    madeAt: row.at.toISOString(),
    version,
    engine: row.engine,
    epoch: row.epoch,
    migrations,
  }
}

const TextRow = z.object({ row: z.string() })

async function* readRows(transaction: Transaction, table: ArchiveTable): AsyncGenerator<readonly string[]> {
  const texts = table.columns.map(() => '??::text').join(', ')
  await transaction.raw(
    `declare dumped no scroll cursor for select json_build_array(${texts})::text as row from ??`,
    [...table.columns.map(({ name }) => name), table.name],
  )
  for (let count = firstAtOnce; ; ) {
    const rows = parseRows(TextRow, await transaction.raw(`fetch ${count} from dumped`)).map(({ row }) => row)
    if (rows.length === 0) break
    yield rows
    count = nextCount(count, rows)
  }
  await transaction.raw('close dumped')
}

/** Twice as many where rows are small, and fewer where they are large. */
function nextCount(count: number, rows: readonly string[]): number {
  const largest = rows.reduce((most, { length }) => Math.max(most, length), 1)
  return Math.max(1, Math.min(count * 2, mostAtOnce, Math.floor(aboutAtOnce / largest)))
}
