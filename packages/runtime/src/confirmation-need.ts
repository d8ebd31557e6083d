import { isWrite } from '@bindery/model'
import type { GateContext } from './gate.ts'
import { guardrailsOf } from './guardrails.ts'
import type { RunnableSkill } from './ports.ts'

/** Who must agree to a call before it is made. */
export type ConfirmationNeed = 'nobody' | 'anybody' | 'operator'

export function confirmationNeed(runnable: RunnableSkill): ConfirmationNeed {
  const { policy, effect } = runnable.skill
  const isGated =
    isWrite(effect) && guardrailsOf(runnable, 'write_gate').some(({ config }) => config.mode === 'operator')
  if (isGated || policy.requiresHumanApproval === true) return 'operator'
  return policy.requiresConfirmation ? 'anybody' : 'nobody'
}

/** True for a call that will only open a confirmation, so that gates which count or hold can let it by. */
export function waitsForPerson({ runnable, call }: GateContext): boolean {
  return call.confirmationId === undefined && confirmationNeed(runnable) !== 'nobody'
}
