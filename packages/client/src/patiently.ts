import { ProblemError } from './problem-error.ts'

export interface Patience {
  /** Tries in all, 1 to 10. */
  readonly tries: number
  /** All of them together, in ms; none begins after that. */
  readonly withinMs: number
  /** Waits; for tests. */
  readonly sleep?: (ms: number) => Promise<void>
  readonly now?: () => number
}

const usual: Patience = { tries: 4, withinMs: 30_000 }
const firstWaitMs = 250

/**
 * What `ask` gives; a failure that may pass is asked again, after a wait that doubles: one that the server calls retryable, and
 * one where nothing answered. For what may be asked twice: a read, or a write with an idempotency key. Throws the last failure.
 */
export async function patiently<Value>(
  ask: () => Promise<Value>,
  patience: Patience = usual,
): Promise<Value> {
  const { tries, withinMs, sleep = wait, now = Date.now } = patience
  const end = now() + withinMs
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask()
    } catch (error) {
      const waitMs = firstWaitMs * 2 ** (attempt - 1)
      if (attempt >= tries || !mayPass(error) || now() + waitMs > end) throw error
      await sleep(waitMs)
    }
  }
}

/** `fetch` throws a TypeError where nobody answered. */
const mayPass = (error: unknown): boolean =>
  error instanceof ProblemError
    ? error.problem.retryable === true || error.problem.status === 503
    : error instanceof TypeError

const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
