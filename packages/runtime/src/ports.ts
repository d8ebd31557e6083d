import type {
  AgentId,
  Confirmation,
  ConfirmationId,
  Connection,
  Effect,
  Environment,
  ExecutionId,
  ExecutionRecord,
  Executor,
  Guardrail,
  JsonObject,
  OrganizationId,
  RequestPreview,
  Scoping,
  Skill,
  SkillCall,
  SkillId,
  ProviderRefusal,
} from '@bindery/model'

/** A compiled skill with the facts about it that may change without recompiling. */
export interface RunnableSkill {
  readonly skillId: SkillId
  readonly skill: Skill
  /** The hash that was approved; compared with the hash of `skill` before anything is sent. */
  readonly skillHash: string
  readonly isEnabled: boolean
  readonly isPublished: boolean
  /** It runs as it is being authored; otherwise what was published runs. */
  readonly isDraft?: true
  /** Drift or scoping made it unfit since it was compiled; the text says why. */
  readonly stale?: string
  /** Of the integration of a skill that calls one. */
  readonly scoping: Scoping
  /** Of a skill of several steps: those of all its integrations, by slug. */
  readonly scopings?: { readonly [integration: string]: Scoping }
  /** Rules of the agent that hold for this skill, enabled ones only. */
  readonly guardrails?: readonly Guardrail[]
  /** How fresh the proof of the caller's identity must be, when this skill needs a step-up. */
  readonly stepUpSeconds?: number
  /** The zone in which this agent means days, an IANA name. Absent until an operator sets it. */
  readonly timezone?: string
}

/** The outside world of a run, as the composition root wires it. Nothing here knows a source kind. */
export interface RunPorts {
  readonly now: () => Date
  /**
   * The same bytes with what may have changed about them since a run began. Throws `not_found` when skill or agent is gone.
   * At most a second old.
   */
  readonly standing: (runnable: RunnableSkill, call: SkillCall) => Promise<RunnableSkill>
  readonly newId: () => string
  readonly executorOf: (source: string) => Promise<Executor>
  readonly connect: (target: ConnectionRequest) => Promise<Connection>
  readonly preview: (target: ConnectionRequest) => Promise<PreviewConnection>
  readonly limits: RateLimits
  readonly conversations: ConversationTurns
  readonly successfulCalls: SuccessfulCalls
  readonly confirmations: Confirmations
  readonly ledger: ExecutionLedger
}

export interface ConnectionRequest {
  readonly organizationId: OrganizationId
  /** Slug of the integration. */
  readonly integration: string
  readonly environment: Environment
}

/** A connection that answers every request with an empty 204 and keeps what would have been sent, redacted. */
export interface PreviewConnection extends Connection {
  readonly taken: () => readonly RequestPreview[]
}

export interface RateLimits {
  /**
   * Admits a call when fewer than `perMinute` calls of this key were admitted in the last 60 s of the store's clock.
   * Refused calls do not count. Holds across processes.
   */
  take(key: RateLimitKey, perMinute: number): Promise<RateLimitVerdict>
}

export interface RateLimitKey {
  readonly organizationId: OrganizationId
  readonly scope: string
}

export type RateLimitVerdict =
  | { readonly admitted: true; readonly remaining: number }
  | { readonly admitted: false; readonly retryAfterMs: number }

export interface ConversationTurns {
  /** Takes the one write turn of a conversation for at most `holdMs`; undefined while another call has it. */
  take(key: ConversationKey, holdMs: number): Promise<ConversationTurn | undefined>
}

export interface ConversationKey {
  readonly organizationId: OrganizationId
  readonly agentId: AgentId
  readonly conversationId: string
}

export interface ConversationTurn {
  release(): Promise<void>
}

/** Something that a run took and settles when it has ended. */
export interface Hold {
  readonly settle: (ending: RunEnding) => Promise<void>
}

/** How a run ended, for what it holds: of an unknown outcome one assumes that it happened. */
export type RunEnding = 'succeeded' | 'failed' | 'outcome_unknown'

export interface SuccessfulCalls {
  /**
   * Takes one of the `most` successful calls that a conversation may make of a skill, before it is made, so that calls
   * side by side never exceed it; undefined when none is left. A call that failed gives its place back.
   */
  take(key: CallCountKey, most: number): Promise<CallPlace | undefined>
}

export interface CallCountKey extends ConversationKey {
  readonly skillId: SkillId
}

export interface CallPlace {
  giveBack(): Promise<void>
}

export interface Confirmations {
  /**
   * Keeps a call that waits for a person and gives the confirmation in force: this one, or the one that already waits
   * under the same idempotency key. One that can no longer be carried out as it was shown, since
   * its skill or the address of a provider changed, is void and makes room for this one.
   */
  open(confirmation: Confirmation): Promise<Confirmation>
  /** The confirmation that `open` would give in place of a new one, without what was read for it. */
  waiting(question: WaitingQuestion): Promise<Confirmation | undefined>
  /**
   * The approved confirmation, spent by this very statement: a second call for the same id gives undefined, and so does
   * one that expired or was never approved.
   */
  spend(organizationId: OrganizationId, id: ConfirmationId): Promise<Confirmation | undefined>
}

/** Which call asks whether one waits under its key. */
export type WaitingQuestion = Pick<SkillCall, 'organizationId' | 'skillHash'> &
  Pick<Confirmation, 'destinations'> & {
    readonly idempotencyKey: string
    /** As of `LedgerQuestion`: the same call by another version of its skill takes the place of the one that waits. */
    readonly anyVersion: string
  }

/** A ledger that was restored from a backup: what was made later is not in it. */
export interface RestoredLedger {
  readonly epoch: number
  readonly backupAt: Date
}

export interface ExecutionLedger {
  /** Absent for one that never was, or so long ago that no key is remembered from before. */
  readonly restored?: RestoredLedger | undefined
  /** Commits the intent before the first byte leaves. */
  begin(intent: ExecutionIntent): Promise<LedgerVerdict>
  /**
   * Takes a run of unknown outcome up again under its key, for a provider that takes the key itself, or gives the key of
   * a run that failed to a new one, whose record stands beside the old: of several callers one gets `fresh`, the others
   * what `begin` would say. An unknown outcome is taken up only by the version of the skill that began it.
   */
  resume(intent: ExecutionIntent): Promise<LedgerVerdict>
  /** What `begin` would say of a key that is known already; undefined for a new one. Commits nothing. */
  recall(question: LedgerQuestion): Promise<LedgerVerdict | undefined>
  /** Commits how the run ended, before its caller is told; `replay` is what a repeated key gets back. */
  finish(record: ExecutionRecord, replay?: JsonObject): Promise<void>
}

export interface ExecutionIntent {
  readonly executionId: ExecutionId
  readonly organizationId: OrganizationId
  readonly agentId: AgentId
  readonly skillId: SkillId
  readonly skillHash: string
  readonly effect: Effect
  readonly environment: Environment
  /** What is kept of the call: `anyVersion`, and then the hash of the skill that makes it. */
  readonly argumentsHash: string
  /** What the kept text begins with, whichever version of the skill made the call. */
  readonly anyVersion: string
  /** The same call, as versions before hashed it: a key that they wrote is still its own. */
  readonly earlierHashes: readonly string[]
  readonly idempotencyKey: string
  readonly actor: string
  /** After this, an intent without an outcome counts as unknown. */
  readonly deadline: Date
}

export type LedgerQuestion = Pick<
  ExecutionIntent,
  'organizationId' | 'idempotencyKey' | 'argumentsHash' | 'anyVersion' | 'earlierHashes'
>

/** Of which call a kept hash is: of the one that is asked about, of the same by another version of its skill, or of another. */
export function keptOf(
  kept: string,
  { argumentsHash, anyVersion, earlierHashes }: Omit<LedgerQuestion, 'organizationId' | 'idempotencyKey'>,
): 'this_call' | 'another_version' | 'another_call' {
  if (kept === argumentsHash || earlierHashes.includes(kept)) return 'this_call'
  return kept.startsWith(anyVersion) ? 'another_version' : 'another_call'
}

export type LedgerVerdict =
  | { readonly verdict: 'fresh' }
  | { readonly verdict: 'replay'; readonly executionId: ExecutionId; readonly result: JsonObject }
  | {
      readonly verdict: 'failed'
      readonly executionId: ExecutionId
      readonly code: string
      readonly upstreamStatus?: number
      /** What the provider said of it, as the record keeps it. */
      readonly provider?: ProviderRefusal
    }
  | { readonly verdict: 'running' }
  | {
      readonly verdict: 'unknown'
      readonly executionId: ExecutionId
      /** Another version of the skill made the call, perhaps of another operation: it is never taken up by this one. */
      readonly isOfAnotherVersion?: true
    }
  /** It was carried out, so long ago that what came of it is kept no longer. */
  | { readonly verdict: 'forgotten'; readonly executionId: ExecutionId }
  | { readonly verdict: 'reused' }
