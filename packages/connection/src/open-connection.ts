import type { Connection, HttpRequest, HttpResponse, ProviderHabits, Secret } from '@bindery/model'
import { PlatformError } from '@bindery/model'
import type { Credential } from './auth/auth-method.ts'
import { requireReach } from './auth/reach.ts'
import type { ConnectionTarget, CredentialSource, SqlDialect } from './connection-target.ts'
import { sourceOf } from './credential-source.ts'
import { destinationOf } from './destination-of.ts'
import { openDatabase } from './database/open-database.ts'
import { checkUrl } from './egress/check-url.ts'
import type { Door } from './egress/egress.ts'
import { egressBlocked } from './egress/egress-error.ts'
import type { BaseUrl } from './egress/join-url.ts'
import { parseBaseUrl } from './egress/join-url.ts'
import { locateAddress } from './egress/locate-address.ts'
import type { Incoming } from './http/exchange.ts'
import { prepareRequest } from './http/prepare-request.ts'
import { leavesOf, sendRequest } from './http/send-request.ts'
import { type Redactor, redactor } from './redactor.ts'

/**
 * Opens the door to one provider. Cheap, opens no socket, holds no state of a run: keep it and use it for many calls at
 * once. Throws `egress_blocked` or `template_invalid` when the base URL cannot be used at all.
 */
export function openConnection(target: ConnectionTarget): Connection {
  if (target.dialect !== undefined) return openDatabaseConnection(target, target.dialect)
  const base = checkBaseUrl(target)
  const source = sourceOf(target)
  const { redact, learn } = redactionOf(target)
  const open = { target, base, learn }
  const fetch: Connection['fetch'] =
    source === undefined
      ? (request, signal) => fetchGuarded(request, { ...open, credential: target.credential }, signal)
      : (request, signal) => fetchRenewed(request, { ...open, source }, signal)
  return {
    environment: target.environment,
    destination: destinationOf(target, base),
    fetch,
    database: () => Promise.reject(noDatabase()),
    documents: (signal) => documentsOf(target, signal),
    ...(source === undefined
      ? {}
      : {
          ready: async (signal) => {
            await makeReady({ ...open, source }, signal)
          },
        }),
    ...zoneOf(target),
    habits: habitsOf(target, base),
    locate: (address, from) =>
      locateAddress(address, from, { base, reserved: target.credential.reservedQuery }),
    ...(source === undefined && target.credential.secrets.length === 0 ? {} : { redact }),
  }
}

/** Kept with the sockets, which connections of one environment share; each base path is a provider of its own. */
function habitsOf({ egress, key, bounds }: ConnectionTarget, { origin, path }: BaseUrl): ProviderHabits {
  const habits = () => egress.door(key, origin, bounds).habits
  return {
    get: (name) => habits().get(`${path} ${name}`),
    set: (name, value) => {
      habits().set(`${path} ${name}`, value)
    },
  }
}

interface Redaction {
  readonly redact: NonNullable<Connection['redact']>
  /** Takes in the secrets of a credential that came later. */
  readonly learn: (credential: Credential) => void
}

/** Made at the first use: knowing a secret in every form costs more than a call. */
function redactionOf({ credential }: ConnectionTarget): Redaction {
  const secrets = new Set(credential.secrets)
  let known: Redactor | undefined
  return {
    redact: (value) => {
      known ??= redactor([...secrets])
      return known.json(value)
    },
    learn: (later) => {
      const before = secrets.size
      for (const secret of later.secrets) secrets.add(secret)
      if (secrets.size > before) known = undefined
    },
  }
}

/** A database describes itself, so there is nothing to hand out. */
function openDatabaseConnection(target: ConnectionTarget, dialect: SqlDialect): Connection {
  const source = sourceOf(target)
  const database = openDatabase(target, dialect)
  const ready = async (signal: AbortSignal): Promise<void> => {
    await source?.ready(signal)
  }
  return {
    environment: target.environment,
    destination: destinationOf(target),
    fetch: () => Promise.reject(noHttp()),
    database: async (statement, signal) => {
      await ready(signal)
      return database(statement, signal)
    },
    ready,
    documents: () => Promise.resolve([]),
    ...zoneOf(target),
    ...(target.credential.secrets.length === 0 ? {} : { redact: redactionOf(target).redact }),
  }
}

/** Sessions of databases run in UTC whatever it is: it says what columns, and moments of an answer, without one mean. */
export function zoneOf({ timezone, credential }: ConnectionTarget): Pick<Connection, 'timezone'> {
  const zone = timezone ?? credential.timezone
  return zone === undefined ? {} : { timezone: zone }
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
  readonly learn: Redaction['learn']
}

/** A credential that holds now; none is asked for that could not be sent. */
async function makeReady(
  { source, learn, target, base }: OpenTarget & { readonly source: CredentialSource },
  signal: AbortSignal,
): Promise<Credential> {
  requireReach(target.credential.reach, base.origin)
  const credential = await source.ready(signal)
  learn(credential)
  return credential
}

/**
 * Sends with a credential that holds now. After a 401 the credential is given back; what provably reads is then repeated
 * once with another one, if there is another one. Anything else leaves at most once, whatever the answer.
 */
async function fetchRenewed(
  request: HttpRequest,
  open: OpenTarget & { readonly source: CredentialSource },
  signal: AbortSignal,
): Promise<HttpResponse> {
  const { source, learn } = open
  const credential = await makeReady(open, signal)
  const answer = await fetchGuarded(request, { ...open, credential }, signal)
  if (answer.status !== 401) return answer
  source.refuse(credential)
  if (leavesOf(request) === 'once') return answer
  const renewed = await source.ready(signal)
  if (renewed === credential) return answer
  learn(renewed)
  return fetchGuarded(request, { ...open, credential: renewed }, signal)
}

async function fetchGuarded(
  request: HttpRequest,
  { target, base, credential }: OpenTarget & { readonly credential: Credential },
  signal: AbortSignal,
): Promise<HttpResponse> {
  const prepared = prepareRequest(request, { base, credential }, reveal)
  const outgoing = {
    method: prepared.method,
    target: prepared.target,
    headers: prepared.headers.flat(),
    body: prepared.body?.bytes,
    maxResponseBytes: request.maxResponseBytes,
  }
  const door = target.egress.door(target.key, base.origin, target.bounds)
  const authoriseQuery = queryWith(credential, base)
  const sending = { door, base, leaves: leavesOf(request), authoriseQuery }
  const send = () => noting(door, () => sendRequest(outgoing, sending, signal))
  return door.bulkhead.run(() => door.breaker.run(send, isGatewayFailure))
}

/** Notes what an answer shows of how much the provider copes with; what is lost on the way shows nothing of it. */
async function noting({ limit }: Door, send: () => Promise<Incoming>): Promise<Incoming> {
  try {
    const answer = await send()
    limit.note(answer.status === 429 || answer.status === 503 ? 'too much' : 'fine')
    return answer
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'upstream_timeout') limit.note('too much')
    throw error
  }
}

/** Answers of what stands before a provider that is down. */
const isGatewayFailure = ({ status }: HttpResponse): boolean => status >= 502 && status <= 504

const queryWith =
  (credential: Credential, { origin }: BaseUrl) =>
  (query: string): string =>
    credential.apply(origin, { method: 'GET', query, headers: [] }, reveal).query

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
