import { openConnection, parseCredentials } from '@bindery/connection'
import { type Connection, type Environment, type OrganizationId, PlatformError } from '@bindery/model'
import type { Services } from '../services.ts'
import { loadIntegration } from './find-integration.ts'
import { openIntegration } from './open-integration.ts'

export interface ConnectionCheck {
  readonly name: string
  readonly ok: boolean
  readonly ms: number
  readonly detail: string
}

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
  const checks: ConnectionCheck[] = []
  const step = async <Value>(
    name: string,
    work: () => Promise<CheckOutcome<Value>>,
  ): Promise<Value | undefined> => {
    const began = performance.now()
    const outcome = await work().catch(toFailure)
    checks.push({ name, ok: outcome.ok, ms: Math.round(performance.now() - began), detail: outcome.detail })
    return outcome.ok ? outcome.value : undefined
  }
  const connection = await step('configuration', () => configure(services, organizationId, input))
  if (connection !== undefined) await step('request', () => request(connection, input))
  return { ok: checks.every((check) => check.ok), checks }
}

type CheckOutcome<Value> =
  | { readonly ok: true; readonly value: Value; readonly detail: string }
  | { readonly ok: false; readonly detail: string }

function toFailure(error: unknown): { readonly ok: false; readonly detail: string } {
  if (!(error instanceof PlatformError)) return { ok: false, detail: 'The check failed inside Bindery.' }
  const problems = (error.details.issues ?? []).map((issue) => issue.message)
  return { ok: false, detail: [error.message, ...problems].join(' ') }
}

async function configure(
  services: Services,
  organizationId: OrganizationId,
  input: TestInput,
): Promise<CheckOutcome<Connection>> {
  const stored = await openIntegration(services, {
    organizationId,
    integration: input.kind,
    environment: input.environment,
  })
  if (input.credentials === undefined) {
    return { ok: true, value: stored, detail: 'The environment has a base URL and a usable credential.' }
  }
  const credential = parseCredentials(input.authType, input.credentials)
  if (!credential.ok) {
    return { ok: false, detail: credential.failure.map((issue) => issue.message).join(' ') }
  }
  const { integration, slots } = await loadIntegration(services, organizationId, input.kind)
  const slot = slots.find((candidate) => candidate.environment === input.environment)
  const value = openConnection({
    egress: services.egress,
    key: `${organizationId}/${integration.id}/test`,
    environment: input.environment,
    baseUrl: slot?.base_url ?? '',
    credential: credential.value,
  })
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
