import { canonicalJson, type JsonObject, PlatformError, type SkillResult } from '@bindery/model'
import { findConfirmation, type StoredConfirmation } from '@bindery/store'
import type { Needs } from '../kernel/needs.ts'
import { requireEnvironment } from '../kernel/permissions.ts'
import type { Principal } from '../kernel/principal.ts'
import { atDoor } from './at-door.ts'
import { outcomeOfConfirmation } from './outcome-of-confirmation.ts'
import type { RunParts } from './run-parts.ts'

export interface ConfirmedCall {
  readonly agentId: string
  readonly confirmationId: string
  /** When the client repeats the call, it must be the one that was confirmed. */
  readonly repeated?: { readonly skillId: string; readonly params: JsonObject }
}

/**
 * The result of a call of an agent that waited for a person: whoever approves carries it out, and this gives what came of it.
 * Approves nothing. Throws `not_found`, `confirmation_mismatch`.
 */
export async function outcomeForAgent(
  services: Needs<'config' | 'egress' | 'events' | 'process' | 'runCaches' | 'store'> &
    Pick<RunParts, 'answers' | 'connections' | 'runnables'>,
  principal: Principal,
  call: ConfirmedCall,
): Promise<SkillResult> {
  const stored = await requireOwn(services, principal, call)
  return atDoor(await outcomeOfConfirmation(services, principal, stored), 'confirm_call')
}

async function requireOwn(
  services: Needs<'store'>,
  principal: Principal,
  call: ConfirmedCall,
): Promise<StoredConfirmation> {
  const id = call.confirmationId
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
  const stored = isId
    ? await services.store.run(principal.organizationId, (transaction) => findConfirmation(transaction, id))
    : undefined
  if (stored === undefined || stored.confirmation.agentId !== call.agentId)
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
