import { timingSafeEqual } from 'node:crypto'
import { PlatformError, Secret } from '@bindery/model'
import type { Store } from '@bindery/store'
import { newId, type Principal } from '@bindery/platform/kernel'

/**
 * Sessions of the protocol revisions that have them are names only: no server remembers one, so any replica serves it.
 * A session is signed for one key and one agent. It tells conversations apart, and a verified caller is one of a
 * conversation, so it is of no use to another key.
 */
export class Sessions {
  readonly #sign: (text: string) => string

  constructor(
    store: Pick<Store, 'keyDigest'>,
    { organizationId, keyId }: Pick<Principal, 'organizationId' | 'keyId'>,
    agentId: string,
  ) {
    this.#sign = (id) =>
      store.keyDigest.of(new Secret(`mcp-session/${organizationId}/${agentId}/${keyId}/${id}`))
  }

  open(): string {
    return this.#name(newId())
  }

  /** The conversation of a session; undefined without one. Throws `not_found` for a session of anybody else. */
  conversationOf(header: string | readonly string[] | undefined): string | undefined {
    if (header === undefined) return undefined
    const id = typeof header === 'string' ? header.slice(0, Math.max(0, header.indexOf('.'))) : ''
    if (typeof header === 'string' && isEqual(header, this.#name(id))) return `mcp:${id}`
    throw new PlatformError('not_found', 'There is no such MCP session here. Send "initialize" again.')
  }

  #name(id: string): string {
    return `${id}.${this.#sign(id)}`
  }
}

function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
