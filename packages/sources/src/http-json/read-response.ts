import { type HttpResponse, type Json, PlatformError } from '@bindery/model'
import { jsonDepth } from './json-depth.ts'
import { parseLossless } from './parse-lossless.ts'

const maxDepth = 200

/** Throws PlatformError `upstream_error` for 3xx, 4xx and 5xx, with the status and how long to wait. */
export function checkStatus(response: HttpResponse): void {
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
  throw new PlatformError('upstream_error', `The provider answered with status ${status}.`, {
    upstreamStatus: status,
    ...(status === 429 ? { reason: 'rate_limited' } : {}),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    members: { upstreamStatus: status },
  })
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3), at most a day. */
function readRetryAfter(value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const day = 86_400_000
  if (/^\d{1,9}$/.test(value.trim())) return Math.min(Number(value) * 1000, day)
  const at = Date.parse(value)
  return Number.isNaN(at) ? undefined : Math.min(Math.max(at - Date.now(), 0), day)
}

/** The JSON of a body, nothing rounded. Throws `upstream_invalid_response` for another type, bad text, and over 200 levels. */
export function readJson(response: HttpResponse): Json {
  const type = contentType(response)
  if (type !== '' && !type.includes('json') && !isLooseText(type)) throw unexpectedType(type)
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
  if (text.trimStart().startsWith('<')) throw unexpectedType('text/html')
  try {
    return parseLossless(text)
  } catch (cause) {
    throw new PlatformError('upstream_invalid_response', 'The answer is not valid JSON.', {
      cause,
      reason: 'invalid_json',
      upstreamStatus: response.status,
    })
  }
}

export const isJson = (response: HttpResponse): boolean => contentType(response).includes('json')

/** Providers send JSON as plain text or script; whether it is JSON shows when it is parsed. */
const isLooseText = (type: string): boolean =>
  type === 'text/plain' || type.endsWith('javascript') || type === 'application/octet-stream'

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

function unexpectedType(type: string): PlatformError {
  const isPage = type.includes('html')
  return new PlatformError(
    'upstream_invalid_response',
    isPage
      ? 'The provider sent an HTML page where JSON was expected.'
      : 'The provider sent another content type than JSON.',
    { reason: 'unexpected_content_type' },
  )
}
