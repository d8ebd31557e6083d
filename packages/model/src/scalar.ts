/**
 * What one leaf value means. `int64` and `decimal` and everything from `date` on travel as JSON strings, so that no
 * value changes between provider and agent; `integer` is within ±(2^53-1); `number` is an IEEE double; `any` is JSON
 * that the provider does not describe.
 */
export const scalarNames = [
  'string',
  'boolean',
  'integer',
  'number',
  'int64',
  'decimal',
  'date',
  'time',
  'datetime',
  'duration',
  'uuid',
  'email',
  'phone',
  'uri',
  'binary',
  'any',
] as const

export type ScalarName = (typeof scalarNames)[number]

/** The JSON type of a scalar on the wire between Bindery and an agent. */
export type WireType = 'string' | 'boolean' | 'integer' | 'number' | 'any'

/** The wire type of a scalar: all text-like ones, `int64` and `decimal` included, are strings. */
export function wireTypeOf(scalar: ScalarName): WireType {
  switch (scalar) {
    case 'boolean':
    case 'integer':
    case 'number':
    case 'any':
      return scalar
    case 'string':
    case 'int64':
    case 'decimal':
    case 'date':
    case 'time':
    case 'datetime':
    case 'duration':
    case 'uuid':
    case 'email':
    case 'phone':
    case 'uri':
    case 'binary':
      return 'string'
  }
}

/** True for scalars whose values are numbers, whatever their wire type. */
export function isNumeric(scalar: ScalarName): boolean {
  return scalar === 'integer' || scalar === 'number' || scalar === 'int64' || scalar === 'decimal'
}
