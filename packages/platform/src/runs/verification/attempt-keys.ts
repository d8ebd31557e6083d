import {
  type AgentId,
  type Channel,
  type Environment,
  fingerprint,
  type JsonObject,
  objectFrom,
  type OrganizationId,
} from '@bindery/model'
import { apartIn } from '@bindery/runtime'
import type { AttemptKey } from '@bindery/store'
import type { FoundSkill } from '../find-runnable.ts'
import type { CallerVerification } from '../../skills/caller-verification.ts'
import { peopleIn, simplify } from './match-claims.ts'

export interface VerificationRequest {
  readonly agentId: string
  readonly method: CallerVerification['method']
  readonly claims: JsonObject
  readonly conversationId: string
  /** By which face it came. */
  readonly channel: Channel
}

export interface ProofPlace {
  readonly organizationId: OrganizationId
  readonly agentId: AgentId
  /** Where the person is looked up. */
  readonly environment: Environment
}

export interface Finding {
  readonly found: FoundSkill
  readonly request: VerificationRequest
  readonly output: JsonObject
}

/** The claims that find the person; the others prove that it is them. */
export function lookupParams({ runnable }: FoundSkill, claims: JsonObject): JsonObject {
  const names = new Set(runnable.skill.parameters.map((parameter) => parameter.name))
  return objectFrom(Object.entries(claims).filter(([name]) => names.has(name)))
}

interface Claiming {
  readonly found: FoundSkill
  readonly request: VerificationRequest
  readonly config: Pick<CallerVerification, 'identifiedBy'>
}

/**
 * By conversation, and by what is claimed of the person, however it is spelt. A claim among those that find the person may be
 * a proof that the provider judges, and each guess of it would be another person: so each of several counts for itself too,
 * unless an operator said which of them name the person. Nothing else that a caller sends has a say in it.
 */
export function claimedKeys(place: ProofPlace, { found, request, config }: Claiming): readonly AttemptKey[] {
  const { identifiedBy } = config
  const claimed = Object.entries(lookupParams(found, request.claims))
    .filter(([name]) => identifiedBy === undefined || identifiedBy.includes(name))
    .map(([name, value]) => [name, simplify(value)] as const)
  const alone = identifiedBy === undefined && claimed.length > 1 ? claimed : []
  return toKeys(place, [
    `conversation:${request.conversationId}`,
    `person:${fingerprint(objectFrom(claimed))}`,
    ...alone.map((claim) => `claim:${fingerprint(objectFrom([claim]))}`),
  ])
}

/**
 * By everybody whom the verifier found: providers find one person by many spellings, and an optional parameter makes more.
 * What only repeats a claim, and what is true or false of it, says nothing about who was found.
 */
export function foundKeys(place: ProofPlace, { found, request, output }: Finding): readonly AttemptKey[] {
  const claimed = new Set(Object.values(lookupParams(found, request.claims)).map(simplify))
  const people = peopleIn(output).map((person) =>
    Object.entries(person).filter(
      ([, value]) => value !== null && typeof value !== 'boolean' && !claimed.has(simplify(value)),
    ),
  )
  const known = people.filter((facts) => facts.length > 0).map((facts) => fingerprint(objectFrom(facts)))
  return toKeys(
    place,
    [...new Set(known)].map((person) => `found:${person}`),
  )
}

/** Attempts of a test count for themselves: who proves to be somebody there frees nobody in production. */
export const toKeys = (
  { organizationId, agentId, environment }: ProofPlace,
  subjects: readonly string[],
): readonly AttemptKey[] =>
  subjects.map((subject) => ({
    organizationId,
    agentId,
    subject: apartIn(environment, subject),
  }))
