import {
  type ConnectionTarget,
  egressBlocked,
  checkUrl,
  fetchDocument,
  openConnection,
  parseCredentials,
  toOrigin,
} from '@bindery/connection'
import { PlatformError, type SourceDocument, toUrl, within } from '@bindery/model'
import { databaseOfScheme, kindsFoundIn, loadProbe } from '@bindery/sources'
import type { Needs } from '../kernel/needs.ts'
import { detectDocument, type FoundSource } from './detect-document.ts'
import { atStep, failedAt, isOwnFailure } from './detection-step.ts'
import { readHead } from './read-head.ts'

export interface FoundAtAddress extends FoundSource {
  readonly address: URL
  /** Size of the document; null where a server was asked. */
  readonly bytes: number | null
}

/**
 * What is at an address: a document that is read, or a server that says what it is when it is asked as its kind is asked. No
 * credential is sent. Throws as `failedAt` says.
 */
export async function detectAddress(
  services: Needs<'children' | 'config' | 'egress'>,
  text: string,
  signal: AbortSignal,
): Promise<FoundAtAddress> {
  const address = await atStep('address', async () => checkAddress(services, text))
  const document = await fetchOrRefusal(services, address, signal)
  if (!(document instanceof PlatformError)) {
    const found = await detectDocument(services, document, signal).catch((error: unknown) => refusalOf(error))
    if (!(found instanceof PlatformError)) return { ...found, address, bytes: document.bytes.length }
    if (found.details.members?.['step'] !== 'recognise') throw found
    return (await askEndpoints(services, address, signal)) ?? refuse(found)
  }
  // A server that answers questions alone refuses to hand anything out.
  const answered = document.details.upstreamStatus !== undefined
  const asked = answered ? await askEndpoints(services, address, signal) : undefined
  return asked ?? refuse(failedAt(document.code === 'egress_blocked' ? 'address' : 'fetch', document))
}

function refuse(error: PlatformError): never {
  throw error
}

/** An address of http; `https` is meant when no scheme is written. */
function checkAddress({ egress }: Needs<'egress'>, text: string): URL {
  const written = text.trim()
  const url = toUrl(/^[a-z][a-z0-9+.-]*:/i.test(written) ? written : `https://${written}`)
  if (url !== undefined && databaseOfScheme(url.protocol.slice(0, -1)) !== undefined) {
    throw new PlatformError('bad_request', 'This is the DSN of a database: give it as "dsn".', {
      reason: 'dsn',
    })
  }
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new PlatformError('bad_request', 'This is no address that begins with https:// or http://.', {
      reason: 'no_address',
    })
  }
  const verdict = checkUrl(url.href, egress.policy)
  if (verdict.verdict === 'block') throw egressBlocked(verdict.reason, verdict.host)
  return url
}

function refusalOf(error: unknown): PlatformError {
  if (error instanceof PlatformError && !isOwnFailure(error)) return error
  throw error
}

const fetchOrRefusal = (
  { egress, config }: Needs<'config' | 'egress'>,
  { href }: URL,
  signal: AbortSignal,
): Promise<SourceDocument | PlatformError> =>
  fetchDocument(href, { egress, maxBytes: config.maxDocumentBytes, signal }).catch(refusalOf)

const patienceMs = 10_000

/** The kind whose question is answered; undefined when none is. Throws at step `read` where it does not say what it offers. */
async function askEndpoints(
  services: Needs<'children' | 'egress'>,
  address: URL,
  signal: AbortSignal,
): Promise<FoundAtAddress | undefined> {
  // A base URL has neither.
  if (address.search !== '' || address.hash !== '') return undefined
  const connection = openConnection(targetAt(services, address))
  for (const source of kindsFoundIn('endpoint')) {
    const probe = await loadProbe(source)
    if (probe === undefined) continue
    const isAnswered = await within(signal, patienceMs, (until) => probe(connection, until)).then(
      () => true,
      () => false,
    )
    signal.throwIfAborted()
    if (!isAnswered) continue
    const read = await atStep('read', () => readHead(services, { source, connection, signal }))
    return { source, ...read, address, bytes: null }
  }
  return undefined
}

function targetAt({ egress }: Needs<'egress'>, { href }: URL): ConnectionTarget {
  const reach = [{ of: 'No credential', origins: [toOrigin(href)], wayOut: '' }] as const
  const none = parseCredentials('none', {}, reach)
  if (!none.ok) throw new Error('No credential always parses.')
  return { egress, key: 'documents', environment: 'development', baseUrl: href, credential: none.value }
}
