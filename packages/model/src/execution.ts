import type { Environment } from './connection.ts'
import type { Effect } from './effect.ts'
import type { AgentId, ConfirmationId, ExecutionId, OrganizationId, SkillId } from './ids.ts'
import type { Json, JsonObject } from './json.ts'
import type { PlatformError } from './platform-error.ts'
import type { ProviderRefusal } from './provider-refusal.ts'
import type { QuietStep } from './quiet-step.ts'

/** The faces by which a call may come: over HTTP, from a page of the console, over MCP, from standard input and output. */
export const channels = ['http', 'console', 'mcp', 'stdio'] as const
export type Channel = (typeof channels)[number]

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
  /** The epoch of the store that its caller knows: they have looked at what a restore made unknown. */
  readonly epoch?: number
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
  /**
   * What of the conversation makes it this call and no other: values that the caller sent and the skill reads, and what the
   * caller proved. What the platform looks up by itself is not in it: a retry is the same call.
   */
  readonly told?: JsonObject
  /** Who asked, for the record: an API key's id and name. */
  readonly actor: string
  /** The API key that it is made with: a run of several steps goes no further than its key. Absent where none began it. */
  readonly keyId?: string
  /** The platform runs it for itself, so that it may be a skill that is no tool of agents. */
  readonly isOfPlatform?: true
  /** By which face it came; absent where nobody said. */
  readonly channel?: Channel
}

/**
 * Ordinary answers that are no success: nothing is given and nothing was changed. `not_found`: a parameter named what the
 * provider does not have. `conditions_not_met`: what it names is there, and what must hold before it is changed does not.
 * `not_certain`: what was asked of all rows could only be asked of those that were read, and there are or may be more.
 * `ambiguous`: several rows are there where one is meant.
 */
export const quietOutcomes = ['not_found', 'conditions_not_met', 'not_certain', 'ambiguous'] as const
export type QuietOutcome = (typeof quietOutcomes)[number]

export const isQuietOutcome = (status: unknown): status is QuietOutcome =>
  quietOutcomes.some((outcome) => outcome === status)

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
      readonly status: QuietOutcome
      readonly executionId: ExecutionId
      readonly durationMs: number
      readonly isReplay: boolean
      /** Of a skill of several steps. */
      readonly at?: QuietStep
      /** What the provider said of it. */
      readonly provider?: ProviderRefusal
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
  /** Absent in older records. */
  readonly channel?: Channel
  /** `waiting`: what must be read before a person can be asked was read. */
  readonly status: 'succeeded' | QuietOutcome | 'failed' | 'outcome_unknown' | 'denied' | 'waiting'
  readonly errorCode?: string
  /** The machine word and the HTTP status of the failure, and the output that it is about. */
  readonly reason?: string
  readonly upstreamStatus?: number
  readonly leaf?: string
  /** What the provider said, without any value that identifies a person. */
  readonly provider?: ProviderRefusal
  /** Requests that were handed to the connection; absent in older records. */
  readonly attempts?: number
  /** What was changed or left out on the way; they hold names and numbers only. */
  readonly warnings?: readonly string[]
  /** Limits that were met: `rows_truncated`, `output_too_large`, `deadline` and their like. */
  readonly limits?: readonly string[]
  /** Of a skill of several steps: what each of them did, in the order in which they ended. */
  readonly steps?: readonly StepRecord[]
  readonly gates: readonly GateRecord[]
  readonly params: JsonObject
  readonly request?: Json
  readonly response?: Json
  readonly output?: JsonObject
  readonly startedAt: Date
  readonly durationMs: number
  readonly timings: { readonly [phase: string]: number }
}

/** What is kept of one step of a run, redacted as the record is. */
export interface StepRecord {
  readonly id: string
  /** Slug of the integration that it called. */
  readonly integration: string
  readonly operation: string
  /** `skipped`: what it waits for was not there. */
  readonly status: 'succeeded' | 'skipped' | QuietOutcome | 'failed' | 'outcome_unknown'
  /** From the beginning of the run, in ms. */
  readonly startedMs: number
  readonly durationMs: number
  /** Times that it ran: once, or once for every row of an earlier step. */
  readonly runs: number
  /** Requests that were handed to the connection. */
  readonly attempts: number
  /** Rows that went on, of a step that takes rows. */
  readonly rows?: number
  /** The first request, as of a record. */
  readonly request?: Json
  /** Bytes of all its answers. */
  readonly bytes?: number
  readonly errorCode?: string
}

export interface GateRecord {
  readonly gate: string
  readonly verdict: 'passed' | 'stopped'
  readonly code?: string
}
