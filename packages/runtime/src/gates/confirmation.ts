import type { Confirmation, ConfirmationId, SkillCall } from '@bindery/model'
import { isConfirmationId } from '@bindery/model'
import { callHash, isHashOf } from '../call-hash.ts'
import { mayResume, toAnswer } from '../ledger-answer.ts'
import { questionOf } from '../ledger-question.ts'
import { type Gate, type GateContext, type GateVerdict, passed, refused, stopped } from '../gate.ts'
import { confirmationNeed, waitsForPerson } from '../confirmation-need.ts'
import { describeAct } from '../describe-act.ts'
import { previewRun } from '../steps/preview-run.ts'

/**
 * A person agreed to exactly this call. Without a confirmation it opens one and pauses; with one it spends it, and only
 * for the same skill, arguments and environment.
 */
export const confirmation: Gate = {
  name: 'confirmation',
  appliesTo: 'live-run',
  demand: (runnable) => {
    switch (confirmationNeed(runnable)) {
      case 'nobody':
        return undefined
      case 'anybody':
        return 'asks for a confirmation of each call'
      case 'operator':
        return 'asks for the approval of an operator for each call'
    }
  },
  check: (context) => {
    const { confirmationId } = context.call
    if (confirmationId !== undefined) return spend(context, confirmationId)
    return waitsForPerson(context) ? recallOrOpen(context) : passed
  },
}

const lifetimeMs = 300_000

/** A call that was made before under the same key is not asked about again. */
async function recallOrOpen(context: GateContext): Promise<GateVerdict> {
  const { call, ports, runnable } = context
  const { idempotencyKey } = call
  if (idempotencyKey === undefined) return open(context)
  const known = await ports.ledger.recall(questionOf(call, idempotencyKey))
  if (known === undefined) return open(context)
  if (mayResume(known, runnable.skill)) return open(context)
  const answer = toAnswer(runnable.skill, known)
  switch (answer.status) {
    case 'begun':
      return open(context)
    case 'answered':
      return { verdict: 'answered', result: answer.result }
    case 'denied':
      return stopped(answer.error)
  }
}

async function open(context: GateContext): Promise<GateVerdict> {
  const { call, ports, runnable } = context
  const confirmationId = ports.newId()
  if (!isConfirmationId(confirmationId)) throw new TypeError('The port newId did not give a UUID.')
  const createdAt = ports.now()
  const preview = await previewRun({ ...context, asOf: createdAt })
  const opened: Confirmation = {
    confirmationId,
    organizationId: call.organizationId,
    agentId: call.agentId,
    skillId: call.skillId,
    skillHash: runnable.skillHash,
    callHash: callHash(call),
    params: call.params,
    environment: call.environment,
    ...(call.conversationId === undefined ? {} : { conversationId: call.conversationId }),
    ...(call.idempotencyKey === undefined ? {} : { idempotencyKey: call.idempotencyKey }),
    ...circumstancesOf(call),
    askedBy: call.actor,
    ...(call.channel === undefined ? {} : { channel: call.channel }),
    ...(confirmationNeed(runnable) === 'operator' ? { needsOperator: true as const } : {}),
    summary: describeAct(runnable.skill, context.params),
    preview,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + lifetimeMs),
  }
  const inForce = await ports.confirmations.open(opened)
  if (!isHashOf(inForce.callHash, call)) return keyReused()
  const { summary, expiresAt } = inForce
  return {
    verdict: 'paused',
    result: {
      status: 'confirmation_required',
      confirmationId: inForce.confirmationId,
      summary,
      preview: inForce.preview,
      expiresAt,
    },
  }
}

/** What the approved run needs of the call that was shown. */
function circumstancesOf(call: SkillCall) {
  const { isCallerVerified, verifiedAt, phase, state, context, told } = call
  return {
    ...(isCallerVerified === undefined ? {} : { isCallerVerified }),
    ...(verifiedAt === undefined ? {} : { verifiedAt }),
    ...(phase === undefined ? {} : { phase }),
    ...(state === undefined ? {} : { state }),
    ...(context === undefined ? {} : { context }),
    ...(told === undefined ? {} : { told }),
  }
}

function keyReused(): GateVerdict {
  const message = 'This idempotency key already waits for a confirmation of another call.'
  return refused('idempotency_key_reused', message)
}

async function spend(context: GateContext, id: ConfirmationId): Promise<GateVerdict> {
  const { call, ports } = context
  const spent = await ports.confirmations.spend(call.organizationId, id)
  if (spent === undefined || spent.expiresAt.getTime() <= ports.now().getTime()) {
    const message = 'The confirmation has expired, was used, or was not approved.'
    return refused('confirmation_expired', message)
  }
  const isSame =
    isHashOf(spent.callHash, call) && spent.skillId === call.skillId && spent.agentId === call.agentId
  if (isSame) return { verdict: 'agreed', asOf: spent.createdAt }
  const message = 'The confirmation was given for other arguments, another skill or another environment.'
  return refused('confirmation_mismatch', message)
}
