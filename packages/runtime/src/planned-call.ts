import type { ComparedValues, JsonObject, PlannedCall, Skill } from '@bindery/model'
import { wholeLists } from './whole-lists.ts'

/** What a call gives: arguments that are sent, and what conditions compare with. */
export interface CallValues {
  readonly args: JsonObject
  readonly compared: ComparedValues | undefined
}

/** The call of a skill with these arguments, as its adapter takes it. */
export function planCall(skill: Skill, { args, compared }: CallValues, idempotencyKey?: string): PlannedCall {
  const lists = wholeLists(skill)
  return {
    operation: skill.operation,
    effect: skill.effect,
    plan: skill.plan,
    arguments: args,
    maxResponseBytes: skill.policy.maxResponseBytes,
    // What is tested on rows is no affair of the provider.
    ...(compared === undefined || skill.reading !== undefined ? {} : { compared }),
    ...(lists.length === 0 ? {} : { lists }),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  }
}
