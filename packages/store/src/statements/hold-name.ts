import type { Transaction } from '../tenancy.ts'

// Raw: a lock of no row.

/** Waits for others that hold the name, and holds it until the transaction ends. */
export async function holdName(transaction: Transaction, name: string): Promise<void> {
  await transaction.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [name])
}
