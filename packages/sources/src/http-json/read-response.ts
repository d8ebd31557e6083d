import { jsonDepth, type HttpResponse, type Json, PlatformError } from '@bindery/model'
import { readRefusal } from './read-refusal.ts'
import { parseLossless } from './parse-lossless.ts'

const maxDepth = 200

/**
 * Throws PlatformError `upstream_error` for 3xx, 4xx and 5xx, with the status, what the provider said and how long to wait.
 * `addressedBy` names the arguments that the path was made of.
 */
export function checkStatus(response: HttpResponse, addressedBy: readonly string[] = []): void {
  const { status } = response
  if (status >= 200 && status < 300) return
  if (status >= 300 && status < 400) {
    throw new PlatformError(
      'upstream_error',
      'The provider answered with a redirect, which is not followed.',
      {
        upstreamStatus: status,
        reason: 'redirect',
      },
    )
  }
  const retryAfterMs = readRetryAfter(response.headers.get('retry-after'))
  // A server that fails says nothing that a caller could act on: its stack is its own.
  const refusal = status < 500 ? readRefusal(response) : undefined
  throw new PlatformError('upstream_error', `The provider answered with status ${status}.`, {
    upstreamStatus: status,
    ...reasonOf(response),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(refusal === undefined ? {} : { refusal }),
    ...(status === 404 && addressedBy.length > 0 ? { addressedBy } : {}),
    members: { upstreamStatus: status },
  })
}

/** A bearer challenge (RFC 6750, 3.1) tells a credential that is no good from one that may do less. */
function reasonOf({ status, headers }: HttpResponse): { readonly reason?: string } {
  if (status === 429) return { reason: 'rate_limited' }
  const isInvalid = /error="?invalid_token/i.test(headers.get('www-authenticate') ?? '')
  return status === 403 && isInvalid ? { reason: 'credential_refused' } : {}
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3), at most a day. */
function readRetryAfter(value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const day = 86_400_000
  if (/^\d{1,9}$/.test(value.trim())) return Math.min(Number(value) * 1000, day)
  const at = Date.parse(value)
  return Number.isNaN(at) ? undefined : Math.min(Math.max(at - Date.now(), 0), day)
}

/**
 * The JSON of a body, nothing rounded, whatever its label says: servers send JSON as pages, plain text, bytes or without
 * a type. Throws `upstream_invalid_response` for a page, for what is no JSON, and for over 200 levels.
 */
export function readJson(response: HttpResponse): Json {
  if (jsonDepth(response.body, maxDepth) > maxDepth) {
    throw new PlatformError(
      'upstream_invalid_response',
      `The answer is nested more than ${maxDepth} levels deep.`,
      {
        reason: 'too_deep',
        upstreamStatus: response.status,
      },
    )
  }
  const text = decodeText(response)
  if (text.trimStart().startsWith('<')) throw unexpectedType('page', response.status)
  try {
    return parseLossless(text)
  } catch (cause) {
    if (!isJson(response) && contentType(response) !== '') throw unexpectedType('other', response.status)
    throw new PlatformError('upstream_invalid_response', 'The answer is not valid JSON.', {
      cause,
      reason: 'invalid_json',
      upstreamStatus: response.status,
    })
  }
}

export const isJson = (response: HttpResponse): boolean => contentType(response).includes('json')

function contentType(response: HttpResponse): string {
  return response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
}

/** UTF-8 with or without a byte order mark; bytes that are not text are an invalid answer. */
export function decodeText(response: HttpResponse): string {
  const charset = /charset=["']?([\w-]+)/i
    .exec(response.headers.get('content-type') ?? '')?.[1]
    ?.toLowerCase()
  const label =
    charset === 'iso-8859-1' || charset === 'latin1' || charset === 'windows-1252' ? 'windows-1252' : 'utf-8'
  try {
    return new TextDecoder(label, { fatal: true }).decode(response.body)
  } catch (cause) {
    throw new PlatformError('upstream_invalid_response', 'The answer is not valid text in its encoding.', {
      cause,
      reason: 'invalid_text',
      upstreamStatus: response.status,
    })
  }
}

function unexpectedType(found: 'page' | 'other', upstreamStatus: number): PlatformError {
  return new PlatformError(
    'upstream_invalid_response',
    found === 'page'
      ? 'The provider sent an HTML page where JSON was expected.'
      : 'The provider sent something else than JSON, under a content type that is not JSON either.',
    { reason: 'unexpected_content_type', upstreamStatus },
  )
}
