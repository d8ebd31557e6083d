import { PlatformError } from '@bindery/model'

export interface StreamLimits {
  readonly perKey: number
  readonly perServer: number
}

export interface StreamPlace {
  /** Aborts when the server stops, and by `end`. */
  readonly signal: AbortSignal
  readonly end: () => void
  /** Once the stream has ended; giving it back again changes nothing. */
  readonly giveBack: () => void
}

/** Streams that stay open are few: each is asked for in the store again and again. They end when the server does. */
export class StreamPlaces {
  readonly #limits: StreamLimits
  readonly #open = new Map<AbortController, string>()

  constructor(limits: StreamLimits = { perKey: 8, perServer: 64 }) {
    this.#limits = limits
  }

  /** Throws `rate_limited` for a key that has as many as it may, `overloaded` for a server that has. */
  take(keyId: string): StreamPlace {
    const { perKey, perServer } = this.#limits
    const own = [...this.#open.values()].filter((holder) => holder === keyId).length
    if (own >= perKey)
      throw new PlatformError('rate_limited', `This API key has ${perKey} streams open: close one of them.`, {
        retryAfterMs: 15_000,
      })
    if (this.#open.size >= perServer)
      throw new PlatformError('overloaded', 'As many streams are open as this server keeps.', {
        retryAfterMs: 15_000,
      })
    const end = new AbortController()
    this.#open.set(end, keyId)
    return {
      signal: end.signal,
      end: () => end.abort(),
      giveBack: () => void this.#open.delete(end),
    }
  }

  /** Ends all of them. */
  close(): void {
    for (const end of this.#open.keys()) end.abort()
  }
}
