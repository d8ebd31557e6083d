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
 * What was confirmed is the live version, or the draft where that was asked for. What is live or the draft by now may be another
 * (`hasChanged`): a version that somebody rolled back from is not carried out because it is still the draft.
 */
export async function findConfirmed(
  transaction: Transaction,
  { agentId, skillId, isDraft }: Confirmation,
): Promise<FoundSkill> {
  const version = isDraft === true ? 'draft' : 'published'
  const found = await findRunnable(transaction, { agentId, skillId, version })
  if (version === 'published') requireExposed({ id: found.runnable.skillId, exposure: found.exposure })
  return found
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
