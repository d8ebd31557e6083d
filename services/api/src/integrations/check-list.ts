import { PlatformError } from '@bindery/model'

export interface ConnectionCheck {
  readonly name: string
  readonly ok: boolean
  readonly ms: number
  readonly detail: string
}

export type CheckOutcome<Value> =
  | { readonly ok: true; readonly value: Value; readonly detail: string }
  | { readonly ok: false; readonly detail: string }

/** Checks in their order, each with its time. A check that throws has failed; what it threw is its detail. */
export class CheckList {
  readonly #checks: ConnectionCheck[] = []

  /** The value of a check that passed, or undefined. */
  async step<Value>(name: string, work: () => Promise<CheckOutcome<Value>>): Promise<Value | undefined> {
    const began = performance.now()
    const outcome = await work().catch(toFailure)
    const ms = Math.round(performance.now() - began)
    this.#checks.push({ name, ok: outcome.ok, ms, detail: outcome.detail })
    return outcome.ok ? outcome.value : undefined
  }

  result(): { readonly ok: boolean; readonly checks: readonly ConnectionCheck[] } {
    return { ok: this.#checks.every((check) => check.ok), checks: [...this.#checks] }
  }
}

function toFailure(error: unknown): { readonly ok: false; readonly detail: string } {
  if (!(error instanceof PlatformError)) return { ok: false, detail: 'The check failed inside Bindery.' }
  const problems = (error.details.issues ?? []).map((issue) => issue.message)
  return { ok: false, detail: [error.message, ...problems].join(' ') }
}
