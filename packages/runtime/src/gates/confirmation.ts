import {
  type Confirmation,
  type ConfirmationId,
  type Destinations,
  fingerprint,
  isConfirmationId,
  type SkillCall,
} from '@bindery/model'
import { callHash, isHashOf, keyHash } from '../call-hash.ts'
import { mayResume, toAnswer } from '../ledger-answer.ts'
import { questionOf } from '../ledger-question.ts'
import { type Gate, type GateContext, type GateVerdict, passed, refused, stopped } from '../gate.ts'
import { confirmationNeed, readsAhead, waitsForPerson } from '../confirmation-need.ts'
import { notKnownSince } from '../since-restore.ts'
import { startDeadline } from '../deadline.ts'
import { describeAct } from '../describe-act.ts'
import { destinationsOf, isSamePlace, providerMoved, reachProviders } from '../reach-providers.ts'
import type { FoundSteps } from '../steps/found-steps.ts'
import { previewRun } from '../steps/preview-run.ts'
import { previewWrite, type ReadSteps } from '../steps/preview-write.ts'

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
    if (!waitsForPerson(context)) return passed
    return readsAhead(context.prepared) ? recallOrRead(context) : recallOrOpen(context)
  },
}

const lifetimeMs = 300_000

/** As `recallOrOpen`, with what must be read before. A call that waits already is not read for again. */
async function recallOrRead(context: GateContext): Promise<GateVerdict> {
  const { call } = context
  const waiting = await waitingFor(context)
  if (waiting !== undefined) return isHashOf(waiting.callHash, call) ? paused(waiting) : keyReused()
  return recallOr(context, async () => ({
    verdict: 'asking',
    ask: (found: FoundSteps, readAt: Date) => open(context, { found, readAt }),
  }))
}

/** The call that waits for a person under the key of this one. */
async function waitingFor({ call, ports, prepared }: GateContext): Promise<Confirmation | undefined> {
  const { organizationId, skillHash, idempotencyKey } = call
  if (idempotencyKey === undefined) return undefined
  // What cannot be connected to is told when it is asked about; what was done before is told all the same.
  const destinations = await destinationsOf({ call, ports }, prepared.skill).catch(() => ({}))
  return ports.confirmations.waiting({
    organizationId,
    skillHash,
    idempotencyKey,
    destinations,
    anyVersion: keyHash(call),
  })
}

/** A call that was made before under the same key is not asked about again. */
const recallOrOpen = (context: GateContext): Promise<GateVerdict> => recallOr(context, () => open(context))

async function recallOr(
  { call, ports, runnable }: GateContext,
  ask: () => Promise<GateVerdict>,
): Promise<GateVerdict> {
  const { idempotencyKey } = call
  if (idempotencyKey === undefined) return ask()
  const known = await ports.ledger.recall(questionOf(call, idempotencyKey))
  if (known === undefined || mayResume(known, runnable.skill)) {
    // Nobody is asked about what may have been made.
    const unknown = notKnownSince({ call, runnable, ports })
    return unknown === undefined ? ask() : stopped(unknown)
  }
  const answer = toAnswer(runnable, known)
  switch (answer.status) {
    case 'begun':
      return ask()
    case 'answered':
      return { verdict: 'answered', result: answer.result }
    case 'denied':
      return stopped(answer.error)
  }
}

/** Where the call goes. Throws what stands in its way before a person is asked, or what they agreed to is used up. */
async function reached({ call, ports, prepared }: GateContext): Promise<Destinations> {
  const deadline = startDeadline(prepared.skill.policy.timeoutMs)
  try {
    await deadline.within(reachProviders({ call, ports }, prepared.skill, deadline.signal))
    return await destinationsOf({ call, ports }, prepared.skill)
  } finally {
    deadline.clear()
  }
}

async function open(context: GateContext, read?: ReadSteps): Promise<GateVerdict> {
  const { call, ports, runnable } = context
  const confirmationId = ports.newId()
  if (!isConfirmationId(confirmationId)) throw new TypeError('The port newId did not give a UUID.')
  const destinations = await reached(context)
  const createdAt = ports.now()
  const now = { ...context, asOf: createdAt }
  const act = describeAct(runnable.skill, context.params)
  const { told, ...shown } =
    read === undefined ? { told: undefined, preview: await previewRun(now) } : await previewWrite(now, read)
  const opened: Confirmation = {
    confirmationId,
    organizationId: call.organizationId,
    agentId: call.agentId,
    skillId: call.skillId,
    skillHash: runnable.skillHash,
    ...(runnable.isDraft === true ? { isDraft: true as const } : {}),
    callHash: callHash(call),
    destinations,
    params: call.params,
    environment: call.environment,
    ...(call.conversationId === undefined ? {} : { conversationId: call.conversationId }),
    ...(call.idempotencyKey === undefined ? {} : { idempotencyKey: call.idempotencyKey }),
    ...circumstancesOf(call),
    askedBy: call.actor,
    ...(call.channel === undefined ? {} : { channel: call.channel }),
    ...(confirmationNeed(runnable) === 'operator' ? { needsOperator: true as const } : {}),
    ...shown,
    summary: told === undefined ? act : `${act} ${told}`,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + lifetimeMs),
  }
  const inForce = await ports.confirmations.open(opened)
  return isHashOf(inForce.callHash, call) ? paused(inForce) : keyReused()
}

const paused = ({ confirmationId, summary, preview, expiresAt }: Confirmation): GateVerdict => ({
  verdict: 'paused',
  result: { status: 'confirmation_required', confirmationId, summary, preview, expiresAt },
})

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
  const agreed = await reached(context)
  const spent = await ports.confirmations.spend(call.organizationId, id)
  if (spent === undefined || spent.expiresAt.getTime() <= ports.now().getTime()) {
    const message = 'The confirmation has expired, was used, or was not approved.'
    return refused('confirmation_expired', message)
  }
  const isSame =
    isHashOf(spent.callHash, call) && spent.skillId === call.skillId && spent.agentId === call.agentId
  if (isSame && !isSamePlace(spent.destinations, agreed)) return stopped(providerMoved())
  if (isSame && !readsAhead(context.prepared)) return { verdict: 'agreed', asOf: spent.createdAt, agreed }
  const { ahead, aheadHash, createdAt } = spent
  if (isSame && ahead !== undefined && fingerprint(ahead) === aheadHash)
    return { verdict: 'agreed', asOf: createdAt, agreed, ahead }
  const message = 'The confirmation was given for other arguments, another skill or another environment.'
  return refused('confirmation_mismatch', message)
}
