import { isJsonArray, isJsonObject, type Json, type JsonObject } from '@bindery/model'
import type { Choose } from './choose.ts'

/** Params that a schema of parameters allows as a rule: the caller checks them against it. */
export function randomParams(schema: JsonObject, choose: Choose): JsonObject {
  const required = schema['required']
  const needed = isJsonArray(required) ? required : []
  const properties = isJsonObject(schema['properties']) ? Object.entries(schema['properties']) : []
  const given = properties.filter(([name]) => needed.includes(name) || choose.chance(60))
  return Object.fromEntries(given.map(([name, part]) => [name, randomValue(part, choose)]))
}

function randomValue(schema: Json, choose: Choose): Json {
  if (!isJsonObject(schema)) return null
  const { anyOf, enum: values, type } = schema
  if (isJsonArray(anyOf)) return randomValue(choose.of(anyOf), choose)
  if (isJsonArray(values)) return choose.of(values)
  const kind = isJsonArray(type) ? choose.of(type) : type
  const make = typeof kind === 'string' ? makers[kind] : undefined
  return make === undefined ? choose.of(anything) : make(schema, choose)
}

const anything: readonly Json[] = [null, 'x', 1.5, true, [1, 'a'], { a: { b: null } }]

const makers: { readonly [type: string]: (schema: JsonObject, choose: Choose) => Json } = {
  string: randomText,
  boolean: (_, choose) => choose.chance(50),
  integer: (schema, choose) =>
    choose.of(within([0, 1, -7, 1000, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER], schema)),
  number: (schema, choose) => choose.of(within([0, 1.5, -0.5, 1e300, 100], schema)),
  array: ({ items }, choose) =>
    Array.from({ length: choose.between(0, 3) }, () => randomValue(items ?? {}, choose)),
  object: ({ additionalProperties }, choose) => randomObject(additionalProperties, choose),
  null: () => null,
}

function within(
  values: readonly number[],
  { minimum, maximum, exclusiveMinimum }: JsonObject,
): readonly number[] {
  return values
    .filter((value) => typeof minimum !== 'number' || value >= minimum)
    .filter((value) => typeof maximum !== 'number' || value <= maximum)
    .filter((value) => typeof exclusiveMinimum !== 'number' || value > exclusiveMinimum)
}

const randomObject = (values: Json | undefined, choose: Choose): Json =>
  values === undefined
    ? choose.of<Json>([{}, { a: 1, b: [null] }])
    : choose.of<Json>([{}, { one: randomValue(values, choose), two: randomValue(values, choose) }])

function randomText({ format, pattern, minLength, maxLength }: JsonObject, choose: Choose): string {
  const most = typeof maxLength === 'number' ? maxLength : Number.POSITIVE_INFINITY
  const known =
    typeof format === 'string' ? byFormat[format]?.filter(({ length }) => length <= most) : undefined
  if (known !== undefined) return choose.of(known)
  if (typeof pattern === 'string')
    return choose.of(patterned.filter((text) => new RegExp(pattern, 'u').test(text)))
  const characters = Array.from(choose.text()).slice(0, most)
  return characters.join('').padEnd(typeof minLength === 'number' ? minLength : 0, 'x')
}

/** What ajv-formats takes for each format, near its edges. */
const byFormat: { readonly [format: string]: readonly string[] } = {
  date: ['2026-11-30', '2024-02-29', '0001-01-01'],
  time: ['14:30:00Z', '23:59:60z', '12:00:00.123456789012+01', '00:00:00-0830'],
  'date-time': ['2026-11-30T14:30:00+01:00', '2026-11-30 14:30:00Z', '2026-11-30t14:30:00.1234567890123z'],
  duration: ['PT30M', 'P1W', 'P1Y2M3DT4H5M6S', 'P0D'],
  uuid: ['3f2504e0-4f89-41d3-9a0c-0305e82c3301', '3F2504E0-4F89-41D3-9A0C-0305E82C3301'],
  email: ['ada@example.com', "o'brien+x@sub.example.co", `${'a'.repeat(80)}@example.com`, 'a@b.c'],
  uri: ['https://example.com/a?b#c', 'mailto:a@b.c', 'http://a:99999/', 'urn:isbn:0451450523'],
}

/** Texts of every pattern that scalars have. */
const patterned = [
  '7',
  '-0',
  '007',
  '9'.repeat(60),
  '1e5',
  '-0.50',
  'YQ==',
  'YWJj',
  '+31612345678',
  '(020) 123-4567 x12',
]
