import { parseFirstRow } from '../rows.ts'
import { OAuthFlowRow } from '../tables/oauth-flows.ts'
import type { Transaction } from '../tenancy.ts'

// Raw: what was deleted comes out of the statement.

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
