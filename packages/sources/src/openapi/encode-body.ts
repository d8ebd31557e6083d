import { createHash } from 'node:crypto'
import { type HttpBody, isJsonArray, isJsonObject, type Json } from '@bindery/model'
import { argumentError } from '../http-json/argument-error.ts'
import type { BodyEncoding, FieldEncoding } from './call.ts'
import { deepPairs, encodeFormField } from './encode-query.ts'
import { formEncode } from '../http-json/percent-encode.ts'
import { toText } from '../http-json/to-text.ts'
import { writeJson } from '../http-json/write-json.ts'

/** The body of a call in its media type. Throws PlatformError `validation_error` for values that it cannot carry. */
export function encodeBody(
  encoding: BodyEncoding,
  value: Json,
  numbers: readonly (readonly string[])[],
): HttpBody {
  switch (encoding.kind) {
    case 'json':
      return textBody(encoding.mediaType, writeJson(value, numbers))
    case 'form':
      return textBody(encoding.mediaType, encodeForm(encoding, value))
    case 'multipart':
      return encodeMultipart(encoding, value)
    case 'text':
      return textBody(`${encoding.mediaType}; charset=utf-8`, toText(value, 'body'))
    case 'binary':
      return { contentType: encoding.mediaType, bytes: decodeBase64(value, 'body') }
  }
}

function textBody(contentType: string, text: string): HttpBody {
  return { contentType, bytes: new TextEncoder().encode(text) }
}

/** Members of the form in order; nested values are spelt with brackets unless the document says otherwise. */
function encodeForm(encoding: BodyEncoding, value: Json): string {
  const fields = new Map((encoding.fields ?? []).map((field) => [field.name, field]))
  return membersOf(value)
    .map(([name, member]) => encodeField(fields.get(name) ?? usualOf(encoding, member), name, member))
    .filter((text) => text !== '')
    .join('&')
}

type FieldManner = Omit<FieldEncoding, 'name'>

/** How a list travels that nothing is said of. What has members of its own is spelt with brackets, as servers read it. */
function usualOf({ lists }: BodyEncoding, value: Json): FieldManner | undefined {
  const isPlainList = isJsonArray(value) && !value.some((item) => isJsonArray(item) || isJsonObject(item))
  return lists === 'repeated' && isPlainList ? { style: 'form', explode: true } : undefined
}

function encodeField(field: FieldManner | undefined, name: string, value: Json): string {
  const isNested = isJsonArray(value) || isJsonObject(value)
  const style = field?.style ?? (field?.explode === undefined ? undefined : 'form')
  if (field?.contentType === undefined && (style === undefined || style === 'deepObject') && isNested) {
    return deepPairs(name, value, { argument: 'body', encode: (text) => formEncode(text, 'body') }).join('&')
  }
  return encodeFormField(
    {
      argument: 'body',
      name,
      style: style ?? 'form',
      explode: field?.explode ?? true,
      ...(field?.contentType === undefined || !isNested ? {} : { contentType: field.contentType }),
    },
    value,
  )
}

/** Parts of the form in order. The boundary is made from the content, so the same call gives the same bytes. */
function encodeMultipart(encoding: BodyEncoding, value: Json): HttpBody {
  const fields = new Map((encoding.fields ?? []).map((field) => [field.name, field]))
  const parts = membersOf(value).flatMap(([name, member]) =>
    (isJsonArray(member) ? member : [member]).map((item) => toPart(fields.get(name), name, item)),
  )
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part.head).update(part.bytes)
  const boundary = `bindery-${hash.digest('hex').slice(0, 32)}`
  const chunks = parts.flatMap((part) => [
    Buffer.from(`--${boundary}\r\n${part.head}\r\n\r\n`),
    Buffer.from(part.bytes),
    Buffer.from('\r\n'),
  ])
  return {
    contentType: `${encoding.mediaType}; boundary=${boundary}`,
    bytes: Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]),
  }
}

interface FormPart {
  readonly head: string
  readonly bytes: Uint8Array
}

function toPart(field: FieldEncoding | undefined, name: string, value: Json): FormPart {
  const label = name.replaceAll(/["\r\n]/g, (character) => encodeURIComponent(character))
  const disposition = `Content-Disposition: form-data; name="${label}"`
  if (field?.isBinary === true) {
    const type =
      field.contentType === undefined || field.contentType.includes('*')
        ? 'application/octet-stream'
        : field.contentType
    return {
      head: `${disposition}; filename="${label}"\r\nContent-Type: ${type}`,
      bytes: decodeBase64(value, 'body'),
    }
  }
  const isJson = isJsonObject(value) || isJsonArray(value)
  const type = field?.contentType ?? (isJson ? 'application/json' : undefined)
  return {
    head: type === undefined ? disposition : `${disposition}\r\nContent-Type: ${type}`,
    bytes: new TextEncoder().encode(toText(value, 'body')),
  }
}

function membersOf(value: Json): readonly (readonly [string, Json])[] {
  if (!isJsonObject(value)) throw argumentError('body', 'must be an object')
  return Object.entries(value).filter(([, member]) => member !== null)
}

function decodeBase64(value: Json, argument: string): Uint8Array {
  if (typeof value !== 'string' || !/^[A-Za-z0-9+/_-]*={0,2}$/.test(value)) {
    throw argumentError(argument, 'must be base64 text')
  }
  return Buffer.from(value, 'base64')
}
