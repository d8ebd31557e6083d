import { environments } from '@bindery/model'
import { z } from 'zod'
import { DateRow, OrganizationIdRow } from '../rows.ts'
import { Table } from '../table.ts'
import type { Transaction } from '../tenancy.ts'
import type { EnvironmentSlot } from './environments.ts'

export const OAuthFlowRow = z.object({
  organizationId: OrganizationIdRow,
  integrationId: z.string(),
  environment: z.enum(environments),
  keyId: z.string(),
  actor: z.string(),
  browserDigest: z.string().nullable(),
  redirectUri: z.string(),
  sealed: z.string(),
  isExpired: z.boolean(),
})
export type OAuthFlowRow = z.output<typeof OAuthFlowRow>

export interface NewOAuthFlow extends EnvironmentSlot {
  /** The state itself is not kept. */
  readonly stateDigest: string
  /** Who began it: the key must still be good when the person comes back. */
  readonly keyId: string
  readonly actor: string
  /** Digest of a cookie of the browser that began it, when one did. */
  readonly browserDigest: string | undefined
  readonly redirectUri: string
  readonly sealed: string
  readonly lifetimeSeconds: number
}

const flows = new Table({
  name: 'oauth_flows',
  row: OAuthFlowRow.omit({ isExpired: true }),
  hidden: z.object({ stateDigest: z.string(), expiresAt: DateRow }),
})

/** Keeps an authorization that waits for a person, and forgets those of the organisation that ran out. */
export async function insertOAuthFlow(
  transaction: Transaction,
  { lifetimeSeconds, ...flow }: NewOAuthFlow,
): Promise<void> {
  await flows.delete(transaction, [{}, transaction.raw('expires_at < now()')])
  const expiresAt = transaction.raw('clock_timestamp() + make_interval(secs => ?)', [lifetimeSeconds])
  await flows.insert(transaction, { ...flow, expiresAt })
}
