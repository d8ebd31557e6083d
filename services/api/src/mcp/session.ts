import { timingSafeEqual } from 'node:crypto'
import { PlatformError, Secret } from '@bindery/model'
import type { Store } from '@bindery/store'
import type { Principal } from '../auth/principal.ts'
import { newId } from '../ids.ts'

/**
 * Sessions of the protocol revisions that have them are names only: no server remembers one, so any replica serves it.
 * A session is signed for one agent of one organisation; its one use is to tell conversations apart.
 */
export class Sessions {
  readonly #sign: (text: string) => string

  constructor(store: Pick<Store, 'keyDigest'>, principal: Principal, agentId: string) {
    this.#sign = (id) =>
      store.keyDigest.of(new Secret(`mcp-session/${principal.organizationId}/${agentId}/${id}`))
  }

  open(): string {
    const id = newId()
    return `${id}.${this.#sign(id)}`
  }

  /** The conversation of a session; undefined without one. Throws `not_found` for a session of anybody else. */
  conversationOf(header: string | readonly string[] | undefined): string | undefined {
    if (header === undefined) return undefined
    const [id = '', signature = ''] = typeof header === 'string' ? header.split('.', 2) : []
    if (isEqual(signature, this.#sign(id))) return `mcp:${id}`
    throw new PlatformError('not_found', 'There is no such MCP session here. Send "initialize" again.')
  }
}

function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
