import { PlatformError } from '@bindery/model'

/** `unproven`: what came back says neither that it works nor that it does not. */
export type CheckResult = 'passed' | 'failed' | 'unproven'

export interface ConnectionCheck {
  readonly name: string
  readonly result: CheckResult
  /** False for a check that failed. */
  readonly ok: boolean
  readonly ms: number
  readonly detail: string
  /** What was found there. */
  readonly seen?: string
  /** What to do where it did not pass. */
  readonly hint?: string
}

export type CheckOutcome<Value> =
  | {
      readonly result: 'passed' | 'unproven'
      readonly value: Value
      readonly detail: string
      readonly seen?: string
      readonly hint?: string
    }
  | { readonly result: 'failed'; readonly detail: string; readonly seen?: string; readonly hint?: string }

export interface CheckedConnection {
  readonly ok: boolean
  readonly checks: readonly ConnectionCheck[]
}

/** Checks in their order, each with its time. A check that throws has failed; what it threw is its detail. */
export class CheckList {
  readonly #checks: ConnectionCheck[] = []

  /** The value of a check that did not fail, or undefined. */
  async step<Value>(name: string, work: () => Promise<CheckOutcome<Value>>): Promise<Value | undefined> {
    const began = performance.now()
    const outcome = await work().catch(toFailure)
    const ms = Math.round(performance.now() - began)
    this.add(name, ms, outcome)
    return outcome.result === 'failed' ? undefined : outcome.value
  }

  /** What was found out elsewhere. */
  add(name: string, ms: number, { result, detail, seen, hint }: CheckOutcome<unknown>): void {
    this.#checks.push({
      name,
      result,
      ok: result !== 'failed',
      ms,
      detail,
      ...(seen === undefined ? {} : { seen }),
      ...(hint === undefined || result === 'passed' ? {} : { hint }),
    })
  }

  result(): CheckedConnection {
    return { ok: this.#checks.every((check) => check.ok), checks: [...this.#checks] }
  }
}

/** A failure in words of ours, with every problem that it lists. */
export function toFailure(error: unknown): { readonly result: 'failed'; readonly detail: string } {
  if (!(error instanceof PlatformError))
    return { result: 'failed', detail: 'The check failed inside Bindery.' }
  const problems = (error.details.issues ?? []).map((issue) => issue.message)
  return { result: 'failed', detail: [error.message, ...problems].join(' ') }
}
