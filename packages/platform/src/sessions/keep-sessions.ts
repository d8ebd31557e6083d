import { randomBytes } from 'node:crypto'
import { type OrganizationId, PlatformError, Secret } from '@bindery/model'
import {
  deleteSession,
  findApiKey,
  findApiKeyOf,
  findSession,
  insertSession,
  takeSessionCode,
  touchApiKey,
  type Transaction,
} from '@bindery/store'
import type { Needs } from '../kernel/needs.ts'
import type { Principal } from '../kernel/principal.ts'
import { principalOfKey } from '../kernel/principal-of-key.ts'
import type { BegunSession } from '../kernel/use-case.ts'

const sessionMs = 12 * 60 * 60 * 1000
const codeMs = 10 * 60 * 1000

type Keeper = Needs<'now' | 'store'>

export interface KeyOfOrganization {
  readonly organizationId: OrganizationId
  readonly keyId: string
}

/**
 * Begins a session of a key, with a value that nobody chose: it lasts 12 hours, and no longer than its key. Throws
 * `api_key_invalid` for a key that was revoked meanwhile.
 */
export async function beginSession(
  { now, store }: Keeper,
  principal: Principal,
  by: 'apiKey' | 'code',
): Promise<BegunSession> {
  const { organizationId, keyId, actor } = principal
  const value = makeValue()
  const nowMs = now()
  const endsAtMs = Math.min(nowMs + sessionMs, principal.expiresAt?.getTime() ?? Infinity)
  await store.run(organizationId, async (transaction) => {
    if ((await findApiKey(transaction, keyId)) === undefined)
      throw new PlatformError('api_key_invalid', 'This API key was revoked.')
    await insertSession(transaction, {
      organizationId,
      keyId,
      digest: store.keyDigest.of(value),
      purpose: 'session',
      expiresAt: new Date(endsAtMs),
      now: new Date(nowMs),
    })
    const told = { actor, action: 'session.begun', subject: keyId, detail: { by } } as const
    await store.audit.append(transaction, organizationId, told)
  })
  return { value, lifetimeSeconds: Math.floor((endsAtMs - nowMs) / 1000) }
}

/** Whose session it is; undefined for one that has ended. Nothing of it is remembered: it ends everywhere at once. */
export async function findSessionKey({ now, store }: Keeper, value: Secret): Promise<Principal | undefined> {
  const digest = store.keyDigest.of(value)
  const principal = await store.run('platform', async (transaction) => {
    const session = await findSession(transaction, digest)
    if (session === undefined || session.expiresAt.getTime() <= now()) return undefined
    return findPrincipal(transaction, session, now())
  })
  return principal === undefined ? undefined : { ...principal, session: digest }
}

/** False when it had ended. */
export async function endSession(
  { store }: Needs<'store'>,
  { organizationId, keyId, actor }: Principal,
  session: string,
): Promise<boolean> {
  return store.run(organizationId, async (transaction) => {
    if (!(await deleteSession(transaction, session))) return false
    const told = { actor, action: 'session.ended', subject: keyId, detail: {} } as const
    await store.audit.append(transaction, organizationId, told)
    return true
  })
}

/** A code that begins one session of a key, within 10 minutes. */
export async function makeSessionCode(
  { now, store }: Keeper,
  { organizationId, keyId }: KeyOfOrganization,
): Promise<Secret> {
  const code = makeValue()
  const nowMs = now()
  await store.run(organizationId, (transaction) =>
    insertSession(transaction, {
      organizationId,
      keyId,
      digest: store.keyDigest.of(code),
      purpose: 'code',
      expiresAt: new Date(nowMs + codeMs),
      now: new Date(nowMs),
    }),
  )
  return code
}

/** Whose code it is; undefined for one that was used or has run out. It is used by this. */
export async function takeCode({ now, store }: Keeper, code: Secret): Promise<Principal | undefined> {
  const digest = store.keyDigest.of(code)
  return store.run('platform', async (transaction) => {
    const taken = await takeSessionCode(transaction, digest)
    if (taken === undefined || taken.expiresAt.getTime() <= now()) return undefined
    return findPrincipal(transaction, taken, now())
  })
}

/** Who calls with a key that is still good. */
async function findPrincipal(
  transaction: Transaction,
  of: KeyOfOrganization,
  nowMs: number,
): Promise<Principal | undefined> {
  const key = await findApiKeyOf(transaction, of)
  if (key === undefined || (key.expiresAt !== null && key.expiresAt.getTime() <= nowMs)) return undefined
  await touchApiKey(transaction, key)
  return principalOfKey(key)
}

const makeValue = (): Secret => new Secret(randomBytes(32).toString('base64url'))
