import {
  authMethods,
  checkDatabaseAddress,
  checkUrl,
  type Credential,
  egressBlocked,
  parseCredentials,
} from '@bindery/connection'
import { type Environment, isJsonObject, type JsonObject, PlatformError, type Secret } from '@bindery/model'
import { dialectOf } from '@bindery/sources'
import {
  findEnvironment,
  type IntegrationRow,
  setCredential,
  setEnvironment,
  type Transaction,
} from '@bindery/store'
import type { Principal } from '../auth/principal.ts'
import { loadConnectorValues } from '../credentials/connector-values.ts'
import { credentialPlace } from '../credentials/places.ts'
import { sealValues } from '../credentials/sealed-values.ts'
import { packOf } from '../packs/find-pack.ts'
import { withPackValues } from '../packs/pack-credentials.ts'
import { prepareFlow } from '../oauth/begin-flow.ts'
import type { Services } from '../services.ts'
import { requireIntegration } from './find-integration.ts'
import { databaseAddress } from './register.ts'

export interface ConnectInput {
  readonly kind: string
  readonly environment: Environment
  readonly authType?: string | undefined
  readonly credentials?: unknown
  /** Whether a browser asks, which can keep a cookie; a program when absent. */
  readonly asker?: 'browser' | 'program'
}

/** Connected, or where a person must go to give access. */
export type ConnectOutcome =
  | { readonly status: 'connected' }
  | { readonly status: 'authorization'; readonly oauthUrl: string; readonly cookie: Secret | undefined }

/** A slot with the credential that it shall have. */
interface Connecting {
  readonly integration: IntegrationRow
  readonly connectorId: string | null
  readonly credential: Credential
  /** What the slot itself keeps. */
  readonly values: JsonObject
}

/**
 * Stores a credential, sealed, for one environment, or begins to ask a person for access. Without credentials a slot uses
 * its auth connector. Throws `validation_error` with every problem of the credential, and `environment_not_configured`
 * for an empty slot.
 */
export async function connectIntegration(
  services: Services,
  principal: Principal,
  input: ConnectInput,
): Promise<ConnectOutcome> {
  const { organizationId } = principal
  const connecting = await services.store.run(organizationId, async (transaction) => {
    const integration = await requireIntegration(transaction, input.kind)
    return prepare(services, transaction, { integration, input })
  })
  checkCredential(services, connecting.integration.type, connecting.credential)
  const { authorization } = connecting.credential
  if (authorization !== undefined && authorization.grant === undefined) {
    return beginFlow(services, principal, { connecting, input })
  }
  await services.store.run(organizationId, (transaction) =>
    keepCredential(services, transaction, { principal, connecting, input }),
  )
  return { status: 'connected' }
}

async function prepare(
  services: Services,
  transaction: Transaction,
  { integration, input }: { readonly integration: IntegrationRow; readonly input: ConnectInput },
): Promise<Connecting> {
  const { organization_id: organizationId, id: integrationId } = integration
  const { environment } = input
  const slot = await findEnvironment(transaction, { organizationId, integrationId, environment })
  const connectorId = slot?.auth_connector_id ?? null
  if (connectorId === null) {
    const given = withPackValues(packOf(services.packs, integration), input)
    const credential = parse(given.authType, given.credentials)
    const values = isJsonObject(given.credentials) ? given.credentials : {}
    // The credential of a database is all that its slot needs.
    if (slot === undefined && dialectOf(integration.type) === undefined) throw emptySlot(input)
    return { integration, connectorId, credential, values }
  }
  if (input.credentials !== undefined || input.authType !== undefined) throw connectorDecides(input)
  const query = { organizationId, connectorId, environment }
  const { type, values } = await loadConnectorValues(services, transaction, query)
  return { integration, connectorId, credential: parse(type, values), values: {} }
}

function parse(authType: string | undefined, values: unknown): Credential {
  const parsed = parseCredentials(authType, values)
  if (parsed.ok) return parsed.value
  const issues = parsed.failure.map((issue) => ({ ...issue, path: ['credentials', ...issue.path] }))
  const methods = authMethods.map((method) => method.name).join(', ')
  throw new PlatformError('validation_error', `The credentials do not fit. Known types: ${methods}.`, {
    issues,
  })
}

interface Beginning {
  readonly connecting: Connecting
  readonly input: ConnectInput
}

async function beginFlow(
  services: Services,
  principal: Principal,
  { connecting, input }: Beginning,
): Promise<ConnectOutcome> {
  const { integration, credential, values, connectorId } = connecting
  const { organizationId } = principal
  const { kind, environment, asker = 'program' } = input
  const client = credential.authorization?.client
  if (client === undefined) throw new Error('Only an authorization can be begun.')
  const key = { organizationId, integrationId: integration.id, environment, kind }
  const start = { key, client, values, method: credential.method, connectorId, asker }
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
  services: Services,
  transaction: Transaction,
  { principal, connecting, input }: Beginning & { readonly principal: Principal },
): Promise<void> {
  const { integration, credential, values } = connecting
  const { organizationId } = principal
  const slot = { organizationId, integrationId: integration.id, environment: input.environment }
  const isDatabase = dialectOf(integration.type) !== undefined
  if (isDatabase) await setEnvironment(transaction, slot, databaseAddress)
  const sealed = sealValues(services.store, values, credentialPlace(slot))
  if (!(await setCredential(transaction, slot, { method: credential.method, sealed }))) throw emptySlot(input)
  await services.store.audit.append(transaction, organizationId, {
    actor: principal.actor,
    action: 'integration.connected',
    subject: input.kind,
    detail: { environment: input.environment, authMethod: credential.method },
  })
}

/**
 * A database takes a database user at a host that may be reached, and nothing else does; a credential with endpoints of
 * its own may only name those that may be reached.
 */
export function checkCredential(services: Services, type: string, credential: Credential): void {
  checkEndpoints(services, credential)
  const dialect = dialectOf(type)
  if (dialect !== undefined && credential.login !== undefined) {
    checkDatabaseAddress(credential.login, dialect, services.egress.policy)
    return
  }
  if (dialect === undefined && credential.login === undefined) return
  const expected =
    dialect === undefined
      ? 'The credential is that of a database, and the integration is none.'
      : 'A database needs the members host, database, user, password and sslmode.'
  throw new PlatformError('validation_error', expected, {
    issues: [{ code: 'credential_type', severity: 'error', path: ['credentials'], message: expected }],
  })
}

/** Throws `egress_blocked` for an address that no lookup could make good. */
export function checkEndpoints(services: Services, credential: Credential): void {
  for (const url of credential.endpoints ?? []) {
    const verdict = checkUrl(url, services.egress.policy)
    if (verdict.verdict === 'block') throw egressBlocked(verdict.reason, verdict.host)
  }
}

function connectorDecides(input: ConnectInput): PlatformError {
  return new PlatformError(
    'validation_error',
    `The ${input.environment} environment of "${input.kind}" uses an auth connector. Leave the credentials out, or set authConnectorId to null first.`,
  )
}

function emptySlot(input: ConnectInput): PlatformError {
  return new PlatformError(
    'environment_not_configured',
    `"${input.kind}" has no ${input.environment} environment. Set its base URL with PATCH /api/v1/integrations/${input.kind} first.`,
  )
}
