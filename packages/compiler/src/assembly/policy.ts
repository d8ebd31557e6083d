import {
  type Binding,
  isWrite,
  needsVerifiedIdentity,
  type Operation,
  type SensitivityClass,
  type SkillPolicy,
} from '@bindery/model'

const defaultMaxResponseBytes = 5 * 1024 * 1024

/** The strictest class among what a skill shows, and among what its conditions compare. */
export interface TouchedClasses {
  readonly outputs: SensitivityClass
  readonly conditions: SensitivityClass
}

/**
 * The gates that a skill runs behind. A binding can add a confirmation; it takes one away only where the operator
 * described the operation.
 */
export function toPolicy(
  binding: Binding,
  operation: Operation,
  { outputs, conditions }: TouchedClasses,
): SkillPolicy {
  const { effect } = operation
  const write = isWrite(effect)
  return {
    requiresConfirmation:
      (write && !waivesConfirmation(binding, operation)) ||
      binding.requiresConfirmation === true ||
      binding.requiresHumanApproval === true,
    requiresVerifiedIdentity:
      effect === 'update' ||
      effect === 'delete' ||
      needsVerifiedIdentity(outputs) ||
      needsVerifiedIdentity(conditions),
    nonParallelizable: write,
    ...limitOf(binding, operation),
    ...(binding.requiresHumanApproval === true ? { requiresHumanApproval: true as const } : {}),
    ...(binding.phases === undefined ? {} : { phases: binding.phases }),
    ...(binding.allowedStates === undefined ? {} : { allowedStates: binding.allowedStates }),
    ...(binding.maxSuccessfulCalls === undefined ? {} : { maxSuccessfulCalls: binding.maxSuccessfulCalls }),
    ...(write && operation.arguments.some(({ role }) => role === 'idempotency')
      ? { isRepeatable: true as const }
      : {}),
    timeoutMs: binding.timeoutMs,
    maxResponseBytes: defaultMaxResponseBytes,
  }
}

/** True for a write that nobody is asked about. */
export const waivesConfirmation = (binding: Binding, { isConfirmationWaivable }: Operation): boolean =>
  isConfirmationWaivable === true && binding.requiresConfirmation === false

function limitOf(
  binding: Binding,
  { rateLimit }: Operation,
): Pick<SkillPolicy, 'rateLimitPerMinute' | 'rateLimitKey'> {
  const perMinute = binding.rateLimitPerMinute ?? rateLimit?.perMinute
  if (perMinute === undefined) return {}
  return {
    rateLimitPerMinute: perMinute,
    ...(rateLimit === undefined ? {} : { rateLimitKey: rateLimit.key }),
  }
}
