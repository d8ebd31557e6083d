import { canonicalJson, type JsonObject, PlatformError, type SkillResult } from '@bindery/model'
import { findConfirmation, type StoredConfirmation } from '@bindery/store'
import { runSkill } from '@bindery/runtime'
import { callOfConfirmation, findConfirmed } from '../execution/call-of-confirmation.ts'
import { runPortsOf } from '../execution/run-ports.ts'
import type { McpCaller } from './call-skill.ts'

export interface ConfirmedCall {
  readonly confirmationId: string
  /** When the client repeats the call, it must be the one that was confirmed. */
  readonly repeated?: { readonly skillId: string; readonly params: JsonObject }
}

/**
 * The result of a call that waited for a person: whoever approves carries it out, and this gives what came of it. Approves
 * nothing. Throws `not_found`, `confirmation_mismatch`, `confirmation_expired`.
 */
export async function resultOfConfirmed(caller: McpCaller, call: ConfirmedCall): Promise<SkillResult> {
  const stored = await requireOwn(caller, call)
  const { confirmation, status, isExpired } = stored
  if (status === 'rejected')
    throw new PlatformError('confirmation_expired', 'A person refused this call. Nothing was sent.')
  if (status === 'pending' && !isExpired) {
    const { confirmationId, summary, preview, expiresAt } = confirmation
    return { status: 'confirmation_required', confirmationId, summary, preview, expiresAt }
  }
  if (status === 'pending') throw expired()
  return replay(caller, stored)
}

/** The ledger knows what came of the approved call by the key that the call was given. */
async function replay(caller: McpCaller, { confirmation }: StoredConfirmation): Promise<SkillResult> {
  if (confirmation.idempotencyKey === undefined) throw expired()
  const { services, principal } = caller
  const { runnable } = await services.store.run(principal.organizationId, (transaction) =>
    findConfirmed(transaction, confirmation),
  )
  const call = callOfConfirmation(confirmation, principal.actor)
  const result = await runSkill(runnable, call, runPortsOf(services))
  if (result.status !== 'confirmation_required') return result
  throw new PlatformError(
    'idempotency_in_progress',
    'The call was approved and is still being carried out. Ask again.',
  )
}

async function requireOwn(caller: McpCaller, call: ConfirmedCall): Promise<StoredConfirmation> {
  const { services, principal, toolset } = caller
  const id = call.confirmationId
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
  const stored = isId
    ? await services.store.run(principal.organizationId, (transaction) => findConfirmation(transaction, id))
    : undefined
  if (stored === undefined || stored.confirmation.agentId !== toolset.agentId)
    throw new PlatformError('not_found', `There is no confirmation "${id.slice(0, 64)}" of this agent.`)
  checkRepeated(stored, call)
  return stored
}

function checkRepeated({ confirmation }: StoredConfirmation, { repeated }: ConfirmedCall): void {
  if (repeated === undefined) return
  const isSame =
    repeated.skillId === confirmation.skillId &&
    canonicalJson(repeated.params) === canonicalJson(confirmation.params)
  if (isSame) return
  throw new PlatformError(
    'confirmation_mismatch',
    'The confirmation is for another call. Repeat the call with the same arguments, or make it without the confirmationId.',
  )
}

function expired(): PlatformError {
  return new PlatformError(
    'confirmation_expired',
    'Nobody approved the call in time, so nothing was sent. Call again for a new confirmation.',
  )
}
