import { type Constraints, type Json, type ScalarName, wireTypeOf } from '@bindery/model'

/** A JSON Schema under construction: plain members, no combinators, no references. */
export interface SchemaParts {
  readonly [member: string]: Json
}

/** The JSON Schema of a scalar as it travels between Bindery and an agent. `any` says nothing. */
export function scalarSchema(scalar: ScalarName): SchemaParts {
  const wire = wireTypeOf(scalar)
  if (wire === 'any') return {}
  const format = formats[scalar]
  return format === undefined ? { type: wire } : { type: wire, ...format }
}

const formats: { readonly [scalar in ScalarName]?: SchemaParts } = {
  int64: { pattern: '^-?[0-9]+$' },
  decimal: { pattern: '^-?[0-9]+(\\.[0-9]+)?$' },
  date: { format: 'date' },
  time: { format: 'time' },
  datetime: { format: 'date-time' },
  duration: { format: 'duration' },
  uuid: { format: 'uuid' },
  email: { format: 'email' },
  uri: { format: 'uri' },
  binary: { contentEncoding: 'base64' },
}

/** The limits that JSON Schema shares. Patterns are left out: dialects differ, and models copy them badly. */
export function limitsSchema(limits: Constraints | undefined): SchemaParts {
  if (limits === undefined) return {}
  const shared = Object.entries(limits).filter(([name]) => name !== 'pattern')
  return Object.fromEntries(shared)
}
