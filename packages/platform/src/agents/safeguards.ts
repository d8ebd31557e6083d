import { exampleId } from '../kernel/shapes.ts'
import { Guardrail, isWrite, PlatformError, valueOutputs } from '@bindery/model'
import { setCallerVerification, setGuardrails, type SkillRow, type Transaction } from '@bindery/store'
import { z } from 'zod'
import { AgentParams, JsonObjectData, timestamp } from '../kernel/shapes.ts'
import { requireAgent, requireSkill } from '../kernel/require-skill.ts'
import { CallerVerification, verificationMethods } from '../skills/caller-verification.ts'
import { checkClaims } from '../skills/check-claims.ts'
import { exposeSkill } from '../skills/exposure.ts'
import { readSkill } from '../skills/read-skill.ts'
import { verifyCaller } from '../runs/verification/verify-caller.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import { channelOf } from '../kernel/channel-of.ts'
import type { Needs } from '../kernel/needs.ts'
import type { RunParts } from '../runs/run-parts.ts'

const tag = 'Safeguards'

/** A verifier reads, and gives the leaves that claims are compared with. Throws `validation_error`, `not_found`. */
async function checkVerifier(
  transaction: Transaction,
  agentId: string,
  { verifierSkillId, requiredFields, identifiedBy = [] }: CallerVerification,
): Promise<SkillRow> {
  const row = await requireSkill(transaction, agentId, verifierSkillId)
  const skill = readSkill(row.bytes)
  if (isWrite(skill.effect)) {
    throw new PlatformError('validation_error', `"${skill.functionName}" writes: a verifier only reads.`)
  }
  const leaves = new Set(valueOutputs(skill.outputs).map(({ leaf }) => leaf))
  const missing = requiredFields.filter((field) => !leaves.has(field))
  const parameters = skill.parameters.map(({ name }) => name)
  const unknown = identifiedBy.filter((name) => !parameters.includes(name))
  if (unknown.length > 0) {
    throw new PlatformError(
      'validation_error',
      `"${skill.functionName}" takes no ${unknown.map((name) => `"${name}"`).join(', ')}. It takes ${parameters.join(', ')}.`,
    )
  }
  if (missing.length === 0) return row
  throw new PlatformError(
    'validation_error',
    `"${skill.functionName}" gives no ${missing.map((field) => `"${field}"`).join(', ')}. It gives ${[...leaves].join(', ')}.`,
  )
}

const madeInternal = ({ functionName: name }: SkillRow) => ({
  code: 'verifier_internal',
  message: `"${name}" verifies callers, so it is internal now: agents do not get it as a tool, and nobody can read the claims from it.`,
})

export const safeguardUseCases = {
  readGuardrails: useCase({
    scope: 'guardrails:read',
    environment: 'none',
    tag,
    summary: 'Rules that hold for every skill of an agent',
    takes: { subject: AgentParams },
    output: z.array(Guardrail),
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => ({
        data: (await requireAgent(transaction, subject.agentId)).guardrails,
      })),
  }),

  replaceGuardrails: useCase({
    scope: 'guardrails:write',
    audit: { leaves: ['agent.guardrails_replaced'] },
    environment: 'every',
    tag,
    summary: 'Replace the guardrails of an agent',
    description:
      'They hold at once, for published versions too: a guardrail can only narrow what a skill may do.',
    takes: { subject: AgentParams, content: z.strictObject({ guardrails: z.array(Guardrail).max(50) }) },
    example: { guardrails: [{ policyType: 'write_gate', config: { mode: 'operator' } }] },
    output: z.array(Guardrail),
    errors: ['not_found', 'claim_exposed'],
    run: async (
      { subject, content: { guardrails } },
      { principal, services }: Context<Needs<'runCaches' | 'store'>>,
    ) => {
      const { organizationId, actor } = principal
      await services.store.run(organizationId, async (transaction) => {
        const agent = await requireAgent(transaction, subject.agentId)
        await setGuardrails(transaction, agent.id, guardrails)
        await checkClaims(transaction, agent.id)
        await services.store.audit.append(transaction, organizationId, {
          actor,
          action: 'agent.guardrails_replaced',
          subject: agent.id,
          detail: { policies: guardrails.map((guardrail) => guardrail.policyType) },
        })
      })
      services.runCaches.forget(organizationId)
      return { data: guardrails }
    },
  }),

  readVerification: useCase({
    scope: 'guardrails:read',
    environment: 'none',
    tag,
    summary: 'How callers of an agent are verified; null when they are not',
    takes: { subject: AgentParams },
    output: CallerVerification.nullable(),
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const agent = await requireAgent(transaction, subject.agentId)
        const stored = agent.callerVerification
        return { data: stored === null ? null : CallerVerification.parse(stored) }
      }),
  }),

  replaceVerification: useCase({
    scope: 'guardrails:write',
    audit: { leaves: ['agent.caller_verification_replaced'] },
    environment: 'every',
    tag,
    summary: 'Say how callers of an agent are verified',
    description:
      'The verifier becomes internal: agents do not get it as a tool. Refused while a claim that it requires can be read from another skill without verification.',
    takes: { subject: AgentParams, content: CallerVerification },
    example: {
      method: 'dob_postcode',
      verifierSkillId: exampleId,
      requiredFields: ['date_of_birth', 'postcode'],
    },
    output: CallerVerification,
    errors: ['not_found', 'validation_error', 'claim_exposed'],
    run: async ({ subject, content }, { principal, services }: Context<Needs<'runCaches' | 'store'>>) => {
      const { organizationId, actor } = principal
      const hidden = await services.store.run(organizationId, async (transaction) => {
        const agent = await requireAgent(transaction, subject.agentId)
        const verifier = await checkVerifier(transaction, agent.id, content)
        await setCallerVerification(transaction, agent.id, content)
        await exposeSkill(services, principal, { transaction, row: verifier, exposure: 'internal' })
        await checkClaims(transaction, agent.id)
        await services.store.audit.append(transaction, organizationId, {
          actor,
          action: 'agent.caller_verification_replaced',
          subject: agent.id,
          detail: { method: content.method, verifierSkillId: content.verifierSkillId },
        })
        return verifier.exposure === 'agents' ? [madeInternal(verifier)] : []
      })
      services.runCaches.forget(organizationId)
      return { data: content, warnings: hidden }
    },
  }),

  verifyCaller: useCase({
    scope: 'skills:execute',
    audit: { leaves: 'nothing', because: 'each attempt is a record of its own' },
    environment: 'none',
    tag,
    summary: 'Verify the caller of a conversation',
    description:
      'Gives a token for "verificationToken" of execute. It holds for this agent and conversation only. Too many failures answer 429 verification_locked.',
    takes: {
      subject: AgentParams,
      content: z.strictObject({
        method: z.enum(verificationMethods),
        claims: JsonObjectData,
        conversationId: z.string().min(1).max(200),
      }),
    },
    example: {
      method: 'dob_postcode',
      claims: { caller_phone: '+31612345678', date_of_birth: '1990-05-17', postcode: '1011 AB' },
      conversationId: 'call-1',
    },
    output: z.object({ verificationToken: z.string(), expiresAt: timestamp }),
    reveals: 'a secret',
    errors: ['not_found', 'identity_not_verified', 'verification_locked', 'validation_error'],
    run: async (
      { subject, content },
      {
        principal,
        services,
      }: Context<
        Needs<'config' | 'egress' | 'events' | 'process' | 'runCaches' | 'store'> &
          Pick<RunParts, 'answers' | 'connections' | 'runnables'>
      >,
    ) => ({
      data: await verifyCaller(services, principal, {
        ...subject,
        ...content,
        channel: channelOf(principal),
      }),
    }),
  }),
}
