import {
  type AgentId,
  type Environment,
  isJsonObject,
  type Json,
  type JsonObject,
  type OrganizationId,
  parseJson,
  Secret,
} from '@bindery/model'
import { findLastVerification, findVerification } from '@bindery/store'
import type { Needs } from '../../kernel/needs.ts'

export interface VerifiedCallerQuery {
  readonly organizationId: OrganizationId
  readonly agentId: AgentId
  readonly conversationId: string | undefined
  readonly token: string | undefined
  readonly proof: 'token' | 'session'
  /** Where the call goes. */
  readonly environment: Environment
}

export interface VerifiedCaller {
  readonly verifiedAt: Date
  /** What the verifier found about the person, by leaf. */
  readonly facts: JsonObject
}

/**
 * Who a token proves the caller to be; undefined for one of another conversation, an expired or an invented one. Without
 * a token, the last verification of a conversation that is a session of ours. Who was found in the data of a test is
 * nobody in production.
 */
export async function findVerifiedCaller(
  services: Needs<'store'>,
  { organizationId, agentId, conversationId, token, proof, environment }: VerifiedCallerQuery,
): Promise<VerifiedCaller | undefined> {
  if (conversationId === undefined || (token === undefined && proof === 'token')) return undefined
  const place = { agentId, conversationId }
  const row = await services.store.run(organizationId, (transaction) =>
    token === undefined
      ? findLastVerification(transaction, place)
      : findVerification(transaction, {
          ...place,
          tokenDigest: services.store.keyDigest.of(new Secret(token)),
        }),
  )
  if (row === undefined) return undefined
  const opened = services.store.vault.open(row.sealedFacts, factsPlace(organizationId, row.id))
  const proved = readProof(parseJson(opened.reveal()))
  if (proved.environment !== 'production' && proved.environment !== environment) return undefined
  return { verifiedAt: row.verifiedAt, facts: proved.facts }
}

interface Proof {
  /** Where the person was found. */
  readonly environment: string
  readonly facts: JsonObject
}

/** What is sealed of a verification. */
export const proofBytes = (proof: Proof): string => JSON.stringify(proof)

/** Facts are scalars: an object among them is the proof of today, and what has none was proved in production. */
function readProof(sealed: Json): Proof {
  if (!isJsonObject(sealed)) return { environment: 'production', facts: {} }
  const { environment, facts } = sealed
  return typeof environment === 'string' && facts !== undefined && isJsonObject(facts)
    ? { environment, facts }
    : { environment: 'production', facts: sealed }
}

/** Where the facts of a verification are sealed to. */
export const factsPlace = (organizationId: OrganizationId, id: string) => ({
  organizationId,
  record: `verification/${id}`,
  field: 'facts',
})
