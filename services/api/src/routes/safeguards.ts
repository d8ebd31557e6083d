import { Guardrail, isWrite, PlatformError } from '@bindery/model'
import { setCallerVerification, setGuardrails, type Transaction } from '@bindery/store'
import { z } from 'zod'
import { type Route, route } from '../http/route.ts'
import { forgetRuns, type Services } from '../services.ts'
import { requireAgent, requireSkill } from '../skills/author-skill.ts'
import { readSkill } from '../skills/read-skill.ts'
import { CallerVerification, verificationMethods } from '../verification/caller-verification.ts'
import { verifyCaller } from '../verification/verify-caller.ts'
import { AgentParams, JsonObjectData, timestamp } from './shapes.ts'

const tag = 'Safeguards'

/** Guardrails of an agent, how its callers are verified, and the verification itself. */
export function safeguardRoutes(services: Services): readonly Route[] {
  return [...guardrailRoutes(services), ...verificationRoutes(services), verifyRoute(services)]
}

function guardrailRoutes(services: Services): readonly Route[] {
  const path = '/agents/{agentId}/guardrails'
  return [
    route({
      method: 'GET',
      path,
      scope: 'guardrails:read',
      tag,
      summary: 'Rules that hold for every skill of an agent',
      input: { params: AgentParams },
      data: z.array(Guardrail),
      errors: ['not_found'],
      handle: async ({ params }, { principal }) =>
        services.store.run(principal.organizationId, async (transaction) => ({
          data: (await requireAgent(transaction, params.agentId)).guardrails,
        })),
    }),
    route({
      method: 'PUT',
      path,
      scope: 'guardrails:write',
      tag,
      summary: 'Replace the guardrails of an agent',
      description:
        'They hold at once, for published versions too: a guardrail can only narrow what a skill may do.',
      input: { params: AgentParams, body: z.strictObject({ guardrails: z.array(Guardrail).max(50) }) },
      data: z.array(Guardrail),
      errors: ['not_found'],
      handle: async ({ params, body: { guardrails } }, { principal }) => {
        const { organizationId, actor } = principal
        await services.store.run(organizationId, async (transaction) => {
          const agent = await requireAgent(transaction, params.agentId)
          await setGuardrails(transaction, agent.id, guardrails)
          await services.store.audit.append(transaction, organizationId, {
            actor,
            action: 'agent.guardrails_replaced',
            subject: agent.id,
            detail: { policies: guardrails.map((guardrail) => guardrail.policyType) },
          })
        })
        forgetRuns(services, organizationId)
        return { data: guardrails }
      },
    }),
  ]
}

function verificationRoutes(services: Services): readonly Route[] {
  const path = '/agents/{agentId}/caller-verification'
  return [
    route({
      method: 'GET',
      path,
      scope: 'guardrails:read',
      tag,
      summary: 'How callers of an agent are verified; null when they are not',
      input: { params: AgentParams },
      data: CallerVerification.nullable(),
      errors: ['not_found'],
      handle: async ({ params }, { principal }) =>
        services.store.run(principal.organizationId, async (transaction) => {
          const agent = await requireAgent(transaction, params.agentId)
          const stored = agent.caller_verification
          return { data: stored === null ? null : CallerVerification.parse(stored) }
        }),
    }),
    route({
      method: 'PUT',
      path,
      scope: 'guardrails:write',
      tag,
      summary: 'Say how callers of an agent are verified',
      input: { params: AgentParams, body: CallerVerification },
      data: CallerVerification,
      errors: ['not_found', 'validation_error'],
      handle: async ({ params, body }, { principal }) => {
        const { organizationId, actor } = principal
        await services.store.run(organizationId, async (transaction) => {
          const agent = await requireAgent(transaction, params.agentId)
          await checkVerifier(transaction, agent.id, body)
          await setCallerVerification(transaction, agent.id, body)
          await services.store.audit.append(transaction, organizationId, {
            actor,
            action: 'agent.caller_verification_replaced',
            subject: agent.id,
            detail: { method: body.method, verifierSkillId: body.verifierSkillId },
          })
        })
        forgetRuns(services, organizationId)
        return { data: body }
      },
    }),
  ]
}

/** A verifier reads, and gives the leaves that claims are compared with. Throws `validation_error`, `not_found`. */
async function checkVerifier(
  transaction: Transaction,
  agentId: string,
  { verifierSkillId, requiredFields }: CallerVerification,
): Promise<void> {
  const skill = readSkill((await requireSkill(transaction, agentId, verifierSkillId)).bytes)
  if (isWrite(skill.effect)) {
    throw new PlatformError('validation_error', `"${skill.functionName}" writes: a verifier only reads.`)
  }
  const leaves = new Set(
    skill.outputs.flatMap((output) =>
      output.kind === 'rows' ? output.fields.map((field) => field.leaf) : [output.leaf],
    ),
  )
  const missing = requiredFields.filter((field) => !leaves.has(field))
  if (missing.length === 0) return
  throw new PlatformError(
    'validation_error',
    `"${skill.functionName}" gives no ${missing.map((field) => `"${field}"`).join(', ')}. It gives ${[...leaves].join(', ')}.`,
  )
}

function verifyRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: '/agents/{agentId}/verifications',
    scope: 'skills:execute',
    tag,
    summary: 'Verify the caller of a conversation',
    description:
      'Gives a token for "verificationToken" of execute. It holds for this agent and conversation only. Too many failures answer 429 verification_locked.',
    input: {
      params: AgentParams,
      body: z.strictObject({
        method: z.enum(verificationMethods),
        claims: JsonObjectData,
        conversationId: z.string().min(1).max(200),
      }),
    },
    data: z.object({ verificationToken: z.string(), expiresAt: timestamp }),
    errors: ['not_found', 'identity_not_verified', 'verification_locked', 'validation_error'],
    handle: async ({ params, body }, { principal }) => ({
      data: await verifyCaller(services, principal, { ...params, ...body }),
    }),
  })
}
