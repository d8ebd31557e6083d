import type { JsonObject, PlannedCall, Skill } from '@bindery/model'
import { wholeLists } from './whole-lists.ts'

/** The call of a skill with these arguments, as its adapter takes it. */
export function planCall(skill: Skill, args: JsonObject, idempotencyKey?: string): PlannedCall {
  const lists = wholeLists(skill.outputs)
  return {
    operation: skill.operation,
    effect: skill.effect,
    plan: skill.plan,
    arguments: args,
    maxResponseBytes: skill.policy.maxResponseBytes,
    ...(lists.length === 0 ? {} : { lists }),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  }
}
