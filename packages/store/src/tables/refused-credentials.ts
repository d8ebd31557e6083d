import type { Environment } from '@bindery/model'
import { hasRow } from '../rows.ts'
import type { Transaction } from '../tenancy.ts'

/** One run of a skill, whose integration and environment say which credential it went with. */
export interface CredentialUse {
  readonly skillId: string
  readonly environment: Environment
  /** When the run began: an environment that was connected since has another credential. */
  readonly startedAt: Date
}

/** Says that the provider refused the credential of a run, unless its environment was connected anew since. */
export async function markCredentialRefused(transaction: Transaction, use: CredentialUse): Promise<void> {
  await transaction.raw(
    `update integration_environments slot set refused_at = coalesce(slot.refused_at, now()) from skills
     where skills.id = ?::uuid and slot.integration_id = skills.integration_id and slot.environment = ?
       and slot.connected_at < ?::timestamptz`,
    [use.skillId, use.environment, use.startedAt.toISOString()],
  )
}

/** The provider takes the credential again. */
export async function markCredentialAccepted(
  transaction: Transaction,
  use: Omit<CredentialUse, 'startedAt'>,
): Promise<void> {
  await transaction.raw(
    `update integration_environments slot set refused_at = null from skills
     where skills.id = ?::uuid and slot.integration_id = skills.integration_id and slot.environment = ?
       and slot.refused_at is not null`,
    [use.skillId, use.environment],
  )
}

/** Whether any credential of the organisation counts as refused. */
export async function hasRefusedCredential(transaction: Transaction): Promise<boolean> {
  const found: unknown = await transaction.raw(
    'select 1 as one from integration_environments where refused_at is not null limit 1',
  )
  return hasRow(found)
}
