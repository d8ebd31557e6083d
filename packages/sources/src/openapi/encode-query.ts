import { isJsonArray, isJsonObject, type Json } from '@bindery/model'
import type { ParameterEncoding } from './call.ts'
import { encodeReserved, formEncode, percentEncode } from '../http-json/percent-encode.ts'
import { toItems, toMembers, toText } from '../http-json/to-text.ts'
import { writeJson } from '../http-json/write-json.ts'

type Encode = (text: string) => string

/** One query parameter as encoded pairs joined by `&`. Empty when there is nothing to send: an empty list or object. */
export function encodeQueryParameter(encoding: ParameterEncoding, value: Json): string {
  const encodeText = encoding.allowReserved === true ? encodeReserved : percentEncode
  return encodePairs(encoding, value, (text) => encodeText(text, encoding.argument))
}

/** How a form field or query parameter of a given style is spelt. */
interface PairEncoding {
  readonly argument: string
  readonly name: string
  readonly style: ParameterEncoding['style']
  readonly explode: boolean
  readonly contentType?: string
}

/** One field of a form in the given style. */
export function encodeFormField(encoding: PairEncoding, value: Json): string {
  return encodePairs(encoding, value, (text) => formEncode(text, encoding.argument))
}

function encodePairs(encoding: PairEncoding, value: Json, encode: Encode): string {
  const { argument, style, explode } = encoding
  const name = encode(encoding.name)
  if (encoding.contentType !== undefined) {
    const text = encoding.contentType.startsWith('text/') ? toText(value, argument) : writeJson(value)
    return `${name}=${encode(text)}`
  }
  if (style === 'deepObject') return deepPairs(encoding.name, value, { argument, encode }).join('&')
  if (isJsonArray(value)) {
    const items = toItems(value, argument).map(encode)
    if (items.length === 0) return ''
    return explode
      ? items.map((item) => `${name}=${item}`).join('&')
      : `${name}=${items.join(separators[style])}`
  }
  const members = toMembers(value, argument)?.map(([key, text]) => [encode(key), encode(text)] as const)
  if (members === undefined) return `${name}=${encode(toText(value, argument))}`
  if (members.length === 0) return ''
  return explode
    ? members.map((pair) => pair.join('=')).join('&')
    : `${name}=${members.flat().join(separators[style])}`
}

const separators = {
  simple: ',',
  label: ',',
  matrix: ',',
  form: ',',
  spaceDelimited: '%20',
  pipeDelimited: '%7C',
  tabDelimited: '%09',
  deepObject: ',',
} as const

const maxPairs = 10_000

/** `name[key][inner]=value`; items of lists are numbered, as Stripe and Rails read them. Null members are left out. */
export function deepPairs(
  name: string,
  value: Json,
  how: { readonly argument: string; readonly encode: Encode },
): readonly string[] {
  const pairs: string[] = []
  const open: { readonly key: string; readonly value: Json }[] = [{ key: how.encode(name), value }]
  for (let next = open.pop(); next !== undefined && pairs.length < maxPairs; next = open.pop()) {
    const { key, value: inner } = next
    if (isJsonArray(inner) || isJsonObject(inner)) {
      const members = Object.entries(inner).filter(([, member]) => member !== null)
      for (const [child, member] of members.reverse()) {
        open.push({ key: `${key}%5B${how.encode(child)}%5D`, value: member })
      }
    } else pairs.push(`${key}=${how.encode(toText(inner, how.argument))}`)
  }
  return pairs
}
