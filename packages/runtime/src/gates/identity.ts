import { sensitivityClasses } from '@bindery/model'
import { type Gate, type GateContext, type GateVerdict, passed, refused } from '../gate.ts'
import { guardrailsOf } from '../guardrails.ts'
import type { RunnableSkill } from '../ports.ts'

/** The caller proved who they are, where the skill or a guardrail of the agent needs that; lately, for a step-up. */
export const identity: Gate = {
  name: 'identity',
  appliesTo: 'live-run',
  demand: (runnable) => {
    if (!needsVerifiedCaller(runnable)) return undefined
    const { stepUpSeconds } = runnable
    const fresh = stepUpSeconds === undefined ? '' : `, in the last ${stepUpSeconds} s`
    return `asks for a verified caller${fresh}`
  },
  check: (context) => {
    const { runnable, call } = context
    if (!needsVerifiedCaller(runnable)) return passed
    if (call.isCallerVerified === true) return checkFreshness(context)
    const message =
      `"${runnable.skill.functionName}" is for verified callers: verify the caller with ` +
      'POST /agents/{agentId}/verifications, then call again with the verificationToken that it returns.'
    return refused('identity_not_verified', message)
  },
}

/** Whether a skill runs for verified callers only: by its bytes, a step-up or a guardrail of its agent. */
export function needsVerifiedCaller(
  runnable: Pick<RunnableSkill, 'skill' | 'guardrails' | 'stepUpSeconds'>,
): boolean {
  const { policy, sensitivity } = runnable.skill
  if (policy.requiresVerifiedIdentity || runnable.stepUpSeconds !== undefined) return true
  const rank = sensitivityClasses.indexOf(sensitivity)
  return guardrailsOf(runnable, 'verify_before_disclose').some(
    ({ config }) => rank >= sensitivityClasses.indexOf(config.fromClass),
  )
}

/** A step-up wants a proof that is younger than the one that opened the conversation. */
function checkFreshness({ runnable, call, ports }: GateContext): GateVerdict {
  const { stepUpSeconds } = runnable
  if (stepUpSeconds === undefined) return passed
  const ageMs = ports.now().getTime() - (call.verifiedAt?.getTime() ?? 0)
  if (ageMs <= stepUpSeconds * 1000) return passed
  const message =
    `"${runnable.skill.functionName}" needs a verification of the last ${stepUpSeconds} s: verify the caller again with ` +
    'POST /agents/{agentId}/verifications, then call again with the new verificationToken.'
  return refused('identity_not_verified', message, { reason: 'step_up' })
}
