import type { Environment } from '@bindery/model'
import type { Transaction } from '../tenancy.ts'
import { slots } from './environments.ts'

/** One run of a skill, whose integration and environment say which credential it went with. */
export interface CredentialUse {
  readonly skillId: string
  readonly environment: Environment
  /** Of a skill of several steps: slugs of the integrations that are meant. Absent for the one of the skill. */
  readonly integrations?: readonly string[] | undefined
  /** When the run began: an environment that was connected since has another credential. */
  readonly startedAt: Date
}

const ofSkill = `(organization_id, integration_id) in (
  select skills.organization_id, integrations.id from skills
    join integrations on integrations.organization_id = skills.organization_id
      and (case when ?::text[] is null then integrations.id = skills.integration_id else integrations.kind = any(?::text[]) end)
    where skills.id = ?::uuid)`

const namesOf = ({ integrations, skillId }: Omit<CredentialUse, 'startedAt'>) => {
  const names = integrations === undefined ? null : [...integrations]
  return [names, names, skillId]
}

/** Says that the provider refused the credential of a run, unless its environment was connected anew since. */
export async function markCredentialRefused(transaction: Transaction, use: CredentialUse): Promise<void> {
  const isOlder = transaction.raw(`${ofSkill} and connected_at < ?::timestamptz`, [
    ...namesOf(use),
    use.startedAt.toISOString(),
  ])
  const refusedAt = transaction.raw('coalesce(refused_at, now())')
  await slots.update(transaction, [{ environment: use.environment }, isOlder], { refusedAt })
}

/** The provider takes the credential again. */
export async function markCredentialAccepted(
  transaction: Transaction,
  use: Omit<CredentialUse, 'startedAt'>,
): Promise<void> {
  const isRefused = transaction.raw(`${ofSkill} and refused_at is not null`, namesOf(use))
  await slots.update(transaction, [{ environment: use.environment }, isRefused], { refusedAt: null })
}

/** Whether any credential of the organisation counts as refused. */
export const hasRefusedCredential = (transaction: Transaction): Promise<boolean> =>
  slots.has(transaction, [{}, transaction.raw('refused_at is not null')])
