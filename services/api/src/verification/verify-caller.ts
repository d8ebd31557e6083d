import { randomBytes } from 'node:crypto'
import {
  type AgentId,
  fingerprint,
  type JsonObject,
  objectFrom,
  type OrganizationId,
  PlatformError,
  Secret,
  type SkillCall,
} from '@bindery/model'
import { runSkill } from '@bindery/runtime'
import {
  type AttemptKey,
  countAttempt,
  forgetAttempts,
  insertVerification,
  takeAttemptBack,
} from '@bindery/store'
import type { Principal } from '../auth/principal.ts'
import { findRunnable, type FoundSkill } from '../execution/find-runnable.ts'
import { runPortsOf } from '../execution/run-ports.ts'
import { newId } from '../ids.ts'
import type { Services } from '../services.ts'
import { requireAgent } from '../skills/author-skill.ts'
import { CallerVerification } from './caller-verification.ts'
import { factsPlace } from './find-verified-caller.ts'
import { matchClaims } from './match-claims.ts'

export interface VerificationRequest {
  readonly agentId: string
  readonly method: CallerVerification['method']
  readonly claims: JsonObject
  readonly conversationId: string
}

export interface VerifiedToken {
  readonly verificationToken: string
  readonly expiresAt: Date
}

/**
 * Verifies a caller by running the verifier skill of the agent with the claims and comparing what it finds. Attempts are
 * counted before they are made, by conversation and by the person who is claimed to call, so starting a new conversation
 * does not help. Throws `identity_not_verified`, `verification_locked`, and what the verifier skill fails with.
 */
export async function verifyCaller(
  services: Services,
  principal: Principal,
  request: VerificationRequest,
): Promise<VerifiedToken> {
  const { organizationId } = principal
  const { found, config } = await prepare(services, organizationId, request)
  const keys = attemptKeys(found, request)
  const attempts = await count(services, keys)
  if (attempts > config.maxAttempts) throw locked()
  const output = await runVerifier(services, principal, { found, request }).catch(async (error: unknown) => {
    await each(services, keys, takeAttemptBack)
    throw error
  })
  const facts = matchClaims(output, request.claims, config.requiredFields)
  if (facts === undefined) throw refused(config.maxAttempts - attempts)
  await each(services, keys, forgetAttempts)
  return keep(services, { organizationId, agentId: found.agentId, request, facts, config })
}

interface Prepared {
  readonly found: FoundSkill
  readonly config: CallerVerification
}

async function prepare(
  services: Services,
  organizationId: OrganizationId,
  request: VerificationRequest,
): Promise<Prepared> {
  return services.store.run(organizationId, async (transaction) => {
    const agent = await requireAgent(transaction, request.agentId)
    const config = CallerVerification.safeParse(agent.caller_verification)
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

/** The claims that find the person; the others prove that it is them. */
function lookupParams({ runnable }: FoundSkill, claims: JsonObject): JsonObject {
  const names = new Set(runnable.skill.parameters.map((parameter) => parameter.name))
  return objectFrom(Object.entries(claims).filter(([name]) => names.has(name)))
}

function attemptKeys(found: FoundSkill, request: VerificationRequest): readonly AttemptKey[] {
  const { organizationId, agentId } = found
  const subjects = [
    `conversation:${request.conversationId}`,
    `person:${fingerprint(lookupParams(found, request.claims))}`,
  ]
  return subjects.map((subject) => ({ organizationId, agentId, subject }))
}

/** The most attempts that any of the keys has seen. Each is counted in a transaction that waits for the others. */
async function count(services: Services, keys: readonly AttemptKey[]): Promise<number> {
  const counts: number[] = []
  for (const key of keys) {
    counts.push(await services.store.run(key.organizationId, (transaction) => countAttempt(transaction, key)))
  }
  return Math.max(...counts)
}

async function each(
  services: Services,
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
  services: Services,
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
  }
  const result = await runSkill(runnable, call, runPortsOf(services))
  switch (result.status) {
    case 'succeeded':
      return result.output
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

interface Keeping {
  readonly organizationId: OrganizationId
  readonly agentId: AgentId
  readonly request: VerificationRequest
  readonly facts: JsonObject
  readonly config: CallerVerification
}

async function keep(services: Services, keeping: Keeping): Promise<VerifiedToken> {
  const { organizationId, agentId, request, facts, config } = keeping
  const id = newId()
  const verificationToken = `bvt_${randomBytes(32).toString('base64url')}`
  const sealed = services.store.vault.seal(new Secret(JSON.stringify(facts)), factsPlace(organizationId, id))
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
    `Callers of this agent cannot be verified yet. Say how with PUT /api/v1/agents/${agentId}/caller-verification.`,
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
