import type { Confirmation, SkillCall } from '@bindery/model'
import type { Transaction } from '@bindery/store'
import { requireExposed } from '../skills/exposure.ts'
import { findRunnable, type FoundSkill } from './find-runnable.ts'

/** The call that a person was shown, with everything that it was shown with: what was known then is not looked up again. */
export function callOfConfirmation(confirmation: Confirmation, actor: string): SkillCall {
  const {
    conversationId,
    idempotencyKey,
    isCallerVerified,
    verifiedAt,
    phase,
    state,
    context,
    told,
    channel,
  } = confirmation
  return {
    organizationId: confirmation.organizationId,
    agentId: confirmation.agentId,
    skillId: confirmation.skillId,
    skillHash: confirmation.skillHash,
    params: confirmation.params,
    environment: confirmation.environment,
    ...(conversationId === undefined ? {} : { conversationId }),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    ...(isCallerVerified === undefined ? {} : { isCallerVerified }),
    ...(verifiedAt === undefined ? {} : { verifiedAt }),
    ...(phase === undefined ? {} : { phase }),
    ...(state === undefined ? {} : { state }),
    ...(context === undefined ? {} : { context }),
    ...(told === undefined ? {} : { told }),
    ...(channel === undefined ? {} : { channel }),
    actor,
  }
}

/** What was confirmed may be the live version or a draft run; the one whose bytes were shown is the one that runs. */
export async function findConfirmed(
  transaction: Transaction,
  { agentId, skillId, skillHash }: Confirmation,
): Promise<FoundSkill> {
  const live = await findRunnable(transaction, { agentId, skillId, version: 'published' })
  if (live.runnable.skillHash === skillHash) {
    requireExposed({ id: live.runnable.skillId, exposure: live.exposure })
    return live
  }
  return findRunnable(transaction, { agentId, skillId, version: 'draft' })
}
