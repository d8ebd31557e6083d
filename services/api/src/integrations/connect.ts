import { authMethods, checkDatabaseAddress, type Credential, parseCredentials } from '@bindery/connection'
import { type Environment, PlatformError } from '@bindery/model'
import { dialectOf } from '@bindery/sources'
import { setCredential, setEnvironment } from '@bindery/store'
import type { Principal } from '../auth/principal.ts'
import type { Services } from '../services.ts'
import { requireIntegration } from './find-integration.ts'
import { sealCredential } from './open-integration.ts'
import { databaseAddress } from './register.ts'

export interface ConnectInput {
  readonly kind: string
  readonly environment: Environment
  readonly authType?: string | undefined
  readonly credentials?: unknown
}

/**
 * Stores a credential, sealed, for one environment. Throws `validation_error` with every problem of the credential, and
 * `environment_not_configured` for an empty slot.
 */
export async function connectIntegration(
  services: Services,
  principal: Principal,
  input: ConnectInput,
): Promise<{ readonly status: 'connected' }> {
  const { organizationId } = principal
  const parsed = parseCredentials(input.authType, input.credentials ?? {})
  if (!parsed.ok) {
    const issues = parsed.failure.map((issue) => ({ ...issue, path: ['credentials', ...issue.path] }))
    const methods = authMethods.map((method) => method.name).join(', ')
    throw new PlatformError('validation_error', `The credentials do not fit. Known types: ${methods}.`, {
      issues,
    })
  }
  await services.store.run(organizationId, async (transaction) => {
    const integration = await requireIntegration(transaction, input.kind)
    checkCredential(services, integration.type, parsed.value)
    const credential = { method: parsed.value.method, values: input.credentials ?? {} }
    const sealed = sealCredential(services, { integration, environment: input.environment }, credential)
    const slot = { organizationId, integrationId: integration.id, environment: input.environment }
    // The credential of a database is all that its slot needs.
    if (dialectOf(integration.type) !== undefined) await setEnvironment(transaction, slot, databaseAddress)
    if (!(await setCredential(transaction, slot, sealed))) throw emptySlot(input)
    await services.store.audit.append(transaction, organizationId, {
      actor: principal.actor,
      action: 'integration.connected',
      subject: input.kind,
      detail: { environment: input.environment, authMethod: sealed.method },
    })
  })
  return { status: 'connected' }
}

/** A database takes a database user at a host that may be reached, and nothing else does. */
export function checkCredential(services: Services, type: string, credential: Credential): void {
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

function emptySlot(input: ConnectInput): PlatformError {
  return new PlatformError(
    'environment_not_configured',
    `"${input.kind}" has no ${input.environment} environment. Set its base URL with PATCH /api/v1/integrations/${input.kind} first.`,
  )
}
