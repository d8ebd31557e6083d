import type { Confirmation, ConfirmationId } from '@bindery/model'
import { parseFirstRow } from '../rows.ts'
import { ConfirmationRow, toStored } from '../tables/confirmations.ts'
import { organizationOf, type Transaction } from '../tenancy.ts'

// Raw: the call comes out of the statement that checks it and takes it.

/** Takes an approved, unexpired confirmation in the statement that checks it. */
export async function spendConfirmation(
  transaction: Transaction,
  id: ConfirmationId,
): Promise<Confirmation | undefined> {
  const result: unknown = await transaction.raw(
    `update confirmations set status = 'spent'
     where organization_id = ? and id = ? and status = 'approved' and expires_at >= now()
     returning organization_id, id, status, call, created_at, false as is_expired`,
    [organizationOf(transaction), id],
  )
  const row = parseFirstRow(ConfirmationRow, result)
  return row === undefined ? undefined : toStored(row).confirmation
}
