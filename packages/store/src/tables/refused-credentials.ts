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
  select organization_id, integration_id from skills where id = ?::uuid)`

const ofIntegrations = `(organization_id, integration_id) in (
  select organization_id, id from integrations where kind = any(?::text[]))`

type CredentialOwner = Omit<CredentialUse, 'startedAt'>

const conditionOf = ({ integrations }: CredentialOwner): string =>
  integrations === undefined ? ofSkill : ofIntegrations

const ownerOf = ({ integrations, skillId }: CredentialOwner) =>
  integrations === undefined ? skillId : [...integrations]

/** Says that the provider refused the credential of a run, unless its environment was connected anew since. */
export async function markCredentialRefused(transaction: Transaction, use: CredentialUse): Promise<void> {
  const isOlder = transaction.raw(`${conditionOf(use)} and connected_at < ?::timestamptz`, [
    ownerOf(use),
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
  const isRefused = transaction.raw(`${conditionOf(use)} and refused_at is not null`, [ownerOf(use)])
  await slots.update(transaction, [{ environment: use.environment }, isRefused], { refusedAt: null })
}

/** Whether any credential of the organisation counts as refused. */
export const hasRefusedCredential = (transaction: Transaction): Promise<boolean> =>
  slots.has(transaction, [{}, transaction.raw('refused_at is not null')])
