import { type JsonObject, objectFrom, type Output, type OutputType, type ValueOutput } from '@bindery/model'
import { scalarSchema, type SchemaParts } from './scalar-schema.ts'

/** The JSON Schema of what a skill returns: every leaf is present; null where the provider has nothing. */
export function outputSchema(outputs: readonly Output[]): JsonObject {
  return objectSchema(outputs.map((output) => [output.leaf, leafSchema(output)]))
}

function leafSchema(output: Output): JsonObject {
  if (output.kind === 'value') return valueSchema(output)
  const items = objectSchema(output.fields.map((field) => [field.leaf, valueSchema(field)]))
  return { type: output.nullable ? ['array', 'null'] : 'array', maxItems: output.max, items }
}

function objectSchema(properties: readonly (readonly [string, JsonObject])[]): JsonObject {
  return {
    type: 'object',
    properties: objectFrom(properties),
    required: properties.map(([name]) => name),
    additionalProperties: false,
  }
}

function valueSchema({ type, nullable }: ValueOutput): JsonObject {
  const schema = typeSchema(type)
  if (!nullable || schema['type'] === undefined) return schema
  return {
    ...schema,
    type: [schema['type'], 'null'],
    ...(type.kind === 'enum' ? { enum: [...type.values, null] } : {}),
  }
}

function typeSchema(type: OutputType): SchemaParts {
  switch (type.kind) {
    case 'scalar':
      return scalarSchema(type.scalar)
    case 'enum':
      return { ...scalarSchema(type.scalar), enum: type.values }
    case 'list':
      return { type: 'array', items: typeSchema(type.items) }
  }
}
