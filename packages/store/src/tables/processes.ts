import type { Transaction } from '../tenancy.ts'

/** Says that a process lives. Called when it starts and every other second. */
export async function reportAlive(transaction: Transaction, id: string): Promise<void> {
  await transaction.raw(
    `insert into server_processes (id) values (?)
     on conflict (id) do update set seen_at = clock_timestamp()`,
    [id],
  )
}

/** Forgets a process that ended properly, and those that were silent for an hour. */
export async function reportEnded(transaction: Transaction, id: string): Promise<void> {
  await transaction.raw(
    `delete from server_processes where id = ? or seen_at < clock_timestamp() - interval '1 hour'`,
    [id],
  )
}

/** Forgets every process: only for a store that one process at a time can open. */
export async function forgetProcesses(transaction: Transaction): Promise<void> {
  await transaction.raw('delete from server_processes')
}
