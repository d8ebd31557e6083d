import type { Connection, HttpRequest, HttpResponse, Secret } from '@bindery/model'
import { PlatformError } from '@bindery/model'
import type { Credential } from './auth/auth-method.ts'
import type { ConnectionTarget, SqlDialect } from './connection-target.ts'
import { openDatabase } from './database/open-database.ts'
import { checkUrl } from './egress/check-url.ts'
import { egressBlocked } from './egress/egress-error.ts'
import type { BaseUrl } from './egress/join-url.ts'
import { parseBaseUrl } from './egress/join-url.ts'
import { prepareRequest } from './http/prepare-request.ts'
import { sendRequest } from './http/send-request.ts'
import { type Redactor, redactor } from './redactor.ts'

/**
 * Opens the door to one provider. Cheap, opens no socket, holds no state of a run: keep it and use it for many calls at
 * once. Throws `egress_blocked` or `template_invalid` when the base URL cannot be used at all.
 */
export function openConnection(target: ConnectionTarget): Connection {
  if (target.dialect !== undefined) return openDatabaseConnection(target, target.dialect)
  const base = checkBaseUrl(target)
  return {
    environment: target.environment,
    fetch: (request, signal) => fetchGuarded(request, { target, base }, signal),
    database: () => Promise.reject(noDatabase()),
    documents: (signal) => documentsOf(target, signal),
    ...redactionOf(target),
  }
}

/** Made at the first use: knowing a secret in every form costs more than a call. */
function redactionOf({ credential: { secrets } }: ConnectionTarget): Pick<Connection, 'redact'> {
  if (secrets.length === 0) return {}
  let known: Redactor | undefined
  return {
    redact: (value) => {
      known ??= redactor(secrets)
      return known.json(value)
    },
  }
}

/** A database describes itself, so there is nothing to hand out. */
function openDatabaseConnection(target: ConnectionTarget, dialect: SqlDialect): Connection {
  return {
    environment: target.environment,
    fetch: () => Promise.reject(noHttp()),
    database: openDatabase(target, dialect),
    documents: () => Promise.resolve([]),
    ...redactionOf(target),
  }
}

/** The base URL, checked as far as it can be without a lookup. */
export function checkBaseUrl(target: ConnectionTarget): BaseUrl {
  const verdict = checkUrl(target.baseUrl, target.egress.policy)
  if (verdict.verdict === 'block') throw egressBlocked(verdict.reason, verdict.host)
  return parseBaseUrl(target.baseUrl)
}

/** The provider's own description, or a typed refusal. */
export async function documentsOf(
  target: ConnectionTarget,
  signal: AbortSignal,
): ReturnType<Connection['documents']> {
  if (target.documents !== undefined) return target.documents(signal)
  throw new PlatformError(
    'integration_connection_failed',
    'The integration has no document: upload one, or set the address of its description.',
    { reason: 'no_document', sent: 'no' },
  )
}

interface OpenTarget {
  readonly target: ConnectionTarget
  readonly base: BaseUrl
}

async function fetchGuarded(
  request: HttpRequest,
  { target, base }: OpenTarget,
  signal: AbortSignal,
): Promise<HttpResponse> {
  const prepared = prepareRequest(request, { base, credential: target.credential }, reveal)
  const outgoing = {
    method: prepared.method,
    target: prepared.target,
    headers: prepared.headers.flat(),
    body: prepared.body?.bytes,
    maxResponseBytes: request.maxResponseBytes,
  }
  const door = target.egress.door(target.key, base.origin)
  const sending = { door, base, effect: request.effect, authoriseQuery: queryWith(target.credential) }
  return door.bulkhead.run(() => sendRequest(outgoing, sending, signal))
}

const queryWith =
  (credential: Credential) =>
  (query: string): string =>
    credential.apply({ method: 'GET', query, headers: [] }, reveal).query

const reveal = (secret: Secret): string => secret.reveal()

function noDatabase(): PlatformError {
  return new PlatformError(
    'integration_connection_failed',
    'This connection speaks HTTP and has no database: use an integration of a SQL kind.',
    { reason: 'no_database', sent: 'no' },
  )
}

export function noHttp(): PlatformError {
  return new PlatformError(
    'integration_connection_failed',
    'This connection leads to a database and does not speak HTTP: use an integration of an HTTP kind.',
    { reason: 'no_http', sent: 'no' },
  )
}
