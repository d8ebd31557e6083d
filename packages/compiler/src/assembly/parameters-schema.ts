import {
  describeType,
  type EnumType,
  isJsonArray,
  type JsonObject,
  objectFrom,
  type SkillParameter,
  type TypeRef,
} from '@bindery/model'
import { limitsSchema, scalarSchema, type SchemaParts } from './scalar-schema.ts'

/** Values of an enumeration that a prompt can carry; of longer ones the rest is only said to exist. */
const maxEnumValues = 100

/**
 * One flat object, as every model API understands it: no combinators, no references, nothing beyond what is declared, and
 * nothing that the platform fills.
 * Names keep the order of the binding; `required` is left out when empty.
 */
export function parametersSchema(parameters: readonly SkillParameter[]): JsonObject {
  const asked = parameters.filter((parameter) => parameter.origin !== 'context')
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
  const schema = { ...typeSchema(type), ...limitsSchema(constraints) }
  const note = type.kind === 'enum' && type.values.length > maxEnumValues ? noteOf(type) : undefined
  const text = [description, note].filter((part) => part !== undefined).join(' ')
  return {
    ...(nullable ? allowNull(schema) : schema),
    ...(text === '' ? {} : { description: text }),
    ...(parameter.default === undefined ? {} : { default: parameter.default }),
    ...(example === undefined ? {} : { examples: [example] }),
  }
}

function typeSchema(type: TypeRef): SchemaParts {
  switch (type.kind) {
    case 'scalar':
      return scalarSchema(type.scalar)
    case 'enum':
      return {
        ...scalarSchema(type.scalar),
        ...(type.values.length > maxEnumValues ? {} : { enum: type.values }),
      }
    case 'list':
      return { type: 'array', items: typeSchema(type.items) }
    case 'object':
    case 'map':
      return { type: 'object', description: `${describeType(type)}, as the provider defines it` }
    case 'union':
      return {}
  }
}

function allowNull(schema: SchemaParts): SchemaParts {
  const { type, enum: values } = schema
  return {
    ...schema,
    ...(type === undefined ? {} : { type: [type, 'null'] }),
    ...(isJsonArray(values) ? { enum: [...values, null] } : {}),
  }
}

function noteOf(type: EnumType): string {
  const shown = type.values.slice(0, 20).map(String).join(', ')
  return `One of ${type.values.length} values: ${shown} and more.`
}
