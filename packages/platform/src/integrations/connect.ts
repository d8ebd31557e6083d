import { remedy } from '../kernel/remedies.ts'
import {
  authMethods,
  type Credential,
  isHiddenWholeOnly,
  parseCredentials,
  placesFilledBy,
  type Reach,
  requireReach,
  toOrigin,
} from '@bindery/connection'
import { type Environment, isJsonObject, type JsonObject, PlatformError, type Secret } from '@bindery/model'
import { dialectOf } from '@bindery/sources'
import {
  findEnvironment,
  type IntegrationRow,
  setCredential,
  setEnvironment,
  setEnvironmentZone,
  type Transaction,
} from '@bindery/store'
import type { Principal } from '../kernel/principal.ts'
import { loadConnectorValues } from '../credentials/connector-values.ts'
import { credentialPlace } from '../credentials/places.ts'
import { sealValues } from '../credentials/sealed-values.ts'
import { permitOfSlot } from '../credentials/slot-reach.ts'
import { packOf } from './find-pack.ts'
import { withPackValues } from './pack-credentials.ts'
import { prepareFlow } from '../credentials/begin-flow.ts'
import type { Needs } from '../kernel/needs.ts'
import { checkCredential } from './check-credential.ts'
import type { ConnectionCheck } from './check-list.ts'
import { chooseEnvironment } from './choose-environment.ts'
import { type IntegrationWithSlots, loadIntegration, requireIntegration } from '../kernel/find-integration.ts'
import { databaseAddress } from './register.ts'
import { tryCredential } from './try-credential.ts'

export interface ConnectInput {
  readonly kind: string
  /** The only configured one when absent; of several the one for production. */
  readonly environment?: Environment | undefined
  readonly authType?: string | undefined
  readonly credentials?: unknown
  /** Whether the credential is tried before it is kept; not when absent. */
  readonly verification?: Verification | undefined
  /** Whether a browser asks, which can keep a cookie; a program when absent. */
  readonly asker?: 'browser' | 'program'
}

export interface Verification {
  readonly testEndpoint?: string | undefined
  readonly signal: AbortSignal
}

/** Connected, or where a person must go to give access. */
export type ConnectOutcome =
  | { readonly status: 'connected'; readonly environment: Environment; readonly warnings: readonly string[] }
  | { readonly status: 'authorization'; readonly oauthUrl: string; readonly cookie: Secret | undefined }

/** Which slot is meant is settled. */
type SlotInput = ConnectInput & { readonly environment: Environment }

/** A slot with the credential that it shall have. */
interface Connecting {
  readonly integration: IntegrationRow
  readonly connectorId: string | null
  readonly credential: Credential
  /** What the slot itself keeps. */
  readonly values: JsonObject
  /** Where the slot leads; none for a database. */
  readonly origin: string | null
}

/**
 * Stores a credential, sealed, for one environment, or begins to ask a person for access. Without credentials a slot uses
 * its auth connector. Throws `validation_error` with every problem of the credential, and `environment_not_configured`
 * for an empty slot.
 */
export async function connectIntegration(
  services: Needs<'egress' | 'packs' | 'publicUrl' | 'store'>,
  principal: Principal,
  given: ConnectInput,
): Promise<ConnectOutcome> {
  const { organizationId } = principal
  const found = await loadIntegration(services, organizationId, given.kind)
  const environment = given.environment ?? chooseEnvironment('connect', found.slots)
  const input = { ...given, environment }
  const connecting = await services.store.run(organizationId, async (transaction) => {
    const integration = await requireIntegration(transaction, input.kind)
    return prepareChecked(services, transaction, { integration, input })
  })
  if (needsPerson(connecting.credential)) return beginFlow(services, principal, { connecting, input })
  const warnings = await verify(services, found, { connecting, input })
  await services.store.run(organizationId, (transaction) =>
    keepCredential(services, transaction, { principal, connecting, input }),
  )
  return { status: 'connected', environment, warnings: [...warnings, ...hardToHide(connecting.credential)] }
}

export interface SlotToConnect {
  readonly principal: Principal
  readonly integration: IntegrationRow
  readonly environment: Environment
}

/**
 * Connects a slot with its auth connector, or as an open provider without one, inside a transaction that does more; nothing
 * is tried. Throws `integration_not_connected` where a person must give access first. Gives warnings.
 */
export async function connectInside(
  services: Needs<'egress' | 'packs' | 'store'>,
  transaction: Transaction,
  { principal, integration, environment }: SlotToConnect,
): Promise<readonly string[]> {
  const input = { kind: integration.kind, environment }
  const connecting = await prepareChecked(services, transaction, { integration, input })
  if (needsPerson(connecting.credential)) throw personNeeded(environment)
  await keepCredential(services, transaction, { principal, connecting, input })
  return hardToHide(connecting.credential)
}

const needsPerson = ({ authorization }: Credential): boolean =>
  authorization !== undefined && authorization.grant === undefined

function personNeeded(environment: Environment): PlatformError {
  return new PlatformError(
    'integration_not_connected',
    `With the auth connector of ${environment} a person must give access first, so nothing was made. Register an integration of type custom_api, connect it, describe the call as a shared action of it, and link that to the agent. Or use another connector.`,
    { reason: 'authorization_needed', sent: 'no' },
  )
}

/** What is too short or too ordinary to be taken out of every text of a provider. */
function hardToHide({ secrets }: Credential): readonly string[] {
  if (!secrets.some(isHiddenWholeOnly)) return []
  return [
    'A secret of this credential is short or looks like a word. Where the provider repeats it inside a longer text, it is not taken out: use one of 8 characters and more with letters and digits.',
  ]
}

/** Tries a credential that nobody has kept yet. Throws `integration_connection_failed` for one that is refused. */
async function verify(
  services: Needs<'egress' | 'packs' | 'store'>,
  found: IntegrationWithSlots,
  { connecting, input }: Beginning,
): Promise<readonly string[]> {
  const { verification, environment } = input
  if (verification === undefined) return ['The credential was not tried.']
  const { credential } = connecting
  const checks = await tryCredential(services, found, { environment, credential, ...verification })
  const failed = checks.find(({ result }) => result === 'failed')
  if (failed !== undefined) throw notTaken(input, failed)
  return checks.flatMap(({ result, detail }) => (result === 'unproven' ? [detail] : []))
}

function notTaken({ kind, environment }: SlotInput, { name, detail }: ConnectionCheck): PlatformError {
  return new PlatformError(
    'integration_connection_failed',
    `"${kind}" was not connected: ${detail} Nothing was stored for ${environment}. To keep the credential all the same, connect with "verify": false.`,
    { reason: 'connection_refused', members: { check: name, environment } },
  )
}

interface Preparing {
  readonly integration: IntegrationRow
  readonly input: SlotInput
}

/** A credential that may go where its slot leads. */
async function prepareChecked(
  services: Needs<'egress' | 'packs' | 'store'>,
  transaction: Transaction,
  preparing: Preparing,
): Promise<Connecting> {
  const connecting = await prepare(services, transaction, preparing)
  const { credential, integration, origin } = connecting
  checkCredential(services, integration.type, credential)
  // Before a person is asked for a grant, or a token for what could not be sent there.
  if (origin !== null) requireReach(credential.reach, origin)
  return connecting
}

async function prepare(
  services: Needs<'packs' | 'store'>,
  transaction: Transaction,
  { integration, input }: Preparing,
): Promise<Connecting> {
  const { organizationId, id: integrationId } = integration
  const { environment } = input
  const slot = await findEnvironment(transaction, { organizationId, integrationId, environment })
  const connectorId = slot?.authConnectorId ?? null
  const isDatabase = dialectOf(integration.type) !== undefined
  const origin = isDatabase || slot === undefined ? null : toOrigin(slot.baseUrl)
  if (connectorId === null) {
    const given = withPackValues(packOf(services.packs, integration), input)
    const credential = parse(given.authType, given.credentials, [permitOfSlot(input.kind, origin)])
    const values = isJsonObject(given.credentials) ? given.credentials : {}
    // The credential of a database is all that its slot needs.
    if (slot === undefined && !isDatabase) throw emptySlot(input)
    return { integration, connectorId, credential, values, origin }
  }
  if (input.credentials !== undefined || input.authType !== undefined) throw connectorDecides(input)
  const query = { organizationId, connectorId, environment }
  const { type, values, reach } = await loadConnectorValues(services, transaction, query)
  return { integration, connectorId, credential: parse(type, values, reach), values: {}, origin }
}

function parse(authType: string | undefined, values: unknown, reach: Reach): Credential {
  const parsed = parseCredentials(authType, values, reach)
  if (parsed.ok) return parsed.value
  const issues = parsed.failure.map((issue) => ({ ...issue, path: ['credentials', ...issue.path] }))
  const methods = authMethods.map((method) => method.name).join(', ')
  throw new PlatformError('validation_error', `The credentials do not fit. Known types: ${methods}.`, {
    issues,
  })
}

interface Beginning {
  readonly connecting: Connecting
  readonly input: SlotInput
}

async function beginFlow(
  services: Needs<'publicUrl' | 'store'>,
  principal: Principal,
  { connecting, input }: Beginning,
): Promise<ConnectOutcome> {
  const { integration, credential, values, connectorId, origin } = connecting
  const { organizationId } = principal
  const { kind, environment, asker = 'program' } = input
  const client = credential.authorization?.client
  if (client === undefined) throw new Error('Only an authorization can be begun.')
  const key = { organizationId, integrationId: integration.id, environment, kind }
  const start = { key, client, values, method: credential.method, connectorId, origin, asker }
  const flow = await prepareFlow(services, principal, start)
  await services.store.run(organizationId, async (transaction) => {
    await flow.keep(transaction)
    await services.store.audit.append(transaction, organizationId, {
      actor: principal.actor,
      action: 'integration.authorization_begun',
      subject: kind,
      detail: { environment, authMethod: credential.method },
    })
  })
  return { status: 'authorization', oauthUrl: flow.oauthUrl, cookie: flow.cookie }
}

async function keepCredential(
  services: Needs<'store'>,
  transaction: Transaction,
  { principal, connecting, input }: Beginning & { readonly principal: Principal },
): Promise<void> {
  const { integration, credential, values, origin } = connecting
  const { organizationId } = principal
  const slot = { organizationId, integrationId: integration.id, environment: input.environment }
  const isDatabase = dialectOf(integration.type) !== undefined
  if (isDatabase) await setEnvironment(transaction, slot, databaseAddress)
  const { timezone, ...kept } = values
  const sealed = sealValues(services.store, isDatabase ? kept : values, credentialPlace(slot))
  const fills = placesFilledBy(credential)
  if (!(await setCredential(transaction, slot, { method: credential.method, sealed, origin, fills })))
    throw emptySlot(input)
  // It is no secret, and can be declared without the credential, which leaves it as it was.
  if (isDatabase && timezone !== undefined)
    await setEnvironmentZone(transaction, slot, credential.timezone ?? null)
  await services.store.audit.append(transaction, organizationId, {
    actor: principal.actor,
    action: 'integration.connected',
    subject: input.kind,
    detail: { environment: input.environment, authMethod: credential.method },
  })
}

function connectorDecides(input: SlotInput): PlatformError {
  return new PlatformError(
    'validation_error',
    `The ${input.environment} environment of "${input.kind}" uses an auth connector. Leave the credentials out, or set authConnectorId to null first.`,
  )
}

function emptySlot(input: SlotInput): PlatformError {
  return new PlatformError(
    'environment_not_configured',
    `"${input.kind}" has no ${input.environment} environment. Set its base URL first.`,
    remedy('change_integration', { kind: input.kind }),
  )
}
