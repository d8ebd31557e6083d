import { transportFailure } from './http/transport-failure.ts'

/** The outcome of shared work, or the typed failure of a caller who does not wait for it any longer. */
export function orAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(transportFailure(signal.reason, 'no', 'aborted'))
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    const settle = (): void => signal.removeEventListener('abort', abort)
    work.then(resolve, reject).then(settle, settle)
  })
}
