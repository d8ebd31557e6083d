import {
  type Binding,
  isWrite,
  needsVerifiedIdentity,
  type Operation,
  type SensitivityClass,
  type SkillPolicy,
} from '@bindery/model'

const defaultMaxResponseBytes = 5 * 1024 * 1024

/** The gates that a skill runs behind. A binding can add a confirmation, never take one away. */
export function toPolicy(binding: Binding, operation: Operation, sensitivity: SensitivityClass): SkillPolicy {
  const { effect } = operation
  const write = isWrite(effect)
  return {
    requiresConfirmation:
      write || binding.requiresConfirmation === true || binding.requiresHumanApproval === true,
    requiresVerifiedIdentity:
      effect === 'update' || effect === 'delete' || needsVerifiedIdentity(sensitivity),
    nonParallelizable: write,
    ...(binding.rateLimitPerMinute === undefined ? {} : { rateLimitPerMinute: binding.rateLimitPerMinute }),
    ...(binding.requiresHumanApproval === true ? { requiresHumanApproval: true as const } : {}),
    ...(binding.phases === undefined ? {} : { phases: binding.phases }),
    ...(binding.allowedStates === undefined ? {} : { allowedStates: binding.allowedStates }),
    ...(binding.maxSuccessfulCalls === undefined ? {} : { maxSuccessfulCalls: binding.maxSuccessfulCalls }),
    timeoutMs: binding.timeoutMs,
    maxResponseBytes: defaultMaxResponseBytes,
  }
}
