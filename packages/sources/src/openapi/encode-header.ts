import { isJsonArray, type Json } from '@bindery/model'
import type { ParameterEncoding } from './call.ts'
import { checkHeaderText } from '../http-json/header-text.ts'
import { percentEncode } from '../http-json/percent-encode.ts'
import { toItems, toMembers, toText } from '../http-json/to-text.ts'
import { writeJson } from '../http-json/write-json.ts'

/**
 * A header value in style `simple`. Refuses everything but printable ASCII and tab inside: line ends, NUL and other
 * controls would change the message, and other characters have no agreed encoding.
 */
export function encodeHeader(encoding: ParameterEncoding, value: Json): string {
  const text = headerText(encoding, value)
  checkHeaderText(text, encoding.argument)
  return text
}

/** Cookie pairs, `name=value`; values are percent-encoded, so none can add another cookie. */
export function encodeCookie(encoding: ParameterEncoding, value: Json): string {
  const { argument } = encoding
  const name = percentEncode(encoding.name, argument)
  const leaf = (text: string): string => percentEncode(text, argument)
  if (encoding.contentType !== undefined) return `${name}=${leaf(writeJson(value))}`
  const members = toMembers(value, argument)
  if (members !== undefined) {
    if (encoding.explode) return members.map(([key, text]) => `${leaf(key)}=${leaf(text)}`).join('; ')
    return `${name}=${members.flat().map(leaf).join('%2C')}`
  }
  const items = toItems(value, argument).map(leaf)
  return encoding.explode ? items.map((item) => `${name}=${item}`).join('; ') : `${name}=${items.join('%2C')}`
}

function headerText(encoding: ParameterEncoding, value: Json): string {
  const { argument } = encoding
  if (encoding.contentType !== undefined) return writeJson(value)
  if (isJsonArray(value)) return toItems(value, argument).join(',')
  const members = toMembers(value, argument)
  if (members === undefined) return toText(value, argument)
  return encoding.explode ? members.map((pair) => pair.join('=')).join(',') : members.flat().join(',')
}
