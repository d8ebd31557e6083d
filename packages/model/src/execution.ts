import type { Environment } from './connection.ts'
import type { Effect } from './effect.ts'
import type { AgentId, ConfirmationId, ExecutionId, OrganizationId, SkillId } from './ids.ts'
import type { Json, JsonObject } from './json.ts'
import type { PlatformError } from './platform-error.ts'

/** What a caller asks for: one run of one skill. */
export interface SkillCall {
  readonly organizationId: OrganizationId
  readonly agentId: AgentId
  readonly skillId: SkillId
  readonly skillHash: string
  readonly params: JsonObject
  readonly environment: Environment
  readonly conversationId?: string
  readonly idempotencyKey?: string
  /** Present when an approved confirmation is being carried out. */
  readonly confirmationId?: ConfirmationId
  /** The caller proved who they are, by a verification that the use case checked. */
  readonly isCallerVerified?: boolean
  /** When they did, on the clock of the store: step-up asks for a fresh proof. */
  readonly verifiedAt?: Date
  /** Phase and state of the conversation, as the runtime reports them. */
  readonly phase?: string
  readonly state?: string
  /** What the platform knows of the conversation: runtime variables and dynamic context. */
  readonly context?: JsonObject
  /** Who asked, for the record: an API key's id and name. */
  readonly actor: string
}

/** How a run ended. Ordinary outcomes are variants, not errors. */
export type SkillResult =
  | {
      readonly status: 'succeeded'
      readonly executionId: ExecutionId
      readonly output: JsonObject
      readonly warnings: readonly string[]
      readonly durationMs: number
      /** The result of an earlier call with the same idempotency key. */
      readonly isReplay: boolean
      /** What the agent may say, from the skill's messages. */
      readonly message?: string
    }
  | {
      readonly status: 'confirmation_required'
      readonly confirmationId: ConfirmationId
      readonly summary: string
      readonly preview: Json
      readonly expiresAt: Date
    }
  | {
      readonly status: 'failed'
      readonly executionId?: ExecutionId
      readonly error: PlatformError
      /** What the agent may say, from the skill's messages. */
      readonly message?: string
    }
  | { readonly status: 'outcome_unknown'; readonly executionId: ExecutionId; readonly error: PlatformError }

/** What is kept of a run. Redacted before it gets here: no secret, no value of a sensitive output. */
export interface ExecutionRecord {
  readonly executionId: ExecutionId
  readonly organizationId: OrganizationId
  readonly agentId: AgentId
  readonly skillId: SkillId
  readonly skillHash: string
  readonly functionName: string
  readonly effect: Effect
  readonly environment: Environment
  readonly conversationId?: string
  readonly actor: string
  readonly status: 'succeeded' | 'failed' | 'outcome_unknown' | 'denied'
  readonly errorCode?: string
  readonly gates: readonly GateRecord[]
  readonly params: JsonObject
  readonly request?: Json
  readonly response?: Json
  readonly output?: JsonObject
  readonly startedAt: Date
  readonly durationMs: number
  readonly timings: { readonly [phase: string]: number }
}

export interface GateRecord {
  readonly gate: string
  readonly verdict: 'passed' | 'stopped'
  readonly code?: string
}
