import { type Binding, canonicalParameters, type JsonObject, parameterUses } from '@bindery/model'

/**
 * What an agent will be asked for, by the names of a binding alone: the shared vocabulary gives type and meaning. A
 * catalog says it exactly, once there is one.
 */
export function describeParameters(binding: Binding): JsonObject {
  const uses = parameterUses(binding)
  const parameters = uses.filter(({ param }, at) => uses.findIndex((other) => other.param === param) === at)
  return {
    type: 'object',
    properties: Object.fromEntries(
      parameters.map(({ param, description }) => [param, typeOf(param, description)]),
    ),
    required: parameters.filter(({ isRequired }) => isRequired).map(({ param }) => param),
    additionalProperties: false,
  }
}

const jsonTypes: Readonly<Record<string, string>> = {
  integer: 'integer',
  float: 'number',
  boolean: 'boolean',
}

function typeOf(name: string, description: string | undefined): JsonObject {
  const known = canonicalParameters.find((parameter) => parameter.name === name)
  const text = description ?? known?.description
  return {
    type: jsonTypes[known?.scalar ?? ''] ?? 'string',
    ...(text === undefined ? {} : { description: text }),
  }
}
