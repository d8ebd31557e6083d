import { timingSafeEqual } from 'node:crypto'
import {
  type AuthorizationClient,
  finishAuthorization,
  type IssuedToken,
  nowhere,
  parseCredentials,
  placesFilledBy,
  type TokenDoor,
  toOrigin,
} from '@bindery/connection'
import { type JsonObject, parseJson, PlatformError, Secret } from '@bindery/model'
import {
  findApiKey,
  findEnvironment,
  findIntegrationById,
  type IntegrationRow,
  type OAuthFlowRow,
  setCredential,
  takeOAuthFlow,
  type Transaction,
  updateIntegration,
} from '@bindery/store'
import type { z } from 'zod'
import { loadConnectorValues } from './connector-values.ts'
import { giveGrantBack } from './give-grant-back.ts'
import { credentialPlace, flowPlace } from './places.ts'
import { withGrant } from './renew-grant.ts'
import { doorKey } from './resolve-credential.ts'
import { sealValues } from './sealed-values.ts'
import type { Needs } from '../kernel/needs.ts'
import { digestOf, PendingFlow } from './begin-flow.ts'

export interface Callback {
  readonly query: URLSearchParams
  /** The cookie of the browser, if it brought one. */
  readonly cookie: string | undefined
  readonly signal: AbortSignal
}

export interface FinishedFlow {
  readonly kind: string
  readonly environment: string
  readonly accountLabel: string | undefined
}

interface Flow {
  readonly row: OAuthFlowRow
  readonly state: Secret
  readonly pending: z.output<typeof PendingFlow>
  readonly integration: IntegrationRow
  readonly method: string
  readonly values: JsonObject
}

/**
 * Ends an authorization with what a browser brought back. The state is spent by the attempt, whatever comes of it. Throws
 * `bad_request` with reason `state`, and what `finishAuthorization` throws.
 */
export async function finishFlow(
  services: Needs<'egress' | 'runCaches' | 'store'>,
  callback: Callback,
): Promise<FinishedFlow> {
  const state = callback.query.get('state')
  if (state === null || callback.query.getAll('state').length > 1) throw badState('is missing')
  const row = await services.store.run('platform', (transaction) =>
    takeOAuthFlow(transaction, digestOf(state)),
  )
  if (row === undefined) throw badState('is not known or was used before')
  if (row.isExpired) throw badState('has run out')
  refuseOtherBrowser(row, callback.cookie)
  const flow = await services.store.run(row.organizationId, (transaction) =>
    loadFlow(services, transaction, { row, state }),
  )
  const asking = { client: clientOf(flow), door: doorOf(services, flow) }
  const token = await tradeCode(asking, flow, callback)
  try {
    await services.store.run(row.organizationId, (transaction) =>
      keepGrant(services, transaction, { flow, token }),
    )
  } catch (error) {
    // Nobody else will ever know it.
    await giveGrantBack(asking, token)
    throw error
  }
  services.runCaches.forget(row.organizationId)
  const { accountLabel } = token
  return { kind: flow.integration.kind, environment: row.environment, accountLabel }
}

function refuseOtherBrowser({ browserDigest: expected }: OAuthFlowRow, cookie: string | undefined): void {
  if (expected === null) return
  const given = Buffer.from(digestOf(cookie ?? ''), 'hex')
  if (!timingSafeEqual(given, Buffer.from(expected, 'hex'))) throw badState('belongs to another browser')
}

async function loadFlow(
  services: Needs<'store'>,
  transaction: Transaction,
  { row, state }: { readonly row: OAuthFlowRow; readonly state: string },
): Promise<Flow> {
  const { organizationId, integrationId, environment } = row
  await refuseLostKey(transaction, row.keyId)
  const integration = await findIntegrationById(transaction, integrationId)
  const slot = await findEnvironment(transaction, { organizationId, integrationId, environment })
  const sealed = services.store.vault.open(row.sealed, flowPlace(organizationId, digestOf(state)))
  const pending = PendingFlow.parse(parseJson(sealed.reveal()))
  const isSame = slot?.authConnectorId === pending.connectorId && toOrigin(slot.baseUrl) === pending.origin
  if (integration === undefined || !isSame) {
    throw badState('is for an integration that was changed meanwhile')
  }
  const shared = { state: new Secret(state), row, pending, integration }
  if (pending.connectorId === null) return { ...shared, method: pending.method, values: pending.values }
  const { type, values } = await loadConnectorValues(services, transaction, {
    organizationId,
    connectorId: pending.connectorId,
    environment,
  })
  return { ...shared, method: type, values }
}

/** Who lost the right to connect while the person was away does not get the access that the person gave. */
async function refuseLostKey(transaction: Transaction, keyId: string): Promise<void> {
  const key = await findApiKey(transaction, keyId)
  const expiresAt = key?.expiresAt ?? undefined
  const isExpired = expiresAt !== undefined && expiresAt.getTime() <= Date.now()
  if (key === undefined || isExpired || !key.scopes.includes('integrations:write')) {
    throw badState('was begun with an API key that is no longer good')
  }
}

function clientOf({ method, values }: Flow): AuthorizationClient {
  const parsed = parseCredentials(method, values, nowhere)
  const client = parsed.ok ? parsed.value.authorization?.client : undefined
  if (client === undefined) throw badState('is for a credential that was changed meanwhile')
  return client
}

const doorOf = ({ egress }: Needs<'egress'>, { integration, row }: Flow): TokenDoor => ({
  egress,
  key: doorKey(integration, row.environment),
})

interface Asking {
  readonly client: AuthorizationClient
  readonly door: TokenDoor
}

function tradeCode(
  asking: Asking,
  { row, state, pending }: Flow,
  { query, signal }: Callback,
): Promise<IssuedToken> {
  const answer = { query, redirectUri: row.redirectUri, state, verifier: new Secret(pending.verifier) }
  return finishAuthorization({ ...asking, signal }, answer)
}

async function keepGrant(
  services: Needs<'store'>,
  transaction: Transaction,
  { flow, token }: { readonly flow: Flow; readonly token: IssuedToken },
): Promise<void> {
  const { row, pending, integration, method, values } = flow
  const { organizationId, environment } = row
  const slot = { organizationId, integrationId: integration.id, environment }
  const now = await findEnvironment(transaction, slot)
  const isSame = now?.authConnectorId === pending.connectorId && toOrigin(now.baseUrl) === pending.origin
  if (!isSame) {
    throw badState('is for an environment that was changed meanwhile')
  }
  const place = credentialPlace(slot)
  const kept = pending.connectorId === null ? values : {}
  const sealed = sealValues(services.store, withGrant(kept, token), place)
  const granted = parseCredentials(method, withGrant(values, token), nowhere)
  const fills = granted.ok ? placesFilledBy(granted.value) : []
  await setCredential(transaction, slot, { method, sealed, origin: toOrigin(now.baseUrl), fills })
  await updateIntegration(transaction, integration.id, { accountLabel: token.accountLabel })
  await services.store.audit.append(transaction, organizationId, {
    actor: row.actor,
    action: 'integration.connected',
    subject: integration.kind,
    detail: { environment, authMethod: method },
  })
}

function badState(why: string): PlatformError {
  return new PlatformError(
    'bad_request',
    `The state of this authorization ${why}. Begin again by connecting the integration.`,
    { reason: 'state' },
  )
}
