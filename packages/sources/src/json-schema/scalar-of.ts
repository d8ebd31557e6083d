import type { ScalarName, ScalarType } from '@bindery/model'

/** What a string's `format` says, lower case. Formats that are not listed leave a plain string. */
const stringFormats = new Map<string, ScalarName>([
  ['date', 'date'],
  ['full-date', 'date'],
  ['date-time', 'datetime'],
  ['datetime', 'datetime'],
  ['iso8601', 'datetime'],
  ['time', 'time'],
  ['partial-time', 'time'],
  ['duration', 'duration'],
  ['google-duration', 'duration'],
  ['google-datetime', 'datetime'],
  ['uuid', 'uuid'],
  ['guid', 'uuid'],
  ['email', 'email'],
  ['idn-email', 'email'],
  ['phone', 'phone'],
  ['phone-number', 'phone'],
  ['tel', 'phone'],
  ['uri', 'uri'],
  ['url', 'uri'],
  ['iri', 'uri'],
  ['uri-reference', 'uri'],
  ['byte', 'binary'],
  ['base64', 'binary'],
  ['binary', 'binary'],
  ['file', 'binary'],
  ['int64', 'int64'],
  ['uint64', 'int64'],
  ['decimal', 'decimal'],
  ['money', 'decimal'],
  ['currency-amount', 'decimal'],
])

const numberFormats = new Map<string, ScalarName>([
  ['int64', 'int64'],
  ['uint64', 'int64'],
  ['int-64', 'int64'],
  ['long', 'int64'],
  ['bigint', 'int64'],
  ['decimal', 'decimal'],
  ['decimal128', 'decimal'],
  ['money', 'decimal'],
])

/** Type words as providers write them; the misspelt ones are not JSON Schema but are read. */
const typeWords = new Map<string, ScalarName>([
  ['string', 'string'],
  ['boolean', 'boolean'],
  ['integer', 'integer'],
  ['number', 'number'],
  ['file', 'binary'],
  ['bool', 'boolean'],
  ['int', 'integer'],
  ['int32', 'integer'],
  ['int64', 'int64'],
  ['long', 'int64'],
  ['float', 'number'],
  ['double', 'number'],
  ['decimal', 'decimal'],
  ['str', 'string'],
  ['text', 'string'],
  ['uuid', 'uuid'],
  ['date', 'date'],
  ['datetime', 'datetime'],
  ['date-time', 'datetime'],
  ['any', 'any'],
])

/** How bytes are carried, by the word that says that there are any. */
const carriers = new Map<string, 'bytes' | 'base64'>([
  ['binary', 'bytes'],
  ['file', 'bytes'],
  ['byte', 'base64'],
  ['base64', 'base64'],
])

const known = new Map<string, Map<string, ScalarType>>()
let knownCount = 0

/** Marks an `int64` or `decimal` that the provider carries as a JSON string, so that it is sent as one. */
export const textNumberPrefix = 'string '

/**
 * The scalar of a `type` word and a `format`. Undefined for a word that means no scalar. A number that the provider
 * itself writes as a string keeps the prefix `string ` before its format: `string int64`.
 */
export function scalarOf(word: string, format: string | undefined): ScalarType | undefined {
  const formats = known.get(word) ?? new Map<string, ScalarType>()
  const earlier = formats.get(format ?? '')
  if (earlier !== undefined) return earlier
  const type = buildScalar(word, format)
  if (type === undefined || knownCount >= 5000) return type
  knownCount += 1
  formats.set(format ?? '', type)
  known.set(word, formats)
  return type
}

/** True for type words of JSON Schema itself. */
export const isStandardWord = (word: string): boolean =>
  word === 'string' || word === 'boolean' || word === 'integer' || word === 'number' || word === 'file'

function buildScalar(word: string, format: string | undefined): ScalarType | undefined {
  const base = typeWords.get(word) ?? typeWords.get(word.toLowerCase())
  if (base === undefined) return undefined
  if (format === undefined || format === '' || base === 'boolean') return withCarrier(base, word)
  const clean = format.slice(0, 100).toWellFormed()
  const formats = base === 'string' ? stringFormats : numberFormats
  const scalar = base === 'any' ? 'any' : (formats.get(clean.toLowerCase()) ?? base)
  if (base === 'string' && (scalar === 'int64' || scalar === 'decimal')) {
    return { kind: 'scalar', scalar, format: `${textNumberPrefix}${clean}` }
  }
  const saysMore = clean !== scalar && !(clean === 'date-time' && scalar === 'datetime')
  const type = withCarrier(scalar, base === 'binary' ? word : clean)
  return saysMore ? { ...type, format: clean } : type
}

function withCarrier(scalar: ScalarName, word: string): ScalarType {
  const as = scalar === 'binary' ? carriers.get(word.toLowerCase()) : undefined
  return as === undefined ? { kind: 'scalar', scalar } : { kind: 'scalar', scalar, content: { as } }
}
