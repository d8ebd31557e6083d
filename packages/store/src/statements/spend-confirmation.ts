import type { ConfirmationId } from '@bindery/model'
import { parseFirstRow } from '../rows.ts'
import { ConfirmationRow, type StoredConfirmation, toStored } from '../tables/confirmations.ts'
import { organizationOf, type Transaction } from '../tenancy.ts'

// Raw: the call comes out of the statement that checks it and takes it.

/**
 * Takes an approved, unexpired confirmation in the statement that checks it, with what was read for it, which is kept no
 * longer.
 */
export async function spendConfirmation(
  transaction: Transaction,
  id: ConfirmationId,
): Promise<StoredConfirmation | undefined> {
  const result: unknown = await transaction.raw(
    `with held as (
       select id, sealed_ahead from confirmations where organization_id = :organizationId and id = :id for update)
     update confirmations set status = 'spent', sealed_ahead = null from held
     where confirmations.organization_id = :organizationId and confirmations.id = held.id
       and status = 'approved' and expires_at >= now()
     returning confirmations.organization_id, confirmations.id, status, call, held.sealed_ahead, created_at,
       false as is_expired, false as is_void`,
    { organizationId: organizationOf(transaction), id },
  )
  const row = parseFirstRow(ConfirmationRow, result)
  return row === undefined ? undefined : toStored(row)
}
