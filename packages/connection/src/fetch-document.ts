import type { SourceDocument } from '@bindery/model'
import { PlatformError, toUrl } from '@bindery/model'
import type { Credential, DraftRequest } from './auth/auth-method.ts'
import type { ConnectionTarget } from './connection-target.ts'
import { readyCredential } from './credential-source.ts'
import { checkUrl } from './egress/check-url.ts'
import type { Egress } from './egress/egress.ts'
import { egressBlocked } from './egress/egress-error.ts'
import type { Incoming } from './http/exchange.ts'
import { exchange } from './http/exchange.ts'
import { isRedirect, refusedRedirect } from './http/redirect.ts'

export interface FetchDocumentOptions {
  readonly egress: Egress
  /** Counted after decompression. */
  readonly maxBytes: number
  readonly signal: AbortSignal
  /** Whose sockets and places to use, as in `ConnectionTarget.key`. */
  readonly key?: string
  /** The connection whose credential opens what is of its own origin, and nothing else. */
  readonly access?: ConnectionTarget | undefined
}

/**
 * Reads a provider's description from its address; with the credential of a connection as long as that is of its origin,
 * which is looked at anew after every redirect. One that goes into the body of requests is left out, since nothing is
 * read with a body; who then is refused is told so. Follows at most 3 redirects to the same
 * origin or to https, each checked like the first. Throws `egress_blocked`, `document_too_large`, `document_unreadable`
 * (an answer other than 200), and what a connection throws.
 */
export async function fetchDocument(url: string, options: FetchDocumentOptions): Promise<SourceDocument> {
  let current = checkedUrl(url, options)
  for (let redirects = 0; ; redirects++) {
    const { answer, access } = await read(current, options)
    if (!isRedirect(answer.status)) return toDocument(answer, current, access)
    if (redirects === 3) throw refusedRedirect(answer.status)
    current = nextUrl(answer, current, options)
  }
}

function checkedUrl(text: string, { egress }: FetchDocumentOptions): URL {
  const verdict = checkUrl(text, egress.policy)
  if (verdict.verdict === 'block') throw egressBlocked(verdict.reason, verdict.host)
  return new URL(text)
}

function nextUrl(answer: Incoming, current: URL, options: FetchDocumentOptions): URL {
  const location = answer.headers.get('location')
  const next = location === undefined ? undefined : toUrl(location, current)
  if (next === undefined) throw refusedRedirect(answer.status)
  if (next.origin !== current.origin && next.protocol !== 'https:') throw refusedRedirect(answer.status)
  return checkedUrl(next.href, options)
}

async function read(
  url: URL,
  { egress, maxBytes, signal, access, key = 'documents' }: FetchDocumentOptions,
): Promise<Answered> {
  const door = egress.door(key, url.origin)
  const { query, headers, ...authorised } = await authorise(url, access, signal)
  const outgoing = {
    method: 'GET',
    target: query === '' ? url.pathname : `${url.pathname}?${query}`,
    headers: headers.flat(),
    body: undefined,
    maxResponseBytes: maxBytes,
  }
  const answer = await door.bulkhead
    .run(() => exchange(door.pool, outgoing, signal))
    .catch((error: unknown) => {
      throw tooLarge(error, maxBytes) ?? error
    })
  return { answer, access: authorised.access }
}

/** What a document was asked for with; `bodiless` when the credential is one that no such request can carry. */
type Access = 'as_is' | 'bodiless'

interface Answered {
  readonly answer: Incoming
  readonly access: Access
}

type Authorised = Pick<DraftRequest, 'query' | 'headers'> & { readonly access: Access }

const plainHeaders = [
  ['accept', '*/*'],
  ['accept-encoding', 'gzip, br, deflate'],
  ['user-agent', 'Bindery'],
] as const

/** Query and headers of a request, with the credential where it belongs. One that is not to be had is left out. */
async function authorise(
  url: URL,
  access: ConnectionTarget | undefined,
  signal: AbortSignal,
): Promise<Authorised> {
  const plain = {
    method: 'GET',
    query: url.search.slice(1),
    headers: plainHeaders,
    access: 'as_is' as const,
  }
  const isOwn = access !== undefined && toUrl(access.baseUrl)?.origin === url.origin
  if (!isOwn) return plain
  const credential = await credentialOf(access, url.origin, signal)
  const isGiven = [...url.searchParams.keys()].some((name) => credential?.reservedQuery?.has(name) === true)
  if (credential === undefined || isGiven) return plain
  if (credential.reservedFields !== undefined) return { ...plain, access: 'bodiless' }
  return { ...credential.apply(url.origin, plain, (secret) => secret.reveal()), access: 'as_is' }
}

async function credentialOf(
  access: ConnectionTarget,
  origin: string,
  signal: AbortSignal,
): Promise<Credential | undefined> {
  try {
    return await readyCredential(access, origin, signal)
  } catch (error) {
    // A description may be open to everybody, also while nobody is connected.
    if (error instanceof PlatformError && error.code === 'integration_not_connected') return undefined
    throw error
  }
}

function tooLarge(error: unknown, maxBytes: number): PlatformError | undefined {
  if (!(error instanceof PlatformError) || error.details.reason !== 'response_too_large') return undefined
  return new PlatformError('document_too_large', `The document is larger than ${maxBytes} bytes.`, {
    cause: error,
  })
}

function toDocument(answer: Incoming, url: URL, access: Access): SourceDocument {
  if (answer.status !== 200) {
    const why =
      access === 'bodiless'
        ? ' The credential goes into the body of requests, and a document is read without one: upload the document instead, or connect with another credential.'
        : ''
    const message = `"${url.host}" answered with status ${answer.status}.${why}`
    throw new PlatformError('document_unreadable', message, {
      upstreamStatus: answer.status,
    })
  }
  const contentType = answer.headers.get('content-type')
  const name =
    url.pathname
      .split('/')
      .filter((segment) => segment !== '')
      .at(-1) ?? 'document'
  return contentType === undefined ? { name, bytes: answer.body } : { name, bytes: answer.body, contentType }
}
