import { within } from '@bindery/model'
import type { Egress } from './egress/egress.ts'
import { sendOnce, toResponse } from './http/send-once.ts'

export interface LibraryFetch {
  readonly egress: Egress
  /** Names the sockets; never shared between organisations unless they share the service. */
  readonly key: string
  readonly maxResponseBytes: number
  /** For one request, its body included. */
  readonly timeoutMs: number
}

/**
 * `fetch` for a library that speaks a service's protocol by itself, such as the client of a language model: one request to
 * a checked address, no redirect, no log. Rejects with PlatformError.
 */
export function libraryFetch({ egress, key, maxResponseBytes, timeoutMs }: LibraryFetch) {
  return async (url: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const request = new Request(url, init)
    const body = new Uint8Array(await request.arrayBuffer())
    // The signal of a request follows the given one only as long as the request itself is held.
    const asked = init.signal ?? request.signal
    const headers = [...request.headers].filter(([name]) => name !== 'content-length').flat()
    const { method } = request
    const outgoing = { url: new URL(request.url), method, headers, body, maxResponseBytes }
    const answer = await within(asked, timeoutMs, (signal) => sendOnce({ egress, key }, outgoing, signal))
    return toResponse(answer)
  }
}
