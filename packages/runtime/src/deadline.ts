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
  let giveUp: (error: PlatformError) => void = () => undefined
  const over = new Promise<never>((_, reject) => {
    giveUp = reject
  })
  // Nobody waits for it when the work ends in time.
  over.catch(() => undefined)
  const timer = setTimeout(() => {
    controller.abort(new DOMException('The deadline of the call has passed.', 'TimeoutError'))
    // One turn later, so that work which listens to the signal can report what it knows.
    setImmediate(() => giveUp(timedOut(timeoutMs)))
  }, timeoutMs)
  return { signal, within: (work) => Promise.race([work, over]), clear: () => clearTimeout(timer) }
}

function timedOut(timeoutMs: number): PlatformError {
  const message = `The provider did not answer within ${timeoutMs} ms.`
  return new PlatformError('upstream_timeout', message, { reason: 'deadline', sent: 'maybe' })
}
