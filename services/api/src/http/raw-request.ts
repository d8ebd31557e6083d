import type { Readable } from 'node:stream'
import type { Principal } from '@bindery/platform/kernel'

/** A request as it arrived, before any part of it is believed. */
export interface RawRequest {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** The unread body, for routes that stream it. */
  readonly stream: Readable
  readonly principal: Principal | undefined
  readonly requestId: string
  /** Path and query. */
  readonly url: string
  /** Aborts when the caller goes away. */
  readonly signal: AbortSignal
}
