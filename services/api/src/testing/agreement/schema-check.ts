import type { JsonObject } from '@bindery/model'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'

// As the MCP SDK's client sets it up: what this refuses, that client refuses.
const ajv = new Ajv({ strict: false, validateFormats: true, validateSchema: false, allErrors: true })
addFormats.default(ajv)

/** Why a value is not valid under a schema; undefined when it is. */
export function schemaProblem(schema: JsonObject, value: unknown): string | undefined {
  const validate = ajv.compile(schema)
  const isValid = validate(value)
  const problem = isValid ? undefined : ajv.errorsText(validate.errors)
  ajv.removeSchema(schema)
  return problem
}
