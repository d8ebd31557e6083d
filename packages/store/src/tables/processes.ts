import { z } from 'zod'
import { DateRow } from '../rows.ts'
import { Table } from '../table.ts'
import type { Transaction } from '../tenancy.ts'

const processes = new Table({
  name: 'server_processes',
  row: z.object({ id: z.string(), seenAt: DateRow }),
  tenant: 'none',
})

/** Says that a process lives. Called when it starts and every other second. */
export function reportAlive(transaction: Transaction, id: string): Promise<void> {
  const seenAt = transaction.raw('clock_timestamp()')
  return processes.upsert(transaction, { id }, { on: ['id'], replace: [], also: { seenAt } })
}

/** Forgets a process that ended properly, and those that were silent for an hour. */
export async function reportEnded(transaction: Transaction, id: string): Promise<void> {
  const areOver = transaction.raw("(id = ? or seen_at < clock_timestamp() - interval '1 hour')", [id])
  await processes.delete(transaction, [{}, areOver])
}

/** Forgets every process: only for a store that one process at a time can open. */
export async function forgetProcesses(transaction: Transaction): Promise<void> {
  await processes.delete(transaction, {})
}
