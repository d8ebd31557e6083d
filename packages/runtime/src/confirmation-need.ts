import { isWrite } from '@bindery/model'
import type { GateContext } from './gate.ts'
import { guardrailsOf } from './guardrails.ts'
import type { RunnableSkill } from './ports.ts'
import type { PreparedSkill } from './prepare-skill.ts'

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

/** True for such a call where nothing must be read before that person can be asked. */
export const sendsNothingYet = (context: GateContext): boolean =>
  waitsForPerson(context) && !readsAhead(context.prepared)

/** Whether other steps find what a write is made of: a person is asked about what they found. */
export const readsAhead = ({ skill }: PreparedSkill): boolean =>
  skill.steps !== undefined && skill.steps.length > 1 && isWrite(skill.effect)
