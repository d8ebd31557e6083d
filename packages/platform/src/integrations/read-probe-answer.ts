import {
  type HttpResponse,
  isJsonArray,
  isJsonObject,
  type Json,
  parseJson,
  PlatformError,
} from '@bindery/model'

/**
 * Looks at what a test endpoint answered under a status of success. Throws `upstream_error` for another status and for an
 * answer that says itself that it is an error, and `upstream_invalid_response` with reason `page` for a page that people
 * read, such as one that asks them to log in.
 */
export function readProbeAnswer({ status, headers, body }: HttpResponse): void {
  if (status < 200 || status >= 300) {
    throw new PlatformError('upstream_error', `The provider answered with status ${status}.`, {
      upstreamStatus: status,
    })
  }
  const text = Buffer.from(body).toString('utf8').trimStart()
  const contentType = headers.get('content-type') ?? ''
  if (pageType.test(contentType) || pageStart.test(text)) {
    throw new PlatformError(
      'upstream_invalid_response',
      `The provider answered with status ${status} and a page for people, which may ask them to log in.`,
      { reason: 'page', upstreamStatus: status },
    )
  }
  if (saysError(readJson(text))) {
    throw new PlatformError(
      'upstream_error',
      `The provider answered with status ${status}, and the answer says that it is an error.`,
      { reason: 'error_under_success', upstreamStatus: status },
    )
  }
}

const pageType = /^\s*(?:text\/html|application\/xhtml\+xml)\b/i
const pageStart = /^(?:<!doctype html|<html)\b/i

function readJson(text: string): Json {
  try {
    return parseJson(text)
  } catch {
    return null
  }
}

/** An answer that is no error leaves such members out, or says null, false, 0 or nothing in them. */
function saysError(body: Json): boolean {
  if (!isJsonObject(body)) return false
  const { error, errors, ok, success } = body
  return ok === false || success === false || isSaid(error) || isSaid(errors)
}

function isSaid(value: Json | undefined): boolean {
  if (value === undefined) return false
  if (isJsonArray(value)) return value.length > 0
  return isJsonObject(value) ? Object.keys(value).length > 0 : Boolean(value)
}
