import { type Constraints, type Json, type ScalarName, textForms, wireTypeOf } from '@bindery/model'

/** A JSON Schema under construction: plain members, no combinators, no references. */
export interface SchemaParts {
  readonly [member: string]: Json
}

/** The JSON Schema of a scalar that an agent gives. `any` says nothing. */
export function scalarSchema(scalar: ScalarName): SchemaParts {
  const wire = wireTypeOf(scalar)
  if (wire === 'any') return {}
  return { type: wire, ...textForms[scalar], ...(scalar === 'binary' ? { contentEncoding: 'base64' } : {}) }
}

/**
 * A schema with the limits that JSON Schema shares; the narrower of two lengths counts. Patterns of providers are left
 * out: dialects differ, and models copy them badly.
 */
export function withLimits(schema: SchemaParts, limits: Constraints | undefined): SchemaParts {
  if (limits === undefined) return schema
  const { pattern: _pattern, ...shared } = limits
  const { maxLength } = schema
  return typeof maxLength === 'number' && (shared.maxLength ?? maxLength) >= maxLength
    ? { ...schema, ...shared, maxLength }
    : { ...schema, ...shared }
}
