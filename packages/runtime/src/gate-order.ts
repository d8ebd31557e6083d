import type { Gate } from './gate.ts'
import { businessHours } from './gates/business-hours.ts'
import { confirmation } from './gates/confirmation.ts'
import { contentPolicy } from './gates/content-policy.ts'
import { conversationState } from './gates/conversation-state.ts'
import { conversationTurn } from './gates/conversation-turn.ts'
import { enabled } from './gates/enabled.ts'
import { guardrailRateLimit } from './gates/guardrail-rate-limit.ts'
import { identity } from './gates/identity.ts'
import { input } from './gates/input.ts'
import { integrity } from './gates/integrity.ts'
import { published } from './gates/published.ts'
import { rateLimit } from './gates/rate-limit.ts'
import { scope } from './gates/scope.ts'
import { stale } from './gates/stale.ts'
import { successfulCalls } from './gates/successful-calls.ts'
import { writeGate } from './gates/write-gate.ts'

/**
 * Every gate, in the only order. What needs no port comes first; what takes something (a place in the rate window, the
 * turn of the conversation, the confirmation) comes last, the most precious of all at the end, so that nothing is spent
 * on a call that another gate refuses.
 */
export const gates: readonly Gate[] = [
  integrity,
  enabled,
  published,
  stale,
  scope,
  input,
  contentPolicy,
  writeGate,
  conversationState,
  businessHours,
  identity,
  guardrailRateLimit,
  rateLimit,
  successfulCalls,
  conversationTurn,
  confirmation,
]
