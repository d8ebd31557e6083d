import { isJsonArray, isJsonObject, type Json, type JsonObject, ownProperty, parseJson } from '@bindery/model'

/** Objects inside objects that strict mode takes; deeper ones travel as the text of their JSON. */
const deepest = 5

/**
 * A parameters schema in the subset that OpenAI's strict mode takes: every property required, nothing beyond, what is
 * optional may be null. Limits and defaults that the subset has no word for are said in the description. What has no
 * closed form (maps, values of any kind) is the text of its JSON. `fromStrict` reads what is called with it.
 */
export function toStrict(schema: JsonObject): JsonObject {
  return strictObject(schema, 0)
}

function strictObject(schema: JsonObject, depth: number): JsonObject {
  const required = requiredOf(schema)
  const properties = Object.entries(propertiesOf(schema) ?? {}).map(([name, property]) => {
    const strict = strictValue(asObject(property), depth + 1)
    return [name, required.has(name) ? strict : orNull(strict)] as const
  })
  return {
    type: 'object',
    ...described(schema, []),
    properties: Object.fromEntries(properties),
    required: properties.map(([name]) => name),
    additionalProperties: false,
  }
}

function strictValue(schema: JsonObject, depth: number): JsonObject {
  const strict = strictForm(schema, depth)
  return isNullable(schema) ? orNull(strict) : strict
}

function strictForm(schema: JsonObject, depth: number): JsonObject {
  const type = typeOf(schema)
  if (type === 'object') {
    if (isClosed(schema) && depth < deepest) return strictObject(schema, depth)
    return asText(schema, 'A JSON object, written as text.')
  }
  if (type === 'array') {
    const items = strictValue(asObject(ownProperty(schema, 'items')), depth + 1)
    return { type: 'array', ...described(schema, ['minItems', 'maxItems']), items, ...kept(schema, counts) }
  }
  const types = typesOf(schema)
  if (types.length > 1)
    return { ...described(schema, []), anyOf: types.map((one) => strictForm(onlyOf(schema, one), depth + 1)) }
  const choices = ownProperty(schema, 'anyOf')
  if (isJsonArray(choices))
    return {
      ...described(schema, []),
      anyOf: choices.map((choice) => strictValue(asObject(choice), depth + 1)),
    }
  if (type === undefined) return asText(schema, 'Any value, written as JSON.')
  const values = ownProperty(schema, 'enum')
  const own = isJsonArray(values) ? { enum: values.filter((value) => value !== null) } : {}
  const limits = kept(schema, type === 'string' ? [] : ranges)
  return { type, ...described(schema, Object.keys(limits)), ...own, ...formatOf(schema), ...limits }
}

const counts = ['minItems', 'maxItems'] as const
const ranges = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'] as const
const formats = new Set<Json>([
  'date-time',
  'time',
  'date',
  'duration',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'uuid',
])

function formatOf(schema: JsonObject): JsonObject {
  const format = ownProperty(schema, 'format')
  return format !== undefined && formats.has(format) ? { format } : {}
}

const kept = (schema: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(schema).filter(([name]) => names.includes(name)))

const asText = (schema: JsonObject, how: string): JsonObject => {
  const { description } = described(schema, [])
  return { type: 'string', description: typeof description === 'string' ? `${description} ${how}` : how }
}

/** What the subset has no word for, in words. */
const words: { readonly [name: string]: (value: Json) => string } = {
  minLength: (value) => `At least ${say(value)} characters.`,
  maxLength: (value) => `At most ${say(value)} characters.`,
  minItems: (value) => `At least ${say(value)} items.`,
  maxItems: (value) => `At most ${say(value)} items.`,
  minimum: (value) => `At least ${say(value)}.`,
  maximum: (value) => `At most ${say(value)}.`,
  pattern: (value) => `Matches ${say(value)}`,
  contentEncoding: (value) => `Encoded as ${say(value)}.`,
  default: (value) => `Null stands for ${say(value)}.`,
  examples: (value) => (isJsonArray(value) ? `For example ${say(value[0] ?? null)}.` : ''),
}

const say = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value))

function described(schema: JsonObject, said: readonly string[]): JsonObject {
  const own = ownProperty(schema, 'description')
  const text = typeof own === 'string' ? own : undefined
  const format = ownProperty(schema, 'format')
  const notes = Object.entries(schema).flatMap(([name, value]) => {
    const note = said.includes(name) ? undefined : words[name]?.(value)
    return note === undefined || note === '' ? [] : [note]
  })
  if (typeof format === 'string' && !formats.has(format)) notes.push(`Written as ${format}.`)
  const ended = text === undefined || notes.length === 0 || /[.!?]$/.test(text) ? text : `${text}.`
  const parts = [...(ended === undefined ? [] : [ended]), ...notes]
  return parts.length === 0 ? {} : { description: parts.join(' ') }
}

function orNull(schema: JsonObject): JsonObject {
  const { type, enum: values, anyOf, ...rest } = schema
  if (isJsonArray(anyOf)) {
    const hasNull = anyOf.some((choice) => isJsonObject(choice) && choice['type'] === 'null')
    return { ...schema, anyOf: hasNull ? anyOf : [...anyOf, { type: 'null' }] }
  }
  if (isJsonArray(type)) return schema
  return {
    type: [type ?? 'string', 'null'],
    ...rest,
    ...(isJsonArray(values) ? { enum: [...values, null] } : {}),
  }
}

/**
 * The parameters of a call that was made by the strict form of a schema: null for what is optional stands for nothing
 * given, at any depth, and the text of JSON for what has no closed form. What does not fit is left for the check of the
 * parameters to say.
 */
export function fromStrict(schema: JsonObject, params: JsonObject): JsonObject {
  return readObject(schema, params, 0)
}

function readObject(schema: JsonObject, value: JsonObject, depth: number): JsonObject {
  const required = requiredOf(schema)
  const properties = propertiesOf(schema) ?? {}
  const members = Object.entries(value).flatMap(([name, member]) => {
    if (member === null && !required.has(name)) return []
    return [[name, readValue(asObject(ownProperty(properties, name)), member, depth + 1)] as const]
  })
  return Object.fromEntries(members)
}

function readValue(schema: JsonObject, value: Json, depth: number): Json {
  const type = typeOf(schema)
  if (type === 'object') {
    if (typeof value === 'string') return parsed(value)
    return isJsonObject(value) && isClosed(schema) ? readObject(schema, value, depth) : value
  }
  if (type === 'array' && isJsonArray(value)) {
    const items = asObject(ownProperty(schema, 'items'))
    return value.map((item) => readValue(items, item, depth + 1))
  }
  const choices = choicesOf(schema)
  // Text that no choice takes as text is the JSON of one that has no closed form.
  if (choices.length > 0 && typeof value === 'string')
    return choices.some((choice) => typesOf(choice).includes('string')) ? value : parsed(value)
  const isAnything = typesOf(schema).length === 0 && choices.length === 0
  return isAnything && typeof value === 'string' ? parsed(value) : value
}

/** What a schema takes one of: its `anyOf`, or each of several types. */
function choicesOf(schema: JsonObject): readonly JsonObject[] {
  const choices = ownProperty(schema, 'anyOf')
  if (isJsonArray(choices)) return choices.map(asObject)
  const types = typesOf(schema)
  return types.length > 1 ? types.map((type) => onlyOf(schema, type)) : []
}

/** Text that is no JSON is itself. */
function parsed(text: string): Json {
  try {
    return parseJson(text)
  } catch {
    return text
  }
}

const asObject = (value: Json | undefined): JsonObject => (isJsonObject(value) ? value : {})

function propertiesOf(schema: JsonObject): JsonObject | undefined {
  const properties = ownProperty(schema, 'properties')
  return isJsonObject(properties) ? properties : undefined
}

/** An object whose members are all described. */
const isClosed = (schema: JsonObject): boolean => Object.keys(propertiesOf(schema) ?? {}).length > 0

function requiredOf(schema: JsonObject): ReadonlySet<Json> {
  const required = ownProperty(schema, 'required')
  return new Set(isJsonArray(required) ? required : [])
}

/** The types that are not null. */
function typesOf(schema: JsonObject): readonly string[] {
  const type = ownProperty(schema, 'type')
  return (isJsonArray(type) ? type : [type]).flatMap((one) =>
    typeof one === 'string' && one !== 'null' ? [one] : [],
  )
}

/** The one type that is not null; undefined for a schema that takes several, or anything. */
function typeOf(schema: JsonObject): string | undefined {
  const types = typesOf(schema)
  return types.length === 1 ? types[0] : undefined
}

/** One of the types that a schema takes, with those of its values that are of it. */
function onlyOf(schema: JsonObject, type: string): JsonObject {
  const { description: _, enum: values, ...rest } = schema
  const isOf = (value: Json): boolean =>
    type === typeof value || (type === 'integer' && Number.isInteger(value))
  return { ...rest, type, ...(isJsonArray(values) ? { enum: values.filter(isOf) } : {}) }
}

function isNullable(schema: JsonObject): boolean {
  const type = ownProperty(schema, 'type')
  return isJsonArray(type) && type.includes('null')
}
