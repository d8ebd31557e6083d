import { environments, PlatformError, Secret } from '@bindery/model'
import { findApiKeyByDigest, type Store, touchApiKey } from '@bindery/store'
import { z } from 'zod'
import { type Principal, type Scope, scopes } from '@bindery/platform/kernel'

const cacheMs = 1_000
const cacheSize = 5_000

interface CachedKey {
  readonly principal: Principal
  readonly until: number
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

/** Turns the key of a request into a principal. Known keys are remembered for one second, so revocation is felt within it. */
export class Authenticator {
  readonly #store: Store
  readonly #now: () => number
  readonly #known = new Map<string, CachedKey>()

  constructor(store: Store, now: () => number) {
    this.#store = store
    this.#now = now
  }

  /** Throws `api_key_missing`, `api_key_invalid` or `api_key_expired`. */
  async authenticate(headers: Headers): Promise<Principal> {
    const digest = this.#store.keyDigest.of(readKey(headers))
    const known = this.#known.get(digest)
    const principal =
      known !== undefined && known.until > this.#now() ? known.principal : await this.#load(digest)
    if (principal.expiresAt !== undefined && principal.expiresAt.getTime() <= this.#now()) {
      throw new PlatformError('api_key_expired', 'This API key has expired. Ask an operator for a new one.')
    }
    return principal
  }

  /** Forgets every remembered key: called when a key is revoked or rotated in this process. */
  forget(): void {
    this.#known.clear()
  }

  async #load(digest: string): Promise<Principal> {
    const row = await this.#store.run('platform', async (transaction) => {
      const found = await findApiKeyByDigest(transaction, digest)
      if (found !== undefined) await touchApiKey(transaction, found.id)
      return found
    })
    if (row === undefined) {
      throw new PlatformError(
        'api_key_invalid',
        'This API key is not known. It may have been revoked or mistyped.',
      )
    }
    const principal: Principal = {
      organizationId: row.organizationId,
      keyId: row.id,
      actor: `key:${row.name}`,
      scopes: new Set(row.scopes.filter(isScope)),
      environment: z.enum(environments).nullable().parse(row.environment) ?? undefined,
      expiresAt: row.expiresAt ?? undefined,
    }
    if (this.#known.size >= cacheSize) this.#known.clear()
    this.#known.set(digest, { principal, until: this.#now() + cacheMs })
    return principal
  }
}

function readKey(headers: Headers): Secret {
  const authorization = headers['authorization']
  const bearer = typeof authorization === 'string' ? /^Bearer\s+(\S+)$/i.exec(authorization)?.[1] : undefined
  const direct = headers['x-api-key']
  const key = bearer ?? (typeof direct === 'string' && direct !== '' ? direct : undefined)
  if (key === undefined) {
    throw new PlatformError(
      'api_key_missing',
      'Send an API key as "Authorization: Bearer <key>" or as "X-Api-Key".',
    )
  }
  return new Secret(key)
}

const isScope = (text: string): text is Scope => scopes.some((scope) => scope === text)
