import { getEventListeners } from 'node:events'
import { PlatformError } from '@bindery/model'

/** Ends some work in time, even when the work itself does not listen. */
export interface Deadline {
  readonly signal: AbortSignal
  /** Settles as `work` does, or throws `upstream_timeout` when the time is up first. */
  readonly within: <Value>(work: Promise<Value>) => Promise<Value>
  /** Stops the clock. */
  readonly clear: () => void
}

/** Starts a clock of `timeoutMs`. AbortSignal.timeout was rejected: its timer runs on after the work has ended. */
export function startDeadline(timeoutMs: number): Deadline {
  const controller = unused.pop() ?? new AbortController()
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
    clear: () => {
      clearTimeout(timer)
      keepUnused(controller)
    },
  }
}

// Making a signal is a fifth of the processor time of a run, and nearly every run ends without using it.
const unused: AbortController[] = []
const mostUnused = 64

/** Keeps a controller for the next run, unless it fired or somebody still listens to it. */
function keepUnused(controller: AbortController): void {
  const { signal } = controller
  const isFree = !signal.aborted && getEventListeners(signal, 'abort').length === 0
  if (isFree && unused.length < mostUnused) unused.push(controller)
}

function timedOut(timeoutMs: number): PlatformError {
  const message = `The provider did not answer within ${timeoutMs} ms.`
  return new PlatformError('upstream_timeout', message, { reason: 'deadline', sent: 'maybe' })
}
