import type { JsonObject } from '@bindery/model'

/** One question to a language model. It gets no tools and no secrets, and can only answer with JSON. */
export interface ChatQuestion {
  /** A short name of the step, for the server's log of schemas: letters, digits, `_`. */
  readonly name: string
  readonly system: string
  readonly user: string
  /** JSON Schema within what strict modes take: every property required, nothing additional, no references. */
  readonly schema: JsonObject
  readonly maxTokens: number
}

export interface ChatUsage {
  readonly promptTokens: number
  readonly completionTokens: number
  /** Requests that were sent, whatever became of them. */
  readonly calls: number
}

/** What one question may cost: how long, by the signal, and how many requests. */
export interface ChatLimits {
  readonly signal: AbortSignal
  readonly calls: number
}

/**
 * Why a model gave no answer. `not_understood`: what answers does not speak the protocol; `blocked`: the egress guard lets
 * nothing out to the address.
 */
export type ChatFailure =
  | 'refused'
  | 'cut_off'
  | 'rate_limited'
  | 'unauthorized'
  | 'bad_request'
  | 'not_understood'
  | 'unreachable'
  | 'blocked'
  | 'timeout'

export type ChatAnswer =
  | {
      readonly status: 'answered'
      readonly text: string
      readonly usage: ChatUsage
      /** What finding out how to ask took, once for a server: spent, and held against no goal. */
      readonly setup?: ChatUsage
    }
  | {
      readonly status: 'failed'
      readonly failure: ChatFailure
      /** How long the server asks to be left alone, when it says so. */
      readonly retryAfterMs?: number
      readonly usage: ChatUsage
      readonly setup?: ChatUsage
    }

/** A language model behind any protocol. Never throws. */
export interface ChatModel {
  readonly model: string
  ask(question: ChatQuestion, limits: ChatLimits): Promise<ChatAnswer>
}

export const noUsage: ChatUsage = { promptTokens: 0, completionTokens: 0, calls: 0 }

export const addUsage = (a: ChatUsage, b: ChatUsage): ChatUsage => ({
  promptTokens: a.promptTokens + b.promptTokens,
  completionTokens: a.completionTokens + b.completionTokens,
  calls: a.calls + b.calls,
})
