import { setTimeout as wait } from 'node:timers/promises'
import { type Credential, grantMembers, type IssuedToken, orAborted, refreshGrant } from '@bindery/connection'
import { type JsonObject, objectFrom, PlatformError, type Secret } from '@bindery/model'
import {
  type EnvironmentRow,
  findEnvironment,
  releaseGrantLease,
  replaceGrant,
  requireReconnect,
  type Store,
  takeGrantLease,
  type Transaction,
} from '@bindery/store'
import { newId } from '../kernel/ids.ts'
import type { Needs } from '../kernel/needs.ts'
import { giveGrantBack } from './give-grant-back.ts'
import type { GrantPlace } from './grant-place.ts'
import { credentialPlace } from './places.ts'
import { openValues, sealValues } from './sealed-values.ts'

export interface Renewal extends GrantPlace {
  readonly credential: Credential
  /** The version of the slot that the credential was read from. */
  readonly version: string
}

type Renewed = Promise<EnvironmentRow | undefined>

const renewing = new WeakMap<Store, Map<string, Renewed>>()

/**
 * Has a grant renewed once, whoever and however many ask for it in whatever process, and gives the slot as it is then;
 * undefined when it is gone. A caller whose signal ends waits no longer. The slot may say that the grant was taken back. Throws a retryable error when the provider
 * cannot answer now; the grant is kept.
 */
export async function renewGrant(
  services: Needs<'runCaches' | 'store'>,
  renewal: Renewal,
  signal: AbortSignal,
): Renewed {
  signal.throwIfAborted()
  const running = renewing.get(services.store) ?? new Map<string, Renewed>()
  renewing.set(services.store, running)
  const known = running.get(renewal.version)
  if (known !== undefined) return orAborted(known, signal)
  // It goes on when this caller gives up: others wait for it, and the provider may have given the new grant already.
  const renewed = renewAlone(services, renewal).finally(() => running.delete(renewal.version))
  running.set(renewal.version, renewed)
  return orAborted(renewed, signal)
}

/** Longer than the tries of one renewal take. */
const leaseSeconds = 45
const longestWaitMs = 20_000

/** No transaction is open while the provider is asked: what keeps others away is a lease that runs out by itself. */
async function renewAlone(services: Needs<'runCaches' | 'store'>, renewal: Renewal): Renewed {
  const { key, version } = renewal
  const holder = newId()
  const lease = { version, holder, seconds: leaseSeconds }
  for (const began = Date.now(); Date.now() - began < longestWaitMs; ) {
    const outcome = await run(services, renewal, (transaction) => takeGrantLease(transaction, key, lease))
    switch (outcome.status) {
      case 'taken':
        return renewUnderLease(services, renewal, holder)
      case 'changed':
        return outcome.slot
      case 'held':
        await wait(40 + Math.random() * 60)
    }
  }
  throw new PlatformError(
    'upstream_unreachable',
    `The grant of "${key.kind}" is being renewed, which takes longer than usual. Try again.`,
    { reason: 'renewal', retryAfterMs: 1000, sent: 'no' },
  )
}

async function renewUnderLease(
  services: Needs<'runCaches' | 'store'>,
  renewal: Renewal,
  holder: string,
): Renewed {
  const { key } = renewal
  const came: Secret[] = []
  try {
    const token = await askPatiently(renewal, (refreshToken) => came.push(refreshToken))
    return await keepGrant(services, renewal, token)
  } catch (error) {
    const rest = restOf(renewal, came.at(-1))
    // The old refresh token may be spent by the answer that the new one came with, whatever was wrong with it.
    if (rest !== undefined) await keepGrant(services, renewal, rest)
    else if (isTakenBack(error)) return giveUp(services, renewal)
    await run(services, renewal, (transaction) => releaseGrantLease(transaction, key, holder))
    throw error
  }
}

/** The grant as it was, with a refresh token that came beside what could not be used. */
function restOf({ credential }: Renewal, refreshToken: Secret | undefined): IssuedToken | undefined {
  const grant = credential.authorization?.grant
  return grant === undefined || refreshToken === undefined ? undefined : { ...grant, refreshToken }
}

const isTakenBack = (error: unknown): boolean =>
  error instanceof PlatformError && error.details.reason === 'invalid_grant'

const tries = 3

/** Asks again after an answer that may pass. A request without an answer may have been carried out, so that one is left. */
async function askPatiently(renewal: Renewal, onRefreshToken: (token: Secret) => void): Promise<IssuedToken> {
  const { credential, door, key } = renewal
  const { client, grant } = credential.authorization ?? {}
  if (client === undefined || grant?.refreshToken === undefined) {
    const message = `The grant of "${key.kind}" has run out and cannot be renewed.`
    throw new PlatformError('integration_not_connected', message, { reason: 'invalid_grant', sent: 'no' })
  }
  const { signal } = new AbortController()
  for (let round = 1; ; round += 1) {
    try {
      const renewed = await refreshGrant({ client, door, signal, onRefreshToken }, grant.refreshToken)
      // An answer that names no scopes means those that were granted at first (RFC 6749, section 6).
      return grant.scopes === undefined ? renewed : { scopes: grant.scopes, ...renewed }
    } catch (error) {
      const isAnswer = error instanceof PlatformError && error.details.upstreamStatus !== undefined
      if (!isAnswer || !error.isRetryable || round === tries) throw error
    }
    await wait(150 * 2 ** round + Math.random() * 100)
  }
}

/**
 * Writes the new grant over the one that was renewed. When another one is there by now, that one counts; when somebody
 * disconnected meanwhile, the new one is given back, since nobody else will ever know it.
 */
async function keepGrant(services: Needs<'store'>, renewal: Renewal, token: IssuedToken): Renewed {
  const { key, version } = renewal
  const place = credentialPlace(key)
  const { isKept, slot } = await run(services, renewal, async (transaction) => {
    const before = await findEnvironment(transaction, key)
    const values = withGrant(openValues(services.store, before?.sealed ?? null, place), token)
    const sealed = sealValues(services.store, values, place)
    const isKept = await replaceGrant(transaction, key, { version, sealed })
    return { isKept, slot: await findEnvironment(transaction, key) }
  })
  const client = renewal.credential.authorization?.client
  if (!isKept && client !== undefined && (slot?.sealed ?? null) === null) {
    await giveGrantBack({ client, door: renewal.door }, token)
  }
  return slot
}

const ownedByGrant = new Set(['access_token', 'refresh_token', 'expires_at', 'renew_at', 'granted_scopes'])

/** The same members with this grant instead of any other one. */
export function withGrant(values: JsonObject, token: IssuedToken): JsonObject {
  const others = Object.entries(values).filter(([name]) => !ownedByGrant.has(name))
  return objectFrom([...others, ...Object.entries(grantMembers(token))])
}

/** What a slot keeps beside its auth connector. */
export const grantOf = (values: JsonObject): JsonObject =>
  objectFrom(Object.entries(values).filter(([name]) => ownedByGrant.has(name)))

/** The old grant stays sealed: who connects again replaces it, and nobody asks for a token meanwhile. */
async function giveUp(services: Needs<'runCaches' | 'store'>, renewal: Renewal): Renewed {
  const { key, version } = renewal
  const { organizationId, kind: subject, environment } = key
  return run(services, renewal, async (transaction) => {
    if (await requireReconnect(transaction, key, version)) {
      await services.store.audit.append(transaction, organizationId, {
        actor: 'bindery:renewal',
        action: 'integration.reconnect_required',
        subject,
        detail: { environment },
      })
      services.runCaches.forget(organizationId)
    }
    return findEnvironment(transaction, key)
  })
}

const run = <Value>(
  services: Needs<'store'>,
  { key }: Renewal,
  work: (transaction: Transaction) => Promise<Value>,
): Promise<Value> => services.store.run(key.organizationId, work)
