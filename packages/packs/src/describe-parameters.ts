import {
  type Binding,
  canonicalParameters,
  type JsonObject,
  sqlFilters,
  sqlKeys,
  fieldConditions,
} from '@bindery/model'

/**
 * What an agent will be asked for, by the names of a binding alone: the shared vocabulary gives type and meaning. A
 * catalog says it exactly, once there is one.
 */
export function describeParameters(binding: Binding): JsonObject {
  const parameters = parametersOf(binding)
  return {
    type: 'object',
    properties: Object.fromEntries(
      parameters.map(({ name, description }) => [name, typeOf(name, description)]),
    ),
    required: parameters.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: false,
  }
}

interface Asked {
  readonly name: string
  readonly required: boolean
  readonly description?: string | undefined
}

function parametersOf({ inputs, inputObjectMap, where, sqlSearch, sqlWrite }: Binding): readonly Asked[] {
  const asked: readonly Asked[] = [
    ...inputs.flatMap(({ param, required, description }) =>
      param === undefined ? [] : [{ name: param, required: required === true, description }],
    ),
    ...fieldConditions({ where }).flatMap(({ param, optional, description }) =>
      param === undefined ? [] : [{ name: param, required: optional !== true, description }],
    ),
    ...inputObjectMap.flatMap(({ param }) => (param === undefined ? [] : [{ name: param, required: false }])),
    ...[
      ...(sqlSearch === undefined ? [] : sqlFilters(sqlSearch)),
      ...(sqlWrite === undefined ? [] : sqlKeys(sqlWrite)),
    ].flatMap(({ param }) => (param === undefined ? [] : [{ name: param, required: true }])),
    ...(sqlWrite?.columns ?? []).flatMap(({ param }) =>
      param === undefined ? [] : [{ name: param, required: false }],
    ),
  ]
  return asked.filter(({ name }, at) => asked.findIndex((other) => other.name === name) === at)
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
