/**
 * A signal that ends with another one, or after so many milliseconds. AbortSignal.any was rejected: on Node 20 it holds its
 * parts weakly, so the next collection of memory takes the clock away and the work never ends. Here the clock holds what it
 * has to end; it does not keep a process alive.
 */
export function signalWithin(before: AbortSignal, ms: number): AbortSignal {
  const controller = new AbortController()
  if (before.aborted) {
    controller.abort(before.reason)
    return controller.signal
  }
  const end = (): void => {
    clearTimeout(timer)
    controller.abort(before.reason)
  }
  const timer = setTimeout(() => {
    before.removeEventListener('abort', end)
    controller.abort(new DOMException('The time for this is up.', 'TimeoutError'))
  }, ms)
  timer.unref()
  before.addEventListener('abort', end, { once: true })
  return controller.signal
}

/** Settles when a signal has ended; never rejects. */
export const ended = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
