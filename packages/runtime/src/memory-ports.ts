import type { ConfirmationId, Confirmation, ExecutionRecord, JsonObject } from '@bindery/model'
import { isQuietOutcome, isWrite } from '@bindery/model'
import {
  type CallCountKey,
  type Confirmations,
  type ConversationKey,
  type ConversationTurns,
  type ExecutionIntent,
  type ExecutionLedger,
  keptOf,
  type LedgerQuestion,
  type LedgerVerdict,
  type RateLimitKey,
  type RateLimits,
  type RestoredLedger,
  type RunPorts,
  type SuccessfulCalls,
  type WaitingQuestion,
} from './ports.ts'

/** The ports that hold state, kept in memory: for tests, benches and single processes that may forget. */
export type StatePorts = Pick<
  RunPorts,
  'limits' | 'conversations' | 'successfulCalls' | 'confirmations' | 'ledger'
>

export interface MemoryPorts extends StatePorts {
  /** Marks a confirmation as agreed to by a person; false when there is none that still waits. */
  readonly approve: (id: ConfirmationId) => Promise<boolean>
  /** Records in the order in which they were finished. */
  readonly records: () => readonly ExecutionRecord[]
}

/** Makes state ports on one clock. They pass the same contract suite as those of the store. */
export function memoryPorts(now: () => Date, restored?: RestoredLedger): MemoryPorts {
  const confirmations = new MemoryConfirmations(now)
  const ledger = new MemoryLedger(now, restored)
  return {
    limits: new MemoryRateLimits(now),
    conversations: new MemoryTurns(now),
    successfulCalls: new MemoryCalls(),
    confirmations,
    ledger,
    approve: (id) => confirmations.approve(id),
    records: () => [...ledger.records],
  }
}

type Clock = () => Date

class MemoryRateLimits implements RateLimits {
  readonly #now: Clock
  readonly #admitted = new Map<string, readonly number[]>()

  constructor(now: Clock) {
    this.#now = now
  }

  async take(key: RateLimitKey, perMinute: number): ReturnType<RateLimits['take']> {
    const name = JSON.stringify([key.organizationId, key.scope])
    const nowMs = this.#now().getTime()
    const recent = (this.#admitted.get(name) ?? []).filter((atMs) => atMs > nowMs - windowMs)
    const oldest = recent[recent.length - perMinute]
    if (oldest !== undefined) return { admitted: false, retryAfterMs: oldest + windowMs - nowMs }
    this.#admitted.set(name, [...recent, nowMs])
    return { admitted: true, remaining: perMinute - recent.length - 1 }
  }
}

const windowMs = 60_000

class MemoryTurns implements ConversationTurns {
  readonly #now: Clock
  readonly #held = new Map<string, { readonly untilMs: number }>()

  constructor(now: Clock) {
    this.#now = now
  }

  async take(key: ConversationKey, holdMs: number): ReturnType<ConversationTurns['take']> {
    const name = JSON.stringify([key.organizationId, key.agentId, key.conversationId])
    const nowMs = this.#now().getTime()
    if ((this.#held.get(name)?.untilMs ?? 0) > nowMs) return undefined
    const turn = { untilMs: nowMs + holdMs }
    this.#held.set(name, turn)
    return {
      release: async () => {
        // Whoever took the turn after this one expired keeps it.
        if (this.#held.get(name) === turn) this.#held.delete(name)
      },
    }
  }
}

class MemoryCalls implements SuccessfulCalls {
  readonly #taken = new Map<string, number>()

  async take(key: CallCountKey, most: number): ReturnType<SuccessfulCalls['take']> {
    const name = JSON.stringify([key.organizationId, key.agentId, key.conversationId, key.skillId])
    const taken = this.#taken.get(name) ?? 0
    if (taken >= most) return undefined
    this.#taken.set(name, taken + 1)
    return {
      giveBack: async () => {
        this.#taken.set(name, (this.#taken.get(name) ?? 1) - 1)
      },
    }
  }
}

/** Knows no versions of skills, so that none is void. */
class MemoryConfirmations implements Confirmations {
  readonly #now: Clock
  readonly #waiting = new Map<string, Confirmation>()
  readonly #approved = new Map<string, Confirmation>()

  constructor(now: Clock) {
    this.#now = now
  }

  async open(confirmation: Confirmation): Promise<Confirmation> {
    const { organizationId, idempotencyKey } = confirmation
    const known = idempotencyKey === undefined ? undefined : this.#opened(organizationId, idempotencyKey)
    if (known !== undefined) return known
    this.#waiting.set(confirmation.confirmationId, confirmation)
    return confirmation
  }

  async waiting({ organizationId, idempotencyKey }: WaitingQuestion): ReturnType<Confirmations['waiting']> {
    return this.#opened(organizationId, idempotencyKey)
  }

  /** At once: between finding nothing and opening one, no other call may come. */
  #opened(organizationId: string, idempotencyKey: string): Confirmation | undefined {
    return [...this.#waiting.values(), ...this.#approved.values()].find(
      (known) =>
        known.idempotencyKey === idempotencyKey &&
        known.organizationId === organizationId &&
        !this.#isExpired(known),
    )
  }

  async approve(id: ConfirmationId): Promise<boolean> {
    const confirmation = this.#waiting.get(id)
    if (confirmation === undefined || this.#isExpired(confirmation)) return false
    this.#waiting.delete(id)
    this.#approved.set(id, confirmation)
    return true
  }

  async spend(organizationId: string, id: ConfirmationId): ReturnType<Confirmations['spend']> {
    const confirmation = this.#approved.get(id)
    if (confirmation === undefined || confirmation.organizationId !== organizationId) return undefined
    this.#approved.delete(id)
    return this.#isExpired(confirmation) ? undefined : confirmation
  }

  #isExpired(confirmation: Confirmation): boolean {
    return confirmation.expiresAt.getTime() <= this.#now().getTime()
  }
}

interface Entry {
  readonly intent: ExecutionIntent
  readonly record?: ExecutionRecord
  readonly replay?: JsonObject
}

class MemoryLedger implements ExecutionLedger {
  readonly records: ExecutionRecord[] = []
  readonly restored: RestoredLedger | undefined
  readonly #now: Clock
  readonly #byKey = new Map<string, Entry>()
  readonly #keyOf = new Map<string, string>()

  constructor(now: Clock, restored: RestoredLedger | undefined) {
    this.#now = now
    this.restored = restored
  }

  async begin(intent: ExecutionIntent): Promise<LedgerVerdict> {
    const key = JSON.stringify([intent.organizationId, intent.idempotencyKey])
    const entry = this.#byKey.get(key)
    if (entry !== undefined) return this.#verdictOn(entry, intent)
    this.#byKey.set(key, { intent })
    this.#keyOf.set(intent.executionId, key)
    return { verdict: 'fresh' }
  }

  async resume(intent: ExecutionIntent): Promise<LedgerVerdict> {
    const key = JSON.stringify([intent.organizationId, intent.idempotencyKey])
    const entry = this.#byKey.get(key)
    const verdict = entry === undefined ? undefined : this.#verdictOn(entry, intent)
    const isTaken = verdict?.verdict === 'unknown' && verdict.isOfAnotherVersion === true
    const mayTake = verdict?.verdict === 'unknown' || verdict?.verdict === 'failed'
    if (verdict !== undefined && (isTaken || !mayTake)) return verdict
    this.#byKey.set(key, { intent })
    this.#keyOf.set(intent.executionId, key)
    return { verdict: 'fresh' }
  }

  async recall(question: LedgerQuestion): ReturnType<ExecutionLedger['recall']> {
    const entry = this.#byKey.get(JSON.stringify([question.organizationId, question.idempotencyKey]))
    return entry === undefined ? undefined : this.#verdictOn(entry, question)
  }

  async finish(record: ExecutionRecord, replay?: JsonObject): Promise<void> {
    this.records.push(record)
    const key = this.#keyOf.get(record.executionId)
    const entry = key === undefined ? undefined : this.#byKey.get(key)
    if (key === undefined || entry === undefined) return
    this.#byKey.set(key, { ...entry, record, ...(replay === undefined ? {} : { replay }) })
  }

  #verdictOn({ intent, record, replay }: Entry, asked: LedgerQuestion): LedgerVerdict {
    const { executionId } = intent
    const kept = keptOf(intent.argumentsHash, asked)
    if (kept === 'another_call') return { verdict: 'reused' }
    const version = kept === 'another_version' ? ({ isOfAnotherVersion: true } as const) : {}
    if (record === undefined) return this.#verdictOnOpen(intent, version)
    if (record.status === 'succeeded' || isQuietOutcome(record.status))
      return { verdict: 'replay', executionId, result: replay ?? {} }
    if (record.status === 'outcome_unknown') return { verdict: 'unknown', executionId, ...version }
    const { errorCode: code = 'internal_error', upstreamStatus, provider } = record
    const said = {
      ...(upstreamStatus === undefined ? {} : { upstreamStatus }),
      ...(provider === undefined ? {} : { provider }),
    }
    return { verdict: 'failed', executionId, code, ...said }
  }

  /** A run that should have ended and has no record died: of a write nobody knows, a read did nothing. */
  #verdictOnOpen(
    { executionId, deadline, effect }: ExecutionIntent,
    version: { readonly isOfAnotherVersion?: true },
  ): LedgerVerdict {
    if (deadline.getTime() > this.#now().getTime()) return { verdict: 'running' }
    return isWrite(effect)
      ? { verdict: 'unknown', executionId, ...version }
      : { verdict: 'failed', executionId, code: 'internal_error' }
  }
}
