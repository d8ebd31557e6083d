import { type ConnectionTarget, openConnection, parseCredentials } from '@bindery/connection'
import type { Connection, Environment, OrganizationId } from '@bindery/model'
import { dialectOf } from '@bindery/sources'
import type { Services } from '../services.ts'
import { CheckList, type CheckOutcome, type ConnectionCheck } from './check-list.ts'
import { checkCredential } from './connect.ts'
import { loadIntegration } from './find-integration.ts'
import { targetOf } from './open-integration.ts'
import { testDatabase } from './test-database.ts'

export interface TestInput {
  readonly kind: string
  readonly environment: Environment
  readonly authType?: string | undefined
  readonly credentials?: unknown
  readonly testEndpoint?: string | undefined
  readonly signal: AbortSignal
}

/** Ordered checks that stop at the first one that fails; every outcome is a result, and nothing is stored. */
export async function testConnection(
  services: Services,
  organizationId: OrganizationId,
  input: TestInput,
): Promise<{ readonly ok: boolean; readonly checks: readonly ConnectionCheck[] }> {
  const list = new CheckList()
  const configured = await list.step('configuration', () => configure(services, organizationId, input))
  if (configured === undefined) return list.result()
  const { dialect, credential } = configured
  if (dialect !== undefined && credential.login !== undefined) {
    const { login } = credential
    const found = await testDatabase({ target: configured, dialect, login, signal: input.signal })
    return { ok: found.ok, checks: [...list.result().checks, ...found.checks] }
  }
  await list.step('request', () => request(openConnection(configured), input))
  return list.result()
}

/** The stored connection, or one with the credential that the caller wants to try. */
async function configure(
  services: Services,
  organizationId: OrganizationId,
  input: TestInput,
): Promise<CheckOutcome<ConnectionTarget>> {
  const found = await loadIntegration(services, organizationId, input.kind)
  if (input.credentials === undefined) {
    const target = await targetOf(services, found, input.environment)
    checkCredential(services, found.integration.type, target.credential)
    return { ok: true, value: target, detail: 'The environment has an address and a usable credential.' }
  }
  const credential = parseCredentials(input.authType, input.credentials)
  if (!credential.ok) {
    return { ok: false, detail: credential.failure.map((issue) => issue.message).join(' ') }
  }
  checkCredential(services, found.integration.type, credential.value)
  const slot = found.slots.find((candidate) => candidate.environment === input.environment)
  const value = {
    egress: services.egress,
    key: `${organizationId}/${found.integration.id}/test`,
    environment: input.environment,
    baseUrl: slot?.base_url ?? '',
    dialect: dialectOf(found.integration.type),
    credential: credential.value,
  }
  return { ok: true, value, detail: `The credential is of type ${credential.value.method}.` }
}

async function request(connection: Connection, input: TestInput): Promise<CheckOutcome<number>> {
  const { path, query } = splitEndpoint(input.testEndpoint ?? '/')
  const signal = AbortSignal.any([input.signal, AbortSignal.timeout(10_000)])
  const headers = [['accept', 'application/json']] as const
  const answer = await connection.fetch(
    { method: 'GET', path, query, headers, effect: 'read', maxResponseBytes: 1024 * 1024 },
    signal,
  )
  if (answer.status === 401 || answer.status === 403) {
    return { ok: false, detail: `The provider refused the credential with status ${answer.status}.` }
  }
  if (answer.status >= 500)
    return { ok: false, detail: `The provider answered with status ${answer.status}.` }
  if (answer.status >= 400 && input.testEndpoint !== undefined) {
    return { ok: false, detail: `The test endpoint answered with status ${answer.status}.` }
  }
  return { ok: true, value: answer.status, detail: `The provider answered with status ${answer.status}.` }
}

function splitEndpoint(endpoint: string): { readonly path: string; readonly query: string } {
  const [path = '/', query = ''] = endpoint.split('?', 2)
  return { path: path.startsWith('/') ? path : `/${path}`, query }
}
