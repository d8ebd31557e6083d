import { z } from 'zod'
import { CountRow, DateRow } from '../rows.ts'
import { Table } from '../table.ts'
import type { Transaction } from '../tenancy.ts'

const RestoredRow = z.object({ epoch: CountRow, backupAt: DateRow, restoredAt: DateRow })
/** A store that was restored: its epoch since then, and of when the backup was. */
export type RestoredStore = Readonly<z.output<typeof RestoredRow>>

const restores = new Table({ name: 'restores', row: RestoredRow, tenant: 'none' })

/** The last time that the store was restored. */
export const findRestored = (transaction: Transaction): Promise<RestoredStore | undefined> =>
  restores.find(transaction, {}, { order: [{ column: 'epoch', kind: 'integer', direction: 'down' }] })
