import type { Environment } from '@bindery/model'
import type { Transaction } from '../tenancy.ts'
import { slots } from './environments.ts'

/** One run of a skill, whose integration and environment say which credential it went with. */
export interface CredentialUse {
  readonly skillId: string
  readonly environment: Environment
  /** When the run began: an environment that was connected since has another credential. */
  readonly startedAt: Date
}

const ofSkill = `(organization_id, integration_id) in (
  select organization_id, integration_id from skills where id = ?::uuid)`

/** Says that the provider refused the credential of a run, unless its environment was connected anew since. */
export async function markCredentialRefused(
  transaction: Transaction,
  { skillId, environment, startedAt }: CredentialUse,
): Promise<void> {
  const isOlder = transaction.raw(`${ofSkill} and connected_at < ?::timestamptz`, [
    skillId,
    startedAt.toISOString(),
  ])
  const refusedAt = transaction.raw('coalesce(refused_at, now())')
  await slots.update(transaction, [{ environment }, isOlder], { refusedAt })
}

/** The provider takes the credential again. */
export async function markCredentialAccepted(
  transaction: Transaction,
  { skillId, environment }: Omit<CredentialUse, 'startedAt'>,
): Promise<void> {
  const isRefused = transaction.raw(`${ofSkill} and refused_at is not null`, [skillId])
  await slots.update(transaction, [{ environment }, isRefused], { refusedAt: null })
}

/** Whether any credential of the organisation counts as refused. */
export const hasRefusedCredential = (transaction: Transaction): Promise<boolean> =>
  slots.has(transaction, [{}, transaction.raw('refused_at is not null')])
