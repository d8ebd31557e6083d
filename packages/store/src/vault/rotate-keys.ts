import { z } from 'zod'
import { hasRow, parseRows } from '../rows.ts'
import type { Store } from '../store.ts'

export interface RotationStep {
  readonly table: string
  readonly column: string
  /** Secrets of this step that are under the current master key now. */
  readonly moved: number
  /** Secrets that no known key opens; they stay as they are. */
  readonly unreadable: number
}

type Rotated = Pick<Store, 'run' | 'vault'>

const batchSize = 200

/**
 * Puts every stored secret under the current master key, a batch per transaction, and tells of each. It may be stopped
 * anywhere and begun again: a secret is under one key or the other, and the store opens both as long as it knows the older
 * one. Passes go on until one finds nothing left, since others write meanwhile. Contents are not decrypted: only the data
 * key of each secret is wrapped anew.
 */
export async function* rotateKeys(store: Rotated): AsyncGenerator<RotationStep> {
  for (const place of await listSealedColumns(store)) {
    let moved: number
    do {
      moved = 0
      for await (const step of passOver(store, place)) {
        moved += step.moved
        yield step
      }
    } while (moved > 0)
  }
}

const SealedColumn = z.object({ tableName: z.string(), columnName: z.string() })
type SealedColumn = z.output<typeof SealedColumn>

/** Whatever is sealed is in a column that says so by its name. */
async function listSealedColumns(store: Rotated): Promise<readonly SealedColumn[]> {
  return store.run('platform', async (transaction) =>
    parseRows(
      SealedColumn,
      await transaction.raw(
        `select table_name, column_name from information_schema.columns
         where table_schema = 'public' and data_type = 'text' and starts_with(column_name, 'sealed')
         order by table_name, column_name`,
      ),
    ),
  )
}

const SealedRow = z.object({ place: z.string(), sealed: z.string() })

/** In the order of the table on disk, so that a batch begins where the last one ended. */
async function* passOver(store: Rotated, column: SealedColumn): AsyncGenerator<RotationStep> {
  let after = '(0,0)'
  for (;;) {
    const { step, last } = await moveBatch(store, column, after)
    if (step.moved + step.unreadable > 0) yield step
    if (last === undefined) return
    after = last
  }
}

async function moveBatch(
  store: Rotated,
  { tableName: table, columnName: column }: SealedColumn,
  after: string,
): Promise<{ readonly step: RotationStep; readonly last: string | undefined }> {
  return store.run('platform', async (transaction) => {
    const found: unknown = await transaction.raw(
      `select ctid::text as place, ?? as sealed from ??
       where ctid > ?::tid and ?? is not null and position(? in ??) = 0 order by ctid limit ?`,
      [column, table, after, column, store.vault.currentMark, column, batchSize],
    )
    const rows = parseRows(SealedRow, found)
    let moved = 0
    let unreadable = 0
    for (const row of rows) {
      const sealed = store.vault.rewrap(row.sealed)
      if (sealed === undefined) unreadable += 1
      else {
        const result: unknown = await transaction.raw(
          'update ?? set ?? = ? where ctid = ?::tid and ?? = ? returning 1 as one',
          [table, column, sealed, row.place, column, row.sealed],
        )
        moved += hasRow(result) ? 1 : 0
      }
    }
    return { step: { table, column, moved, unreadable }, last: rows.at(-1)?.place }
  })
}
