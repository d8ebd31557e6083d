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
import type { Reply, Route } from './route.ts'
import type { Principal } from '@bindery/platform/kernel'
import { idempotencyKeyIn } from './asking.ts'
import type { RawRequest } from './raw-request.ts'

/**
 * Carries a POST out once per idempotency key: the same request gets the same answer again, for a day. A request that
 * failed changed nothing, so its key may be used again. Runs of skills have a ledger of their own, which approvals ask.
 * Each API key has idempotency keys of its own: an answer may hold what another API key must not do or see.
 */
export class RequestReplays {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** Throws `bad_request`, `idempotency_key_reused`, `idempotency_in_progress` and what the route throws. */
  async run(route: Route, request: RawRequest, principal: Asker): Promise<Reply> {
    const key = idempotencyKeyIn(request)
    if (key === undefined || !isReplayable(route)) return route.handle(request)
    const { organizationId, keyId } = principal
    const stored = `${keyId} ${route.path} ${key}`
    const { params, body } = request
    // Keyed, since the body may be a weak secret that a plain hash would give away.
    const digest = this.#store.keyDigest.of(new Secret(fingerprint({ params, body: body ?? null })))
    const asked = { organizationId, key: stored, fingerprint: digest }
    const known = await this.#store.run(organizationId, (transaction) => takeRequestKey(transaction, asked))
    if (known === undefined) return this.#carryOut(route, request, { organizationId, key: stored })
    if (known.fingerprint !== asked.fingerprint) throw reused()
    if (known.sealedAnswer === null) throw underWay()
    return replay(
      parseJson(this.#store.vault.open(known.sealedAnswer, placeOf(organizationId, stored)).reveal()),
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

type Asker = Pick<Principal, 'organizationId' | 'keyId'>

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
  const { form, repeats } = documentation
  return method === 'POST' && scope !== 'skills:execute' && form === 'value' && repeats === 'by its key'
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
