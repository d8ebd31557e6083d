import { type Credential, openConnection, parseCredentials, type Permit, toOrigin } from '@bindery/connection'
import {
  type AgentId,
  type Environment,
  isJsonObject,
  type JsonObject,
  objectFrom,
  type OrganizationId,
  parseJson,
  PlatformError,
  runtimeVariables,
} from '@bindery/model'
import { loadConnectorValues } from '../../credentials/connector-values.ts'
import type { Needs } from '../../kernel/needs.ts'
import type { DynamicContext } from './dynamic-context.ts'

export interface ContextQuery {
  readonly organizationId: OrganizationId
  readonly agentId: AgentId
  readonly conversationId: string
  readonly environment: Environment
  readonly settings: DynamicContext
  /** What the runtime sent with the call. */
  readonly given: JsonObject
}

const maxBytes = 256 * 1024

/**
 * Asks an agent's address for the context of a conversation. Goes through the egress guard like every call. Throws
 * PlatformError, with the reason `dynamic_context`, for every way in which it can fail.
 */
export async function fetchContext(
  services: Needs<'egress' | 'store'>,
  query: ContextQuery,
): Promise<JsonObject> {
  try {
    return keysOf(await ask(services, query))
  } catch (error) {
    throw contextFailed(error)
  }
}

async function ask(services: Needs<'egress' | 'store'>, query: ContextQuery): Promise<unknown> {
  const { settings, organizationId, agentId, environment } = query
  const url = new URL(settings.url)
  const connection = openConnection({
    egress: services.egress,
    key: `${organizationId}/${agentId}/dynamic-context`,
    environment,
    baseUrl: url.origin,
    credential: await credentialFor(services, query),
  })
  const answer = await connection.fetch(
    {
      method: 'POST',
      path: url.pathname,
      query: url.search.slice(1),
      headers: [['accept', 'application/json']],
      body: {
        contentType: 'application/json',
        bytes: new TextEncoder().encode(JSON.stringify(bodyOf(query))),
      },
      effect: 'action',
      maxResponseBytes: maxBytes,
    },
    AbortSignal.timeout(settings.timeoutMs),
  )
  if (answer.status < 200 || answer.status >= 300) {
    throw new PlatformError('upstream_error', `It answered with status ${answer.status}.`, {
      upstreamStatus: answer.status,
    })
  }
  return parseJson(new TextDecoder().decode(answer.body))
}

/** Who speaks, and what the runtime knows of it. */
function bodyOf({ agentId, conversationId, given }: ContextQuery): JsonObject {
  const known = runtimeVariables.flatMap(({ name }) => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined
    return value === undefined ? [] : [[name, value] as const]
  })
  return objectFrom([...known, ['agent_uuid', agentId], ['conversation_id', conversationId]])
}

async function credentialFor(services: Needs<'store'>, query: ContextQuery): Promise<Credential> {
  const { organizationId, environment } = query
  const connectorId = query.settings.authConnectorId
  const { type, values, reach } =
    connectorId === null
      ? { type: 'none', values: {}, reach: [nobody(query)] as const }
      : await services.store.run(organizationId, (transaction) =>
          loadConnectorValues(services, transaction, { organizationId, connectorId, environment }),
        )
  const parsed = parseCredentials(type, values, reach)
  if (parsed.ok && parsed.value.login === undefined && parsed.value.authorization === undefined)
    return parsed.value
  throw new PlatformError(
    'integration_not_connected',
    'Its auth connector has no credential that can be used.',
  )
}

const nobody = ({ settings }: ContextQuery): Permit => ({
  of: 'A request without a credential',
  origins: [toOrigin(settings.url)],
  wayOut: '',
})

/** Top-level keys, without those that only the platform and verifications fill. */
function keysOf(answer: unknown): JsonObject {
  if (!isJsonObject(answer))
    throw new PlatformError('upstream_invalid_response', 'It answered no JSON object.')
  const own = (name: string) =>
    name !== '__proto__' &&
    !name.startsWith('verified_') &&
    !runtimeVariables.some((variable) => variable.name === name)
  return objectFrom(Object.entries(answer).filter(([name]) => own(name)))
}

/** The failure as callers see it: typed, and named for what failed. */
export function contextFailed(error: unknown): PlatformError {
  const known = error instanceof PlatformError ? error : undefined
  const code = known?.code ?? (isTimeout(error) ? 'upstream_timeout' : 'upstream_invalid_response')
  const why = known?.message ?? (code === 'upstream_timeout' ? 'It took too long.' : 'It answered no JSON.')
  const message = `The dynamic context of the conversation could not be loaded. ${why}`
  return new PlatformError(code, message, { reason: 'dynamic_context', sent: 'no', cause: error })
}

const isTimeout = (error: unknown): boolean => error instanceof DOMException && error.name === 'TimeoutError'
