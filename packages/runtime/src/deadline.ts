import { PlatformError } from '@bindery/model'

/** Ends some work in time, even when the work itself does not listen. */
export interface Deadline {
  readonly signal: AbortSignal
  /** Settles as `work` does, or throws `upstream_timeout` when the time is up first. */
  readonly within: <Value>(work: Promise<Value>) => Promise<Value>
  /** Stops the clock. */
  readonly clear: () => void
}

/** Starts a clock of `timeoutMs`. Cheaper than AbortSignal.timeout, whose timer runs on after the work has ended. */
export function startDeadline(timeoutMs: number): Deadline {
  const controller = new AbortController()
  const { signal } = controller
  let giveUp: () => void = () => undefined
  const timer = setTimeout(() => {
    controller.abort(new DOMException('The deadline of the call has passed.', 'TimeoutError'))
    // One turn later, so that work which listens to the signal can report what it knows.
    setImmediate(() => giveUp())
  }, timeoutMs)
  return {
    signal,
    within: (work) =>
      new Promise((resolve, reject) => {
        giveUp = () => reject(timedOut(timeoutMs))
        work.then(resolve, reject)
      }),
    clear: () => clearTimeout(timer),
  }
}

function timedOut(timeoutMs: number): PlatformError {
  const message = `The provider did not answer within ${timeoutMs} ms.`
  return new PlatformError('upstream_timeout', message, { reason: 'deadline', sent: 'maybe' })
}
