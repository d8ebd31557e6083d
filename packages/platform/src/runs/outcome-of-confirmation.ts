import { isWrite, PlatformError, type SkillResult } from '@bindery/model'
import { providerMoved, recallRun } from '@bindery/runtime'
import type { StoredConfirmation } from '@bindery/store'
import type { Principal } from '../kernel/principal.ts'
import type { Needs } from '../kernel/needs.ts'
import type { RunParts } from './run-parts.ts'
import { callOfConfirmation, findConfirmed, hasChanged, skillChanged } from './call-of-confirmation.ts'
import { hasMoved } from './has-moved.ts'
import { runPortsOf } from './run-ports.ts'

/**
 * What came of a call that waited for a person, as often as anybody asks. Decides nothing and carries nothing out. Throws
 * `not_found` when the skill is gone.
 */
export async function outcomeOfConfirmation(
  services: Needs<'config' | 'egress' | 'events' | 'process' | 'runCaches' | 'store'> &
    Pick<RunParts, 'answers' | 'connections' | 'runnables'>,
  principal: Principal,
  stored: StoredConfirmation,
): Promise<SkillResult> {
  const { confirmation, status, isExpired, isVoid } = stored
  switch (status) {
    case 'rejected':
      return over('rejected', 'A person refused this call. Nothing was sent.')
    case 'pending': {
      if (isVoid) return over('void', replaced)
      if (isExpired) return over('undecided', 'Nobody approved the call in time, so nothing was sent.')
      const found = await services.store.run(principal.organizationId, (transaction) =>
        findConfirmed(transaction, confirmation),
      )
      if (hasChanged(found, confirmation)) return { status: 'failed', error: skillChanged() }
      if (await hasMoved(services, found, confirmation)) return { status: 'failed', error: providerMoved() }
      const { confirmationId, summary, preview, expiresAt } = confirmation
      return { status: 'confirmation_required', confirmationId, summary, preview, expiresAt }
    }
    case 'approved':
    case 'spent':
      return outcomeOfApproved(services, principal, stored)
  }
}

const replaced =
  'The skill or the address of its provider changed and the call was made again, so that another confirmation took the place of this one. Nothing was sent for this one.'

/** The ledger knows what came of an approved call, by the key that its run has. */
async function outcomeOfApproved(
  services: Needs<'config' | 'egress' | 'events' | 'process' | 'runCaches' | 'store'> &
    Pick<RunParts, 'answers' | 'connections' | 'runnables'>,
  { organizationId, actor }: Principal,
  { confirmation, status, isExpired }: StoredConfirmation,
): Promise<SkillResult> {
  const { runnable } = await services.store.run(organizationId, (transaction) =>
    findConfirmed(transaction, confirmation),
  )
  const { confirmationId } = confirmation
  const call = { ...callOfConfirmation(confirmation, actor), confirmationId }
  const known = await recallRun(runnable, call, runPortsOf(services).ledger)
  if (known !== undefined) return known
  // An approved run begins within moments, and cannot begin at all once its confirmation has expired.
  if (!isExpired)
    return failed('idempotency_in_progress', 'The call was approved and is still being carried out.')
  if (status === 'approved')
    return over('not_carried_out', 'The call was approved and not carried out in time. Nothing was sent.')
  if (isWrite(runnable.skill.effect))
    return failed('outcome_unknown', 'The call was approved, and it is not known whether it was carried out.')
  return over('used', 'The call was approved and made before, and its result was not kept.')
}

const failed = (code: PlatformError['code'], message: string): SkillResult => ({
  status: 'failed',
  error: new PlatformError(code, message),
})

const over = (reason: string, message: string): SkillResult => ({
  status: 'failed',
  error: new PlatformError('confirmation_expired', message, { reason, sent: 'no' }),
})
