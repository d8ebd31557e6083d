import type { JsonObject, ScalarContent } from '@bindery/model'

/**
 * How a text of JSON Schema 2020-12 carries something else, by its `contentEncoding` and `contentMediaType`: base64 text,
 * bytes as they are, or text of a language of its own. Undefined when neither says so.
 */
export function readContent(node: JsonObject): ScalarContent | undefined {
  const encoding = node['contentEncoding']
  const mediaType = mediaTypeOf(node)
  // OpenAPI 3.1 says that encoded content of no named type is `application/octet-stream`.
  if (typeof encoding === 'string' && encoding.toLowerCase().startsWith('base64'))
    return { as: 'base64', mediaType: mediaType ?? 'application/octet-stream' }
  if (typeof encoding === 'string' && !plainEncodings.has(encoding.toLowerCase())) return undefined
  if (mediaType === undefined) return encoding === 'binary' ? { as: 'bytes' } : undefined
  return { as: isTextMedia(mediaType) ? 'text' : 'bytes', mediaType }
}

/** Encodings that leave the content as it is (RFC 2045, 6). */
const plainEncodings = new Set(['binary', '8bit', '7bit'])

/** The media type that a schema names for its content, without parameters. */
export function mediaTypeOf(node: JsonObject): string | undefined {
  const value = node['contentMediaType']
  const text = typeof value === 'string' ? value.split(';')[0]?.trim().toLowerCase() : undefined
  return text !== undefined && mediaType.test(text) ? text : undefined
}

const mediaType = /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/

/** Media types whose content is text, which needs no base64 on its way through JSON. */
export const isTextMedia = (type: string): boolean =>
  type.startsWith('text/') ||
  /(?:^application\/|\+)(?:x-)?(?:json|jsonl|ndjson|xml|yaml|javascript|graphql|sql|csv)$/.test(type)
