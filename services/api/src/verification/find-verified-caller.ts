import {
  type AgentId,
  isJsonObject,
  type JsonObject,
  type OrganizationId,
  parseJson,
  Secret,
} from '@bindery/model'
import { findVerification } from '@bindery/store'
import type { Services } from '../services.ts'

export interface VerifiedCallerQuery {
  readonly organizationId: OrganizationId
  readonly agentId: AgentId
  readonly conversationId: string | undefined
  readonly token: string | undefined
}

export interface VerifiedCaller {
  readonly verifiedAt: Date
  /** What the verifier found about the person, by leaf. */
  readonly facts: JsonObject
}

/** Who a token proves the caller to be; undefined for one of another conversation, an expired or an invented one. */
export async function findVerifiedCaller(
  services: Services,
  { organizationId, agentId, conversationId, token }: VerifiedCallerQuery,
): Promise<VerifiedCaller | undefined> {
  if (token === undefined || conversationId === undefined) return undefined
  const tokenDigest = services.store.keyDigest.of(new Secret(token))
  const row = await services.store.run(organizationId, (transaction) =>
    findVerification(transaction, { agentId, conversationId, tokenDigest }),
  )
  if (row === undefined) return undefined
  const opened = services.store.vault.open(row.sealed_facts, factsPlace(organizationId, row.id))
  const facts = parseJson(opened.reveal())
  return { verifiedAt: row.verified_at, facts: isJsonObject(facts) ? facts : {} }
}

/** Where the facts of a verification are sealed to. */
export const factsPlace = (organizationId: OrganizationId, id: string) => ({
  organizationId,
  record: `verification/${id}`,
  field: 'facts',
})
