import { isJsonArray, type Json } from '@bindery/model'
import type { ParameterEncoding } from './call.ts'
import { checkHeaderText } from '../http-json/header-text.ts'
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

function headerText(encoding: ParameterEncoding, value: Json): string {
  const { argument } = encoding
  if (encoding.contentType !== undefined) return writeJson(value)
  if (isJsonArray(value)) return toItems(value, argument).join(',')
  const members = toMembers(value, argument)
  if (members === undefined) return toText(value, argument)
  return encoding.explode ? members.map((pair) => pair.join('=')).join(',') : members.flat().join(',')
}
