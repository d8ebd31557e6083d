import { PlatformError } from '@bindery/model'
import type { Dispatcher } from 'undici'
import type { BodyCollector, CollectorEvents } from './body-collector.ts'
import { collectBody, unusable } from './body-collector.ts'
import { transportFailure } from './transport-failure.ts'

/** One request on the wire. */
export interface Outgoing {
  readonly method: string
  /** Path and query. */
  readonly target: string
  /** Names and values in turn, as undici takes them; it reads them only. */
  readonly headers: string[]
  readonly body: Uint8Array | undefined
  readonly maxResponseBytes: number
}

/** One answer, its body decompressed. */
export interface Incoming {
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
  readonly body: Uint8Array
}

/**
 * Sends one request and reads its answer to the end. Follows nothing, retries nothing. Ends at once when `signal`
 * aborts, whatever the provider does; then nothing more is sent or kept. Throws PlatformError whose `sent` tells whether
 * the request can have left.
 */
export function exchange(pool: Dispatcher, outgoing: Outgoing, signal: AbortSignal): Promise<Incoming> {
  return new Promise((resolve, reject) => {
    const run = new Exchange(outgoing, signal, { resolve, reject })
    run.start(pool)
  })
}

interface Settle {
  readonly resolve: (answer: Incoming) => void
  readonly reject: (error: PlatformError) => void
}

type Controller = Dispatcher.DispatchController
type ResponseHeaders = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2]

/** The handler of one request. undici's own body stream is not used: destroyed without a listener it ends the process. */
class Exchange implements Dispatcher.DispatchHandler, CollectorEvents {
  readonly #outgoing: Outgoing
  readonly #signal: AbortSignal
  readonly #settle: Settle
  #controller: Controller | undefined
  #collector: BodyCollector | undefined
  #status = 0
  #headers: ReadonlyMap<string, string> = new Map()
  #isSettled = false

  constructor(outgoing: Outgoing, signal: AbortSignal, settle: Settle) {
    this.#outgoing = outgoing
    this.#signal = signal
    this.#settle = settle
  }

  start(pool: Dispatcher): void {
    if (this.#signal.aborted) {
      this.onAbort()
      return
    }
    this.#signal.addEventListener('abort', this.onAbort)
    const { method, target, headers, body } = this.#outgoing
    pool.dispatch({ method: toMethod(method), path: target, headers, body: body ?? null }, this)
  }

  readonly onAbort = (): void => {
    this.fail(transportFailure(this.#signal.reason, this.#sent(), 'aborted'))
  }

  onRequestStart(controller: Controller): void {
    // The deadline may have passed while the request waited for a socket: then it must not leave any more.
    if (this.#isSettled) controller.abort(new Error('The call is over.'))
    else this.#controller = controller
  }

  onResponseStart(_controller: Controller, status: number, headers: ResponseHeaders): void {
    if (this.#isSettled || status < 200) return
    this.#status = status
    this.#headers = toHeaderMap(headers)
    try {
      this.#collector = this.#openCollector()
    } catch (error) {
      this.fail(transportFailure(error, 'maybe', 'response'))
    }
  }

  onResponseData(_controller: Controller, chunk: Uint8Array): void {
    this.#collector?.write(chunk)
  }

  onResponseEnd(): void {
    this.#collector?.end()
  }

  onResponseError(_controller: Controller, error: Error): void {
    this.fail(transportFailure(error, this.#sent(), this.#collector === undefined ? 'request' : 'response'))
  }

  readonly done = (body: Uint8Array): void => {
    if (this.#close()) this.#settle.resolve({ status: this.#status, headers: this.#headers, body })
  }

  readonly fail = (error: PlatformError): void => {
    if (!this.#close()) return
    this.#collector?.drop()
    this.#controller?.abort(error)
    this.#settle.reject(error)
  }

  readonly pause = (): void => {
    this.#controller?.pause()
  }

  readonly resume = (): void => {
    this.#controller?.resume()
  }

  #close(): boolean {
    if (this.#isSettled) return false
    this.#isSettled = true
    this.#signal.removeEventListener('abort', this.onAbort)
    return true
  }

  #sent(): 'no' | 'maybe' {
    return this.#controller === undefined ? 'no' : 'maybe'
  }

  #openCollector(): BodyCollector {
    const { maxResponseBytes, method } = this.#outgoing
    const encoding = this.#headers.get('content-encoding') ?? ''
    // The answer to HEAD, and a 304, tell the length of a body that they do not have.
    const isAnnounced = encoding === '' && method !== 'HEAD' && this.#status !== 304
    if (isAnnounced && Number(this.#headers.get('content-length') ?? 0) > maxResponseBytes) {
      throw unusable('response_too_large', `is larger than ${maxResponseBytes} bytes`)
    }
    return collectBody(encoding, maxResponseBytes, this)
  }
}

function toHeaderMap(headers: ResponseHeaders): ReadonlyMap<string, string> {
  const map = new Map<string, string>()
  for (const name in headers) {
    const value = headers[name]
    if (value !== undefined) map.set(name, typeof value === 'string' ? value : value.join(', '))
  }
  return map
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

/** The methods that HTTP providers offer; CONNECT and TRACE are for proxies. Throws `template_invalid`. */
function toMethod(text: string): Dispatcher.HttpMethod {
  const method = methods.find((name) => name === text.toUpperCase())
  if (method !== undefined) return method
  throw new PlatformError('template_invalid', `The method ${JSON.stringify(text)} cannot be sent.`, {
    reason: 'method',
    sent: 'no',
  })
}
