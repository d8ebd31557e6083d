import { createHash, randomBytes } from 'node:crypto'
import { type AuthorizationClient, startAuthorization } from '@bindery/connection'
import { type JsonObject, Secret } from '@bindery/model'
import { insertOAuthFlow, JsonObjectRow, type Transaction } from '@bindery/store'
import { z } from 'zod'
import type { Principal } from '../kernel/principal.ts'
import type { GrantKey } from './grant-place.ts'
import { flowPlace } from './places.ts'
import { sealValues } from './sealed-values.ts'
import type { Needs } from '../kernel/needs.ts'

/** Where providers send people back to; registered with each of them, character by character. */
export const redirectUriOf = (services: Needs<'publicUrl'>): string =>
  `${services.publicUrl()}/api/v1/oauth/callback`

/** What is kept, sealed, until the person comes back. */
export const PendingFlow = z.object({
  verifier: z.string(),
  /** The credential's own members; none of them when they are in an auth connector. */
  values: JsonObjectRow,
  method: z.string(),
  connectorId: z.string().nullable(),
  /** Where the slot led when the person was sent away: what they give is for that origin. */
  origin: z.string().nullable().optional(),
})

export interface FlowStart {
  readonly key: GrantKey
  readonly client: AuthorizationClient
  readonly values: JsonObject
  readonly method: string
  readonly connectorId: string | null
  readonly origin: string | null
  /** Whether a browser asks, which can keep a cookie until the person comes back in it. */
  readonly asker: 'browser' | 'program'
}

export interface StartedFlow {
  readonly oauthUrl: string
  /** For the browser that began; undefined for a program. */
  readonly cookie: Secret | undefined
}

const lifetimeSeconds = 600

export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/**
 * Begins an authorization of one environment: the state is random, kept as a digest, and good for one return within ten
 * minutes, as long as the key that began is good.
 */
export async function prepareFlow(
  services: Needs<'publicUrl' | 'store'>,
  principal: Principal,
  start: FlowStart,
): Promise<StartedFlow & { readonly keep: (transaction: Transaction) => Promise<void> }> {
  const { organizationId, integrationId, environment } = start.key
  const redirectUri = redirectUriOf(services)
  const pending = await startAuthorization(start.client, redirectUri)
  const stateDigest = digestOf(pending.state.reveal())
  const cookie = start.asker === 'browser' ? new Secret(randomBytes(32).toString('base64url')) : undefined
  const kept: z.input<typeof PendingFlow> = {
    verifier: pending.verifier.reveal(),
    values: start.values,
    method: start.method,
    connectorId: start.connectorId,
    origin: start.origin,
  }
  const flow = {
    organizationId,
    integrationId,
    environment,
    stateDigest,
    keyId: principal.keyId,
    actor: principal.actor,
    browserDigest: cookie === undefined ? undefined : digestOf(cookie.reveal()),
    redirectUri,
    sealed: sealValues(services.store, kept, flowPlace(organizationId, stateDigest)),
    lifetimeSeconds,
  }
  return { oauthUrl: pending.url, cookie, keep: (transaction) => insertOAuthFlow(transaction, flow) }
}
