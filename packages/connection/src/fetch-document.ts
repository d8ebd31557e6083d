import type { SourceDocument } from '@bindery/model'
import { PlatformError } from '@bindery/model'
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
}

/**
 * Reads a provider's description from its address, without any credential. Follows at most 3 redirects to the same
 * origin or to https, each checked like the first. Throws `egress_blocked`, `document_too_large`, `document_unreadable`
 * (an answer other than 200), and what a connection throws.
 */
export async function fetchDocument(url: string, options: FetchDocumentOptions): Promise<SourceDocument> {
  let current = checkedUrl(url, options)
  for (let redirects = 0; ; redirects++) {
    const answer = await read(current, options)
    if (!isRedirect(answer.status)) return toDocument(answer, current)
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
  if (location === undefined || !URL.canParse(location, current.href)) throw refusedRedirect(answer.status)
  const next = new URL(location, current)
  if (next.origin !== current.origin && next.protocol !== 'https:') throw refusedRedirect(answer.status)
  return checkedUrl(next.href, options)
}

async function read(
  url: URL,
  { egress, maxBytes, signal, key = 'documents' }: FetchDocumentOptions,
): Promise<Incoming> {
  const door = egress.door(key, url.origin)
  const outgoing = {
    method: 'GET',
    target: `${url.pathname}${url.search}`,
    headers: ['accept', '*/*', 'accept-encoding', 'gzip, br, deflate', 'user-agent', 'Bindery'],
    body: undefined,
    maxResponseBytes: maxBytes,
  }
  return door.bulkhead
    .run(() => exchange(door.pool, outgoing, signal))
    .catch((error: unknown) => {
      throw tooLarge(error, maxBytes) ?? error
    })
}

function tooLarge(error: unknown, maxBytes: number): PlatformError | undefined {
  if (!(error instanceof PlatformError) || error.details.reason !== 'response_too_large') return undefined
  return new PlatformError('document_too_large', `The document is larger than ${maxBytes} bytes.`, {
    cause: error,
  })
}

function toDocument(answer: Incoming, url: URL): SourceDocument {
  if (answer.status !== 200) {
    throw new PlatformError('document_unreadable', `"${url.host}" answered with status ${answer.status}.`, {
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
