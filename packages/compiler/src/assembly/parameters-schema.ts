import {
  describeType,
  type EnumType,
  isJsonArray,
  isListed,
  type JsonObject,
  objectFrom,
  type SkillParameter,
  type TypeRef,
} from '@bindery/model'
import { scalarSchema, type SchemaParts, withLimits } from './scalar-schema.ts'

/**
 * One flat object, as every model API understands it: no references, nothing beyond what is declared, nothing that the
 * platform fills, and `anyOf` only where a place takes several forms that one list of types cannot tell apart. Whatever it
 * allows, the check of a run takes (I-JSON, RFC 7493: no number beyond 2^53, no broken text; and no NUL).
 * Names keep the order of the binding; `required` is left out when empty.
 */
export function parametersSchema(parameters: readonly SkillParameter[]): JsonObject {
  const asked = parameters.filter((parameter) => parameter.origin === undefined)
  const required = asked.filter((parameter) => parameter.required).map((parameter) => parameter.name)
  return {
    type: 'object',
    properties: objectFrom(asked.map((parameter) => [parameter.name, parameterSchema(parameter)])),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  }
}

function parameterSchema(parameter: SkillParameter): JsonObject {
  const { type, nullable, constraints, description, example } = parameter
  const { members } = parameter
  const plain: SchemaParts =
    members === undefined ? typeSchema(type) : { type: 'array', items: parametersSchema(members) }
  const schema = withLimits(plain, constraints)
  const note = type.kind === 'enum' && !isListed(type) ? noteOf(type) : undefined
  const text = [description, note].filter((part) => part !== undefined).join(' ')
  return {
    ...(nullable ? allowNull(schema) : schema),
    ...(text === '' ? {} : { description: text }),
    ...(parameter.default === undefined ? {} : { default: parameter.default }),
    ...(example === undefined ? {} : { examples: [example] }),
  }
}

export function typeSchema(type: TypeRef): SchemaParts {
  switch (type.kind) {
    case 'scalar':
      return scalarSchema(type.scalar)
    case 'enum':
      return isListed(type) ? { type: typeOfValues(type), enum: type.values } : scalarSchema(type.scalar)
    case 'list':
      return { type: 'array', items: typeSchema(type.items) }
    case 'object':
      return { type: 'object', description: `${describeType(type)}, as the provider defines it` }
    case 'map':
      return {
        type: 'object',
        description: `${describeType(type)}, as the provider defines it`,
        additionalProperties: typeSchema(type.values),
      }
    case 'union':
      return unionSchema(type.members.map(typeSchema))
  }
}

/** What the values themselves are, whatever scalar they spell. */
function typeOfValues({ values }: EnumType): string | readonly string[] {
  const kinds = new Set(values.map((value) => (Number.isInteger(value) ? 'integer' : typeof value)))
  const [only = 'string', ...more] = kinds
  return more.length === 0 ? only : [only, ...more]
}

/** One list of types where the members are no more than that, one list of values where all have one; else `anyOf`. */
function unionSchema(members: readonly SchemaParts[]): SchemaParts {
  if (members.some((member) => Object.keys(member).length === 0)) return {}
  const types = [...new Set(members.flatMap(({ type }) => type ?? []))]
  if (members.every((member) => Object.keys(member).length === 1 && 'type' in member)) return { type: types }
  const values = members.map((member) => member['enum'])
  if (values.every((list) => list !== undefined)) return { type: types, enum: [...new Set(values.flat())] }
  return { anyOf: members }
}

export function allowNull(schema: SchemaParts): SchemaParts {
  const { type, enum: values, anyOf } = schema
  return {
    ...schema,
    ...(isJsonArray(anyOf) ? { anyOf: [...anyOf, { type: 'null' }] } : {}),
    ...(type === undefined ? {} : { type: [type, 'null'].flat() }),
    ...(isJsonArray(values) ? { enum: [...values, null] } : {}),
  }
}

function noteOf(type: EnumType): string {
  const shown = type.values.slice(0, 20).map(String).join(', ')
  return `One of ${type.values.length} values: ${shown} and more.`
}
