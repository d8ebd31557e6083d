import { remedy } from '../../kernel/remedies.ts'
import { randomBytes } from 'node:crypto'
import { type JsonObject, type OrganizationId, PlatformError, Secret, type SkillCall } from '@bindery/model'
import { runSkill } from '@bindery/runtime'
import {
  type AttemptKey,
  countAttempt,
  forgetAttempts,
  insertVerification,
  takeAttemptBack,
} from '@bindery/store'
import type { Principal } from '../../kernel/principal.ts'
import { findRunnable, type FoundSkill } from '../find-runnable.ts'
import { runPortsOf } from '../run-ports.ts'
import { newId } from '../../kernel/ids.ts'
import type { Needs } from '../../kernel/needs.ts'
import type { RunParts } from '../run-parts.ts'
import { requireAgent } from '../../kernel/require-skill.ts'
import { CallerVerification } from '../../skills/caller-verification.ts'
import { factsPlace, proofBytes } from './find-verified-caller.ts'
import { matchClaims } from './match-claims.ts'
import {
  claimedKeys,
  foundKeys,
  lookupParams,
  type ProofPlace,
  type VerificationRequest,
} from './attempt-keys.ts'

export interface VerifiedToken {
  readonly verificationToken: string
  readonly expiresAt: Date
}

/**
 * Verifies a caller by running the verifier skill of the agent with the claims and comparing what it finds. Attempts are
 * counted before they are made, by conversation and by the person who is claimed to call, and before they are compared by
 * the person who is found: neither a new conversation nor another spelling helps. Throws `identity_not_verified`, `verification_locked`, and what the verifier skill fails with.
 */
export async function verifyCaller(
  services: Needs<'config' | 'egress' | 'events' | 'process' | 'runCaches' | 'store'> &
    Pick<RunParts, 'answers' | 'connections' | 'runnables'>,
  principal: Principal,
  request: VerificationRequest,
): Promise<VerifiedToken> {
  const { organizationId } = principal
  const { found, config } = await prepare(services, organizationId, request)
  const environment = principal.environment ?? 'production'
  const place = { organizationId, agentId: found.agentId, environment }
  const claimed = claimedKeys(place, { found, request, config })
  const attempts = most(await count(services, claimed))
  if (attempts > config.maxAttempts) throw locked()
  const output = await runVerifier(services, principal, { found, request }).catch(async (error: unknown) => {
    await each(services, claimed, takeAttemptBack)
    throw error
  })
  const people = foundKeys(place, { found, request, output })
  const counts = await count(services, people)
  const facts = matchClaims(output, request.claims, config.requiredFields)
  const own = facts === undefined ? people : foundKeys(place, { found, request, output: facts })
  const tried = Math.max(attempts, most(counts, own))
  if (tried > config.maxAttempts) throw locked()
  if (facts === undefined) throw refused(config.maxAttempts - tried)
  await settle(services, { claimed, people, own })
  return keep(services, { ...place, request, facts, config })
}

interface Counted {
  readonly claimed: readonly AttemptKey[]
  readonly people: readonly AttemptKey[]
  readonly own: readonly AttemptKey[]
}

/** Who is verified frees themselves. Others whom the same claims find keep what was tried on them: only this attempt was none. */
async function settle(services: Needs<'store'>, { claimed, people, own }: Counted): Promise<void> {
  const freed = new Set(own.map(({ subject }) => subject))
  const others = people.filter(({ subject }) => !freed.has(subject))
  await each(services, [...claimed, ...own], forgetAttempts)
  await each(services, others, takeAttemptBack)
}

interface Prepared {
  readonly found: FoundSkill
  readonly config: CallerVerification
}

async function prepare(
  services: Needs<'store'>,
  organizationId: OrganizationId,
  request: VerificationRequest,
): Promise<Prepared> {
  return services.store.run(organizationId, async (transaction) => {
    const agent = await requireAgent(transaction, request.agentId)
    const config = CallerVerification.safeParse(agent.callerVerification)
    if (!config.success) throw notSetUp(request.agentId)
    if (config.data.method !== request.method) {
      throw new PlatformError(
        'validation_error',
        `Callers of this agent are verified by "${config.data.method}".`,
      )
    }
    const query = { agentId: agent.id, skillId: config.data.verifierSkillId, version: 'published' } as const
    return { found: await findRunnable(transaction, query), config: config.data }
  })
}

type Counts = ReadonlyMap<string, number>

/** The attempts that each key has seen, by subject. Each is counted in a transaction that waits for the others. */
async function count(services: Needs<'store'>, keys: readonly AttemptKey[]): Promise<Counts> {
  const counts = new Map<string, number>()
  for (const key of keys) {
    const seen = await services.store.run(key.organizationId, (transaction) => countAttempt(transaction, key))
    counts.set(key.subject, seen)
  }
  return counts
}

/** The most attempts on any of them, or on any of these. */
function most(counts: Counts, keys?: readonly AttemptKey[]): number {
  const seen = keys === undefined ? [...counts.values()] : keys.map(({ subject }) => counts.get(subject) ?? 0)
  return Math.max(0, ...seen)
}

async function each(
  services: Needs<'store'>,
  keys: readonly AttemptKey[],
  work: typeof forgetAttempts,
): Promise<void> {
  for (const key of keys)
    await services.store.run(key.organizationId, (transaction) => work(transaction, key))
}

interface Running {
  readonly found: FoundSkill
  readonly request: VerificationRequest
}

/** The verifier reads about somebody who is not verified yet: what it finds stays in here. */
async function runVerifier(
  services: Needs<'config' | 'egress' | 'events' | 'process' | 'runCaches' | 'store'> &
    Pick<RunParts, 'answers' | 'connections' | 'runnables'>,
  principal: Principal,
  { found, request }: Running,
): Promise<JsonObject> {
  const { runnable } = found
  const call: SkillCall = {
    organizationId: found.organizationId,
    agentId: found.agentId,
    skillId: runnable.skillId,
    skillHash: runnable.skillHash,
    params: lookupParams(found, request.claims),
    environment: principal.environment ?? 'production',
    conversationId: request.conversationId,
    isCallerVerified: true,
    verifiedAt: new Date(),
    actor: principal.actor,
    keyId: principal.keyId,
    isOfPlatform: true,
    channel: request.channel,
  }
  const result = await runSkill(runnable, call, runPortsOf(services))
  switch (result.status) {
    case 'succeeded':
      return result.output
    case 'not_found':
    case 'conditions_not_met':
    case 'not_certain':
    case 'ambiguous':
      // Nobody has these claims: they match nothing.
      return {}
    case 'failed':
    case 'outcome_unknown':
      throw result.error
    case 'confirmation_required':
      throw new PlatformError(
        'state_not_allowed',
        'The verifier skill waits for a confirmation: it must not need one.',
      )
  }
}

interface Keeping extends ProofPlace {
  readonly request: VerificationRequest
  readonly facts: JsonObject
  readonly config: CallerVerification
}

async function keep(services: Needs<'store'>, keeping: Keeping): Promise<VerifiedToken> {
  const { organizationId, agentId, environment, request, facts, config } = keeping
  const id = newId()
  const verificationToken = `bvt_${randomBytes(32).toString('base64url')}`
  const proof = new Secret(proofBytes({ environment, facts }))
  const sealed = services.store.vault.seal(proof, factsPlace(organizationId, id))
  const expiresAt = await services.store.run(organizationId, (transaction) =>
    insertVerification(transaction, {
      organizationId,
      id,
      agentId,
      conversationId: request.conversationId,
      method: config.method,
      tokenDigest: services.store.keyDigest.of(new Secret(verificationToken)),
      sealedFacts: sealed,
      lifetimeSeconds: config.tokenTtlSeconds,
    }),
  )
  return { verificationToken, expiresAt }
}

function notSetUp(agentId: string): PlatformError {
  return new PlatformError(
    'not_found',
    'Callers of this agent cannot be verified yet. Say how on the agent.',
    remedy('set_caller_verification', { agentId }),
  )
}

function locked(): PlatformError {
  return new PlatformError(
    'verification_locked',
    'Too many failed verifications. Try again in a quarter of an hour.',
    {
      retryAfterMs: 900_000,
    },
  )
}

function refused(attemptsLeft: number): PlatformError {
  return new PlatformError('identity_not_verified', 'The claims do not match what is known of the caller.', {
    members: { attemptsLeft: Math.max(0, attemptsLeft) },
  })
}
