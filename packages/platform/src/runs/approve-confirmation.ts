import { PlatformError, type SkillResult } from '@bindery/model'
import { providerMoved, runSkill } from '@bindery/runtime'
import {
  decideConfirmation,
  findConfirmation,
  reopenConfirmation,
  type StoredConfirmation,
  type Transaction,
} from '@bindery/store'
import { requireScope } from '../kernel/permissions.ts'
import type { Principal } from '../kernel/principal.ts'
import type { Needs } from '../kernel/needs.ts'
import type { RunParts } from './run-parts.ts'
import { atDoor } from './at-door.ts'
import { callOfConfirmation, findConfirmed, hasChanged } from './call-of-confirmation.ts'
import type { FoundSkill } from './find-runnable.ts'
import { hasMoved } from './has-moved.ts'
import { outcomeOfConfirmation } from './outcome-of-confirmation.ts'
import { runPortsOf } from './run-ports.ts'

/**
 * Approves a waiting call and carries out exactly it, once. Approving again gives what came of it, whoever asks and however
 * often; where a gate refused the run, nothing was carried out, and it can be approved once more. A call of a skill that has
 * changed since, or that would go to another address by now, is not approved: nobody was shown what would run. What only an operator may approve needs the scope `agents:write` as well. Throws `not_found`, `insufficient_scope`.
 */
export async function approveConfirmation(
  services: Needs<'config' | 'egress' | 'events' | 'process' | 'runCaches' | 'store'> &
    Pick<RunParts, 'answers' | 'connections' | 'runnables'>,
  principal: Principal,
  id: string,
): Promise<SkillResult> {
  const { organizationId, actor, keyId } = principal
  const waiting = await services.store.run(organizationId, (transaction) => findWaiting(transaction, id))
  if (waiting.found !== undefined && (await hasMoved(services, waiting.found, waiting.stored.confirmation)))
    return atDoor({ status: 'failed', error: providerMoved() }, 'approve')
  const { stored, found } = await services.store.run(organizationId, (transaction) =>
    approve(services, transaction, { principal, id }),
  )
  if (found === undefined) return atDoor(await outcomeOfConfirmation(services, principal, stored), 'approve')
  const { confirmation } = stored
  const call = {
    ...callOfConfirmation(confirmation, actor),
    keyId,
    confirmationId: confirmation.confirmationId,
  }
  const result = await runSkill(found.runnable, call, runPortsOf(services))
  if (result.status !== 'failed') return atDoor(result, 'approve')
  const isOpen = await services.store.run(organizationId, (transaction) =>
    reopenConfirmation(transaction, id),
  )
  return isOpen ? result : atDoor(result, 'approve')
}

/** `found` is to be run; without it the call was decided before or has expired, or its skill has changed. */
interface Approval {
  readonly stored: StoredConfirmation
  readonly found: FoundSkill | undefined
}

async function approve(
  services: Needs<'store'>,
  transaction: Transaction,
  { principal, id }: { readonly principal: Principal; readonly id: string },
): Promise<Approval> {
  const { stored, found } = await findWaiting(transaction, id)
  if (stored.confirmation.needsOperator === true) requireScope(principal, 'agents:write')
  if (found === undefined) return { stored, found }
  const isDecided = await decide(services, transaction, { principal, stored, status: 'approved' })
  return isDecided
    ? { stored, found }
    : { stored: await requireConfirmation(transaction, id), found: undefined }
}

/** Throws `not_found`. */
async function findWaiting(transaction: Transaction, id: string): Promise<Approval> {
  const stored = await requireConfirmation(transaction, id)
  if (stored.status !== 'pending' || stored.isExpired) return { stored, found: undefined }
  const found = await findConfirmed(transaction, stored.confirmation)
  return { stored, found: hasChanged(found, stored.confirmation) ? undefined : found }
}

/** Refuses a waiting call. Throws `not_found`, `confirmation_expired`. */
export async function rejectConfirmation(
  services: Needs<'store'>,
  principal: Principal,
  id: string,
): Promise<void> {
  await services.store.run(principal.organizationId, async (transaction) => {
    const stored = await requireConfirmation(transaction, id)
    const isDecided = await decide(services, transaction, { principal, stored, status: 'rejected' })
    if (!isDecided) throw decidedBefore(await requireConfirmation(transaction, id))
  })
}

interface Decision {
  readonly principal: Principal
  readonly stored: StoredConfirmation
  readonly status: 'approved' | 'rejected'
}

/** False when it was decided before, or has expired. */
async function decide(
  services: Needs<'store'>,
  transaction: Transaction,
  { principal, stored, status }: Decision,
): Promise<boolean> {
  const id = stored.confirmation.confirmationId
  const isDecided = await decideConfirmation(transaction, id, { status, actor: principal.actor })
  if (!isDecided) return false
  await services.store.audit.append(transaction, principal.organizationId, {
    actor: principal.actor,
    action: `confirmation.${status}`,
    subject: id,
    detail: { skillId: stored.confirmation.skillId, callHash: stored.confirmation.callHash },
  })
  return true
}

function decidedBefore({ isExpired, status }: StoredConfirmation): PlatformError {
  const state = isExpired ? 'has expired' : `was ${status === 'pending' ? 'decided' : status} already`
  return new PlatformError('confirmation_expired', `The confirmation ${state}.`, { door: 'approve' })
}

/** Throws `not_found`. */
export async function requireConfirmation(transaction: Transaction, id: string): Promise<StoredConfirmation> {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
  const stored = isId ? await findConfirmation(transaction, id) : undefined
  if (stored !== undefined) return stored
  throw new PlatformError('not_found', `There is no confirmation "${id}".`)
}
