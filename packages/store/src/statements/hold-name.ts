import { z } from 'zod'
import { parseFirstRow } from '../rows.ts'
import type { Transaction } from '../tenancy.ts'

// Raw: a lock of no row.

/** Waits for others that hold the name, and holds it until the transaction ends. */
export async function holdName(transaction: Transaction, name: string): Promise<void> {
  await transaction.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [name])
}

/** The same beside others who share it: who holds it alone waits for all of them, and they for him. */
export async function shareName(transaction: Transaction, name: string): Promise<void> {
  await transaction.raw('select pg_advisory_xact_lock_shared(hashtextextended(?, 0))', [name])
}

/** Holds the name until the transaction ends, unless somebody else has it. */
export async function tryName(transaction: Transaction, name: string): Promise<boolean> {
  const result: unknown = await transaction.raw(
    'select pg_try_advisory_xact_lock(hashtextextended(?, 0)) as is_held',
    [name],
  )
  return parseFirstRow(z.object({ isHeld: z.boolean() }), result)?.isHeld === true
}
