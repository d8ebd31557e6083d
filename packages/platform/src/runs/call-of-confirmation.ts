import { type Confirmation, PlatformError, type SkillCall } from '@bindery/model'
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

/**
 * What was confirmed may be the live version or a draft run; the one whose bytes were shown is the one that runs. The draft,
 * when neither is (`hasChanged`).
 */
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

/** Whether a skill is no longer the one that a person was shown, byte for byte. */
export const hasChanged = ({ runnable }: FoundSkill, { skillHash }: Confirmation): boolean =>
  runnable.skillHash !== skillHash

/** Why a call of a skill that has changed is not carried out. */
export const skillChanged = (): PlatformError =>
  new PlatformError(
    'confirmation_mismatch',
    'The skill has changed since the agent asked, so nothing was carried out.',
    { reason: 'skill_changed', sent: 'no' },
  )
