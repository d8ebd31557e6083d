import { environments } from '@bindery/model'
import { z } from 'zod'
import { OrganizationIdRow, parseFirstRow } from '../rows.ts'
import type { Transaction } from '../tenancy.ts'
import type { EnvironmentSlot } from './environments.ts'

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

/** Keeps an authorization that waits for a person, and forgets those of the organisation that ran out. */
export async function insertOAuthFlow(transaction: Transaction, flow: NewOAuthFlow): Promise<void> {
  await transaction.raw('delete from oauth_flows where expires_at < now()')
  await transaction.raw(
    `insert into oauth_flows (organization_id, state_digest, integration_id, environment, key_id, actor,
       browser_digest, redirect_uri, sealed, expires_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, clock_timestamp() + make_interval(secs => ?))`,
    [
      flow.organizationId,
      flow.stateDigest,
      flow.integrationId,
      flow.environment,
      flow.keyId,
      flow.actor,
      flow.browserDigest ?? null,
      flow.redirectUri,
      flow.sealed,
      flow.lifetimeSeconds,
    ],
  )
}

const OAuthFlowRow = z.object({
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

/** Takes an authorization out by its state, so that a state serves once. The caller's transaction must be the platform's. */
export async function takeOAuthFlow(
  transaction: Transaction,
  stateDigest: string,
): Promise<OAuthFlowRow | undefined> {
  const result: unknown = await transaction.raw(
    `delete from oauth_flows where state_digest = ?
     returning organization_id, integration_id, environment, key_id, actor, browser_digest, redirect_uri, sealed,
       expires_at < clock_timestamp() as is_expired`,
    [stateDigest],
  )
  return parseFirstRow(OAuthFlowRow, result)
}
