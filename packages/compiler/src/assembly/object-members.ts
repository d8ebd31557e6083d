import {
  type Field,
  isJsonObject,
  type JsonObject,
  objectFrom,
  type ObjectType,
  ownProperty,
  type SkillParameter,
  type TypeRef,
} from '@bindery/model'
import { allowNull, typeSchema } from './parameters-schema.ts'
import { type SchemaParts, withLimits } from './scalar-schema.ts'

type Find = (name: string) => ObjectType | undefined

const mostCharacters = 6_000
const longestText = 200

/**
 * A parameters schema whose objects show their members, as deep as a prompt can carry: objects over 6,000 characters are
 * told to fewer levels, and one that still is too long stays as it was, as does one of which nothing is known.
 */
export function withMembers(
  schema: JsonObject,
  parameters: readonly SkillParameter[],
  find: Find,
): JsonObject {
  const properties = ownProperty(schema, 'properties')
  if (!isJsonObject(properties)) return schema
  const types = new Map(
    parameters.flatMap(({ name, type, members }) => (members === undefined ? [[name, type] as const] : [])),
  )
  const told = Object.entries(properties).map(([name, property]) => {
    const type = types.get(name)
    const members = type === undefined ? undefined : membersOf(type, find)
    return [
      name,
      members === undefined || !isJsonObject(property) ? property : { ...property, ...members },
    ] as const
  })
  return { ...schema, properties: objectFrom(told) }
}

/** What a schema of this type gains; undefined for a type without objects. */
function membersOf(type: TypeRef, find: Find): SchemaParts | undefined {
  for (const deepest of [4, 2, 1]) {
    const members = tell(type, { find, deepest, names: [] })
    if (members === undefined || JSON.stringify(members).length <= mostCharacters) return members
  }
  return undefined
}

interface Within {
  readonly find: Find
  readonly deepest: number
  /** The objects on the way, so that one that holds itself ends. */
  readonly names: readonly string[]
}

/** Lists and maps keep their own form, however many lie around the object. */
function tell(type: TypeRef, within: Within): SchemaParts | undefined {
  switch (type.kind) {
    case 'list':
      return around('items', type.items, within)
    case 'map':
      return around('additionalProperties', type.values, within)
    case 'object':
      return tellObject(type.name, within)
    case 'scalar':
    case 'enum':
    case 'union':
      return undefined
  }
}

function around(
  member: 'items' | 'additionalProperties',
  inner: TypeRef,
  within: Within,
): SchemaParts | undefined {
  const told = tell(inner, within)
  return told === undefined
    ? undefined
    : { [member]: { type: inner.kind === 'list' ? 'array' : 'object', ...told } }
}

function tellObject(name: string, within: Within): SchemaParts | undefined {
  if (within.names.includes(name) || within.names.length >= within.deepest) return undefined
  const fields = (within.find(name)?.fields ?? []).filter(({ access }) => access !== 'read_only')
  if (fields.length === 0) return undefined
  const inner = { ...within, names: [...within.names, name] }
  const required = fields.filter((field) => field.required && field.default === undefined)
  return {
    properties: objectFrom(fields.map((field) => [field.name, memberSchema(field, inner)])),
    ...(required.length === 0 ? {} : { required: required.map((field) => field.name) }),
    additionalProperties: false,
  }
}

function memberSchema({ type, nullable, description, constraints }: Field, within: Within): SchemaParts {
  const members = tell(type, within) ?? {}
  const { description: said, ...plain } = withLimits(typeSchema(type), constraints)
  const text = description?.slice(0, longestText).toWellFormed() ?? said
  const whole = { ...(nullable ? allowNull(plain) : plain), ...members }
  return text === undefined ? whole : { ...whole, description: text }
}
