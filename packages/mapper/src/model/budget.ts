import { addUsage, type ChatUsage, noUsage } from './chat-model.ts'

/** What one goal may cost. */
export interface BudgetLimits {
  readonly promptTokens: number
  readonly calls: number
  readonly ms: number
}

export const standardBudget: BudgetLimits = { promptTokens: 20_000, calls: 5, ms: 30_000 }

export type MappingUsage = ChatUsage

/** Counts what a goal has cost; a question that would not fit is not sent. */
export class Budget {
  readonly #limits: BudgetLimits
  readonly #endsAt: number
  readonly #now: () => number
  #calls = 0
  #promptTokens = 0
  #completionTokens = 0
  #setup: ChatUsage = noUsage
  /** Estimates of what was sent, for servers that count nothing. */
  #sentTokens = 0

  constructor(limits: BudgetLimits, now: () => number) {
    this.#limits = limits
    this.#now = now
    this.#endsAt = now() + limits.ms
  }

  get msLeft(): number {
    return Math.max(0, this.#endsAt - this.#now())
  }

  get usage(): MappingUsage {
    return {
      calls: this.#calls + this.#setup.calls,
      promptTokens: this.#promptTokens + this.#setup.promptTokens,
      completionTokens: this.#completionTokens + this.#setup.completionTokens,
    }
  }

  /** Tokens that a prompt may still have. */
  get tokensLeft(): number {
    return this.#limits.promptTokens - Math.max(this.#promptTokens, this.#sentTokens)
  }

  /** Requests that may still be sent. */
  get callsLeft(): number {
    return Math.max(0, this.#limits.calls - this.#calls)
  }

  /** Takes a prompt of about so many tokens; false when it does not fit any more. */
  take(promptTokens: number): boolean {
    if (this.callsLeft === 0 || promptTokens > this.tokensLeft || this.msLeft <= 0) return false
    this.#sentTokens += promptTokens
    return true
  }

  /** `setup` is told and held against nothing: whichever goal comes first would pay for all. */
  spend({ promptTokens, completionTokens, calls }: ChatUsage, setup: ChatUsage = noUsage): void {
    this.#setup = addUsage(this.#setup, setup)
    this.#calls += calls
    this.#promptTokens += promptTokens
    this.#completionTokens += completionTokens
  }
}
