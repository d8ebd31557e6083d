import type { JsonObject, PlannedCall, Skill } from '@bindery/model'

/** The call of a skill with these arguments, as its adapter takes it. */
export function planCall(skill: Skill, args: JsonObject, idempotencyKey?: string): PlannedCall {
  const call = {
    operation: skill.operation,
    effect: skill.effect,
    plan: skill.plan,
    arguments: args,
    maxResponseBytes: skill.policy.maxResponseBytes,
  }
  return idempotencyKey === undefined ? call : { ...call, idempotencyKey }
}
