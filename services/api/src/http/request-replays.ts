import {
  fingerprint,
  isJsonObject,
  type Json,
  type OrganizationId,
  ownProperty,
  parseJson,
  PlatformError,
  Secret,
} from '@bindery/model'
import { giveRequestKeyBack, keepRequestAnswer, type Store, takeRequestKey } from '@bindery/store'
import type { RawRequest, Reply, Route } from './route.ts'

/**
 * Carries a POST out once per idempotency key: the same request gets the same answer again, for a day. A request that
 * failed changed nothing, so its key may be used again. Runs of skills have a ledger of their own.
 */
export class RequestReplays {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** Throws `bad_request`, `idempotency_key_reused`, `idempotency_in_progress` and what the route throws. */
  async run(route: Route, request: RawRequest, organizationId: OrganizationId): Promise<Reply> {
    const key = readKey(request)
    if (key === undefined || !isReplayable(route)) return route.handle(request)
    const stored = `${route.path} ${key}`
    const { params, body } = request
    // Keyed, since the body may be a weak secret that a plain hash would give away.
    const digest = this.#store.keyDigest.of(new Secret(fingerprint({ params, body: body ?? null })))
    const asked = { organizationId, key: stored, fingerprint: digest }
    const known = await this.#store.run(organizationId, (transaction) => takeRequestKey(transaction, asked))
    if (known === undefined) return this.#carryOut(route, request, { organizationId, key: stored })
    if (known.fingerprint !== asked.fingerprint) throw reused()
    if (known.sealed_answer === null) throw underWay()
    return replay(
      parseJson(this.#store.vault.open(known.sealed_answer, placeOf(organizationId, stored)).reveal()),
    )
  }

  async #carryOut(route: Route, request: RawRequest, of: KeyOf): Promise<Reply> {
    const { organizationId, key } = of
    try {
      const answer = await route.handle(request)
      if (answer.content.kind !== 'json') {
        // What is streamed is not kept, so the key must not stay taken for an answer that will never be there.
        await this.#store.run(organizationId, (transaction) => giveRequestKeyBack(transaction, key))
        return answer
      }
      const { status, headers } = answer
      const text = JSON.stringify({ status, headers: headers ?? {}, body: answer.content.body })
      const sealed = this.#store.vault.seal(new Secret(text), placeOf(organizationId, key))
      await this.#store.run(organizationId, (transaction) => keepRequestAnswer(transaction, key, sealed))
      return answer
    } catch (error) {
      await this.#store.run(organizationId, (transaction) => giveRequestKeyBack(transaction, key))
      throw error
    }
  }
}

interface KeyOf {
  readonly organizationId: OrganizationId
  readonly key: string
}

/** Answers may hold a secret that is shown once, so they are sealed. */
const placeOf = (organizationId: OrganizationId, key: string) => ({
  organizationId,
  record: `request/${key}`,
  field: 'answer',
})

function isReplayable({ method, scope, documentation }: Route): boolean {
  return method === 'POST' && scope !== 'skills:execute' && documentation.rawBody === 'parsed'
}

function readKey({ headers }: RawRequest): string | undefined {
  const header = headers['idempotency-key']
  if (header === undefined) return undefined
  const key = typeof header === 'string' ? header.trim() : ''
  if (/^[\x21-\x7e]{1,200}$/.test(key)) return key
  throw new PlatformError('bad_request', 'Idempotency-Key must be 1 to 200 visible ASCII characters.')
}

function replay(stored: Json): Reply {
  const member = (name: string): Json => (isJsonObject(stored) ? (ownProperty(stored, name) ?? null) : null)
  const [status, headers, body] = [member('status'), member('headers'), member('body')]
  const kept = isJsonObject(headers)
    ? Object.entries(headers).flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value] as const] : [],
      )
    : []
  return {
    status: typeof status === 'number' ? status : 200,
    headers: { ...Object.fromEntries(kept), 'idempotency-replayed': 'true' },
    content: { kind: 'json', body },
  }
}

function reused(): PlatformError {
  return new PlatformError(
    'idempotency_key_reused',
    'This Idempotency-Key was used for another request. Use a new one.',
  )
}

function underWay(): PlatformError {
  return new PlatformError(
    'idempotency_in_progress',
    'The first request with this Idempotency-Key is still under way. Ask again in a moment.',
    { retryAfterMs: 1_000 },
  )
}
