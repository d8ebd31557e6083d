import {
  type AnyBinding,
  canonicalParameters,
  isStepsBinding,
  type JsonObject,
  parameterUses,
} from '@bindery/model'

/**
 * What an agent will be asked for, by the names of a binding alone: the shared vocabulary gives type and meaning. A
 * catalog says it exactly, once there is one.
 */
export function describeParameters(binding: AnyBinding): JsonObject {
  const uses = usesOf(binding)
  const names = [...new Set(uses.map(({ param }) => param))]
  const described = (name: string): string | undefined =>
    uses.find(({ param, description }) => param === name && description !== undefined)?.description
  return {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, typeOf(name, described(name))])),
    required: names.filter((name) => uses.some(({ param, isRequired }) => param === name && isRequired)),
    additionalProperties: false,
  }
}

/** A step is asked for what the operation that it calls would be asked for; what earlier steps give it has no name. */
const usesOf = (binding: AnyBinding) =>
  isStepsBinding(binding)
    ? binding.steps.flatMap((step) => parameterUses({ ...step, sqlSearch: undefined }))
    : parameterUses(binding)

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
