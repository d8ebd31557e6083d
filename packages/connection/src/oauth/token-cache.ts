import type { IssuedToken } from './issued-token.ts'

interface Kept {
  readonly token: IssuedToken
  readonly at: number
}

/** Tokens of unknown life are asked for again after five minutes. */
const unknownLifeMs = 300_000
/** A token that a provider refuses this soon after it was issued would be refused again. */
const youngMs = 5_000

/**
 * Tokens of one process, in memory only, by credential. Callers that need the same one at the same time wait for one
 * request; a failure is not kept.
 */
export class TokenCache {
  readonly #now: () => number
  readonly #most: number
  readonly #kept = new Map<string, Kept>()
  readonly #asking = new Map<string, Promise<IssuedToken>>()

  constructor(now: () => number, most = 2_000) {
    this.#now = now
    this.#most = most
  }

  /** The token under a name that tells one credential from every other one, values included. */
  async get(name: string, ask: () => Promise<IssuedToken>): Promise<IssuedToken> {
    const kept = this.#kept.get(name)
    if (kept !== undefined && !this.#isOld(kept)) return kept.token
    const running = this.#asking.get(name) ?? this.#ask(name, ask)
    return running
  }

  /** Forgets a token that the provider refused, unless it is a newer one by now or was issued just before. */
  refuse(name: string, token: IssuedToken): void {
    const kept = this.#kept.get(name)
    if (kept?.token === token && this.#now() - kept.at >= youngMs) this.#kept.delete(name)
  }

  /** Forgets every token whose name begins with these characters, and keeps none that is being asked for. */
  forget(prefix: string): void {
    for (const tokens of [this.#kept, this.#asking])
      for (const name of tokens.keys()) if (name.startsWith(prefix)) tokens.delete(name)
  }

  #isOld({ token, at }: Kept): boolean {
    return (token.renewAt?.getTime() ?? at + unknownLifeMs) <= this.#now()
  }

  #ask(name: string, ask: () => Promise<IssuedToken>): Promise<IssuedToken> {
    const asking = ask()
      .then((token) => {
        if (this.#asking.get(name) === asking) this.#keep(name, token)
        return token
      })
      .finally(() => {
        if (this.#asking.get(name) === asking) this.#asking.delete(name)
      })
    this.#asking.set(name, asking)
    return asking
  }

  #keep(name: string, token: IssuedToken): void {
    if (this.#kept.size >= this.#most) this.#kept.clear()
    this.#kept.set(name, { token, at: this.#now() })
  }
}
