import { PlatformError, type SkillResult } from '@bindery/model'
import { runSkill } from '@bindery/runtime'
import {
  decideConfirmation,
  findConfirmation,
  type StoredConfirmation,
  type Transaction,
} from '@bindery/store'
import { requireScope } from '../auth/authenticate.ts'
import type { Principal } from '../auth/principal.ts'
import type { Services } from '../services.ts'
import { callOfConfirmation, findConfirmed } from './call-of-confirmation.ts'
import { runPortsOf } from './run-ports.ts'

/**
 * Approves a waiting call and carries out exactly it, once. What only an operator may approve needs the scope
 * `agents:write` as well. Throws `not_found`, `confirmation_expired`, `insufficient_scope`.
 */
export async function approveConfirmation(
  services: Services,
  principal: Principal,
  id: string,
): Promise<SkillResult> {
  const { organizationId, actor } = principal
  const { confirmation, found } = await services.store.run(organizationId, async (transaction) => {
    const stored = await requireConfirmation(transaction, id)
    if (stored.confirmation.needsOperator === true) requireScope(principal, 'agents:write')
    await decide(services, transaction, { principal, stored, status: 'approved' })
    const { confirmation: shown } = stored
    return { confirmation: shown, found: await findConfirmed(transaction, shown) }
  })
  const { confirmationId } = confirmation
  const call = { ...callOfConfirmation(confirmation, actor), confirmationId }
  return runSkill(found.runnable, call, runPortsOf(services))
}

/** Refuses a waiting call. Throws `not_found`, `confirmation_expired`. */
export async function rejectConfirmation(
  services: Services,
  principal: Principal,
  id: string,
): Promise<void> {
  await services.store.run(principal.organizationId, async (transaction) => {
    const stored = await requireConfirmation(transaction, id)
    await decide(services, transaction, { principal, stored, status: 'rejected' })
  })
}

interface Decision {
  readonly principal: Principal
  readonly stored: StoredConfirmation
  readonly status: 'approved' | 'rejected'
}

async function decide(services: Services, transaction: Transaction, decision: Decision): Promise<void> {
  const { principal, stored, status } = decision
  const id = stored.confirmation.confirmationId
  if (!(await decideConfirmation(transaction, id, { status, actor: principal.actor }))) {
    const state = stored.isExpired
      ? 'has expired'
      : `was ${stored.status === 'pending' ? 'decided' : stored.status} already`
    throw new PlatformError(
      'confirmation_expired',
      `The confirmation ${state}. Call the skill again for a new one.`,
    )
  }
  await services.store.audit.append(transaction, principal.organizationId, {
    actor: principal.actor,
    action: `confirmation.${status}`,
    subject: id,
    detail: { skillId: stored.confirmation.skillId, callHash: stored.confirmation.callHash },
  })
}

async function requireConfirmation(transaction: Transaction, id: string): Promise<StoredConfirmation> {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
  const stored = isId ? await findConfirmation(transaction, id) : undefined
  if (stored !== undefined) return stored
  throw new PlatformError('not_found', `There is no confirmation "${id}".`)
}
