import { isJsonArray, isJsonObject, type Json, type JsonObject } from '@bindery/model'

/** Levels of a schema that are read; what is deeper accepts anything, as a schema without words does. */
const deepest = 200

/**
 * A schema of Google's Discovery format as JSON Schema. Every part stays where it was, so that addresses hold: `$ref`
 * names a schema, `required` and `repeated` are booleans, `any` is a type, bounds and defaults are texts.
 */
export function toJsonSchema(schema: Json, depth = 0): Json {
  if (!isJsonObject(schema) || depth > deepest) return {}
  const reference = schema['$ref']
  if (typeof reference === 'string') return { ...annotationsOf(schema), $ref: referenceTo(reference) }
  const { repeated: _repeated, ...item } = schema
  if (schema['repeated'] === true) {
    return { ...annotationsOf(schema), type: 'array', items: toJsonSchema(item, depth + 1) }
  }
  return { ...annotationsOf(schema), ...typeOf(schema), ...boundsOf(schema), ...partsOf(schema, depth) }
}

/** Where a schema of that name is in the document. */
export function referenceTo(name: string): string {
  const escaped = name.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('%', '%25')
  return name.startsWith('#') ? name : `#/schemas/${escaped}`
}

const annotations = ['description', 'title', 'readOnly', 'deprecated'] as const

function annotationsOf(schema: JsonObject): Record<string, Json> {
  return pick(schema, annotations)
}

function typeOf(schema: JsonObject): Record<string, Json> {
  const { type } = schema
  const kept = pick(schema, ['format', 'enum', 'pattern'])
  return type === undefined || type === 'any' ? kept : { ...kept, type }
}

/** Numbers are written as texts, defaults of every type too. */
function boundsOf(schema: JsonObject): Record<string, Json> {
  const bounds = ['minimum', 'maximum', 'minLength', 'maxLength'].flatMap((name): [string, Json][] => {
    const value = toNumber(schema[name])
    return value === undefined ? [] : [[name, value]]
  })
  const value = defaultOf(schema)
  return Object.fromEntries(value === undefined ? bounds : [...bounds, ['default', value]])
}

function toNumber(value: Json | undefined): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

function defaultOf({ type, default: value }: JsonObject): Json | undefined {
  if (typeof value !== 'string') return value
  if (type === 'boolean') return value === 'true' ? true : value === 'false' ? false : undefined
  return type === 'integer' || type === 'number' ? toNumber(value) : value
}

function partsOf(schema: JsonObject, depth: number): Record<string, Json> {
  const { properties, items, additionalProperties } = schema
  const required = requiredOf(properties)
  return {
    ...(items === undefined ? {} : { items: toJsonSchema(items, depth + 1) }),
    ...(additionalProperties === undefined
      ? {}
      : { additionalProperties: toJsonSchema(additionalProperties, depth + 1) }),
    ...(properties !== undefined && isJsonObject(properties)
      ? { properties: mapMembers(properties, (property) => toJsonSchema(property, depth + 1)) }
      : {}),
    ...(required.length === 0 ? {} : { required }),
    ...variantsOf(schema['variant']),
  }
}

function requiredOf(properties: Json | undefined): readonly string[] {
  if (properties === undefined || !isJsonObject(properties)) return []
  return Object.entries(properties).flatMap(([name, property]) =>
    property !== undefined && isJsonObject(property) && property['required'] === true ? [name] : [],
  )
}

/** Alternatives that one property tells apart. */
function variantsOf(variant: Json | undefined): Record<string, Json> {
  if (variant === undefined || !isJsonObject(variant)) return {}
  const { discriminant, map } = variant
  const entries = (map !== undefined && isJsonArray(map) ? map : []).flatMap((entry): [string, string][] => {
    if (!isJsonObject(entry)) return []
    const { type_value: value, $ref: reference } = entry
    return typeof value === 'string' && typeof reference === 'string' ? [[value, referenceTo(reference)]] : []
  })
  if (typeof discriminant !== 'string' || entries.length === 0) return {}
  return {
    oneOf: entries.map(([, $ref]) => ({ $ref })),
    discriminator: { propertyName: discriminant, mapping: Object.fromEntries(entries) },
  }
}

/** Members changed one by one; a name like `__proto__` stays a name. */
export function mapMembers(value: JsonObject, change: (member: Json, name: string) => Json): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, change(member ?? null, name)] as const),
  )
}

function pick(value: JsonObject, names: readonly string[]): Record<string, Json> {
  return Object.fromEntries(
    names.flatMap((name): [string, Json][] => {
      const member = value[name]
      return member === undefined ? [] : [[name, member]]
    }),
  )
}
