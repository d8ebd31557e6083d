import { PlatformError, Secret } from '@bindery/model'
import { type ApiKeyRow, findApiKeyByDigest, type Store, touchApiKey } from '@bindery/store'
import { type Principal, principalOfKey } from '@bindery/platform/kernel'

const cacheMs = 1_000
const cacheSize = 5_000
/** A use is noted once in this time: what is busy costs no write. */
const touchMs = 60_000

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
    const key = keyIn(headers)
    if (key !== undefined) return this.identify(key)
    throw new PlatformError(
      'api_key_missing',
      'Send an API key as "Authorization: Bearer <key>" or as "X-Api-Key".',
    )
  }

  /** Whose key it is. Throws `api_key_invalid` or `api_key_expired`. */
  async identify(key: Secret): Promise<Principal> {
    const digest = this.#store.keyDigest.of(key)
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
    const row = await this.#store.run('platform', (transaction) => findApiKeyByDigest(transaction, digest))
    if (row !== undefined) await this.#touch(row)
    if (row === undefined) {
      throw new PlatformError(
        'api_key_invalid',
        'This API key is not known. It may have been revoked or mistyped.',
      )
    }
    const principal = principalOfKey(row)
    if (this.#known.size >= cacheSize) this.#known.clear()
    this.#known.set(digest, { principal, until: this.#now() + cacheMs })
    return principal
  }

  /** Says that a key was used. Where that cannot be kept, who comes with it may read on. */
  async #touch(key: ApiKeyRow): Promise<void> {
    if (key.lastUsedAt !== null && key.lastUsedAt.getTime() > this.#now() - touchMs) return
    try {
      await this.#store.run('platform', (transaction) => touchApiKey(transaction, key))
    } catch (error) {
      if (!(error instanceof PlatformError) || error.code !== 'storage_full') throw error
    }
  }
}

/** The key that a request sends; undefined for none. */
export function keyIn(headers: Headers): Secret | undefined {
  const authorization = headers['authorization']
  const bearer = typeof authorization === 'string' ? /^Bearer\s+(\S+)$/i.exec(authorization)?.[1] : undefined
  const direct = headers['x-api-key']
  const key = bearer ?? (typeof direct === 'string' && direct !== '' ? direct : undefined)
  return key === undefined ? undefined : new Secret(key)
}
