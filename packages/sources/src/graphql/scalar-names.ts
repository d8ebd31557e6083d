import type { ScalarName, ScalarType } from '@bindery/model'
import type { TypePart } from './schema-parts.ts'

/** Names of scalars in lower case without `_`, as providers write them. */
const byName = new Map<string, ScalarName>([
  ...toEntries('string', 'string id arn utcoffset'),
  ...toEntries('boolean', 'boolean bool'),
  ...toEntries(
    'integer',
    'int integer int32 int16 int8 uint uint32 positiveint nonnegativeint negativeint nonpositiveint unsignedint port day hour minute',
  ),
  ...toEntries('number', 'float double float8 float4 positivefloat nonnegativefloat latitude longitude real'),
  ...toEntries('int64', 'bigint int64 uint64 long bigserial unsignedint64 safeint serial8'),
  ...toEntries('decimal', 'decimal bigdecimal money numeric positivedecimal currencyamount amount price'),
  ...toEntries('date', 'date localdate isodate caldate calendardate'),
  ...toEntries('time', 'time localtime timetz isotime'),
  ...toEntries(
    'datetime',
    'datetime timestamp timestamptz isodatetime iso8601datetime localdatetime precisedatetime datetimetz offsetdatetime zoneddatetime utcdatetime instant gittimestamp datetimeiso',
  ),
  ...toEntries('duration', 'duration isoduration interval'),
  ...toEntries('uuid', 'uuid guid'),
  ...toEntries('email', 'email emailaddress'),
  ...toEntries('phone', 'phone phonenumber'),
  ...toEntries('uri', 'url uri href link'),
  ...toEntries('binary', 'base64 base64string byte bytes bytea binary blob'),
  ...toEntries('any', 'json jsonobject jsonb any map object anyscalar genericscalar unknown'),
])

const plain = new Set(['String', 'Boolean', 'Int', 'Float'])

/** Endings that say what a scalar without a known name is. */
const byEnding: readonly (readonly [RegExp, ScalarName])[] = [
  [/(?:date_?time|timestamp)$/i, 'datetime'],
  [/date$/i, 'date'],
  [/decimal$/i, 'decimal'],
  [/(?:url|uri)$/i, 'uri'],
  [/(?:id|hash|html|string|text|markdown|color|colour|slug|code|locale|token|name)$/i, 'string'],
]

/**
 * The scalar of a type by its name, then by `@specifiedBy` and its description; `any` when nothing tells. The provider's
 * own name stays as the format, but for the four that are what they are called.
 */
export function scalarOf(part: Pick<TypePart, 'name' | 'description' | 'specifiedBy'>): ScalarType {
  const { name } = part
  const scalar = byName.get(name.toLowerCase().replaceAll('_', '')) ?? scalarOfWords(part)
  return plain.has(name) ? { kind: 'scalar', scalar } : { kind: 'scalar', scalar, format: name }
}

/** The four scalars and `ID`, which a schema need not define. */
export const builtInScalars: readonly string[] = [...plain, 'ID']

function scalarOfWords({
  name,
  description = '',
  specifiedBy = '',
}: Parameters<typeof scalarOf>[0]): ScalarName {
  const head = description.slice(0, 400)
  if (/rfc3339|date-time|scalars\.graphql\.org\/andimarek\/date-time/i.test(specifiedBy)) return 'datetime'
  if (/rfc4122|uuid/i.test(specifiedBy)) return 'uuid'
  const ending = byEnding.find(([pattern]) => pattern.test(name))
  if (ending !== undefined) return ending[1]
  return /^[^.]*\bstring\b/i.test(head) && !/json|\bmap\b|\bpairs\b/i.test(head) ? 'string' : 'any'
}

function toEntries(scalar: ScalarName, words: string): readonly (readonly [string, ScalarName])[] {
  return words.split(' ').map((word) => [word, scalar] as const)
}
