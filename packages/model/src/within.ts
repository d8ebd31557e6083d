/**
 * Does work with a signal that ends with another one, or after so many milliseconds; settles as the work does. When the work
 * has ended, nothing of the clock is left, so that one signal can be used for any number of pieces of work. AbortSignal.any
 * was rejected: on Node 20 it holds its parts weakly, so the next collection of memory takes the clock away and the work
 * never ends. Here the clock holds what it has to end; it does not keep a process alive.
 */
export async function within<Value>(
  before: AbortSignal,
  ms: number,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  if (before.aborted) return work(before)
  const controller = new AbortController()
  const end = (): void => controller.abort(before.reason)
  const timer = setTimeout(
    () => controller.abort(new DOMException('The time for this is up.', 'TimeoutError')),
    ms,
  )
  timer.unref()
  before.addEventListener('abort', end, { once: true })
  try {
    return await work(controller.signal)
  } finally {
    clearTimeout(timer)
    before.removeEventListener('abort', end)
  }
}

/** The outcome of work that others wait for too; undefined when the signal ends first. */
export async function orEnded<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value | undefined> {
  let end: () => void = () => undefined
  const ended = new Promise<undefined>((resolve) => {
    end = () => resolve(undefined)
  })
  signal.addEventListener('abort', end, { once: true })
  if (signal.aborted) end()
  try {
    return await Promise.race([ended, work])
  } finally {
    signal.removeEventListener('abort', end)
  }
}
