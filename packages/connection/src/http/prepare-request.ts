import { type HttpBody, type HttpRequest, PlatformError } from '@bindery/model'
import type { Credential, DraftRequest, ShowSecret } from '../auth/auth-method.ts'
import type { BaseUrl } from '../egress/join-url.ts'
import { joinTarget } from '../egress/join-url.ts'
import type { Header } from './header-rules.ts'
import { refuseBadHeaders } from './header-rules.ts'

/** A request complete with its credential, ready for the wire or for a preview. */
export interface PreparedRequest {
  readonly method: string
  /** Path and query under the origin. */
  readonly target: string
  readonly headers: readonly Header[]
  readonly body?: HttpBody
}

/**
 * Checks a request and puts the credential in, last of all: no template or parameter can reach what the credential adds.
 * Throws `template_invalid` for a path, query or header that may not be sent.
 */
export function prepareRequest(
  request: HttpRequest,
  { base, credential }: { readonly base: BaseUrl; readonly credential: Credential },
  show: ShowSecret,
): PreparedRequest {
  refuseBadHeaders(request.headers, credential.reservedHeaders)
  refuseTakenQuery(request.query, credential.reservedQuery)
  const target = joinTarget(base, request.path, request.query)
  const draft: DraftRequest = {
    method: request.method.toUpperCase(),
    query: request.query,
    headers: withDefaults(request.headers),
    ...(request.body === undefined ? {} : { body: request.body }),
  }
  const { query, headers, body } = credential.apply(base.origin, draft, show)
  const authorised = query === request.query ? target : joinTarget(base, request.path, query)
  if (body === undefined) return { method: draft.method, target: authorised, headers }
  return {
    method: draft.method,
    target: authorised,
    headers: withContentType(headers, body.contentType),
    body,
  }
}

/** A parameter that is there twice is read as either, so the one of the credential stands alone. */
function refuseTakenQuery(query: string, reserved: ReadonlySet<string> | undefined): void {
  if (reserved === undefined || query === '') return
  const taken = [...new URLSearchParams(query).keys()].find((name) => reserved.has(name))
  if (taken === undefined) return
  throw new PlatformError(
    'template_invalid',
    `The query parameter ${JSON.stringify(taken.slice(0, 60))} may not be sent: only the credential of the connection sets it.`,
    { reason: 'query', sent: 'no' },
  )
}

const defaults: readonly Header[] = [
  ['accept', 'application/json, */*;q=0.5'],
  ['accept-encoding', 'gzip, br, deflate'],
  ['user-agent', 'Bindery'],
]

function withDefaults(headers: readonly Header[]): readonly Header[] {
  if (headers.length === 0) return defaults
  const given = new Set(headers.map(([name]) => name.toLowerCase()))
  return [...headers, ...defaults.filter(([name]) => !given.has(name))]
}

function withContentType(headers: readonly Header[], contentType: string): readonly Header[] {
  const isGiven = headers.some(([name]) => name.toLowerCase() === 'content-type')
  return isGiven ? headers : [...headers, ['content-type', contentType]]
}
