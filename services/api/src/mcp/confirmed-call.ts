import { canonicalJson, type JsonObject, PlatformError, type SkillResult } from '@bindery/model'
import { findConfirmation, type StoredConfirmation } from '@bindery/store'
import type { McpCaller } from './call-skill.ts'
import { requireEnvironment } from '@bindery/platform/kernel'
import { atDoor, outcomeOfConfirmation } from '@bindery/platform/runs'

export interface ConfirmedCall {
  readonly confirmationId: string
  /** When the client repeats the call, it must be the one that was confirmed. */
  readonly repeated?: { readonly skillId: string; readonly params: JsonObject }
}

/**
 * The result of a call that waited for a person: whoever approves carries it out, and this gives what came of it. Approves
 * nothing. Throws `not_found`, `confirmation_mismatch`.
 */
export async function resultOfConfirmed(caller: McpCaller, call: ConfirmedCall): Promise<SkillResult> {
  const stored = await requireOwn(caller, call)
  return atDoor(await outcomeOfConfirmation(caller.services, caller.principal, stored), 'confirm_call')
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
  requireEnvironment(principal, stored.confirmation.environment)
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
    'The confirmation is for another call: it goes with the arguments that were confirmed.',
    { door: 'confirm_call' },
  )
}
