import { describeType, isJsonArray, type Json, type TypeRef } from '@bindery/model'

/** What stands in a preview for a value that is not known yet. */
export interface Place {
  readonly value: Json
  /** What of the value nothing else in the request is. Absent for types of few values. */
  readonly token?: string | number
  /** `{caller.id: text}`. */
  readonly shown: string
}

/** The place of the value of an earlier step, the `at`-th of its step. */
export function placeFor(name: string, type: TypeRef | undefined, at: number): Place {
  const shown = `{${name}${type === undefined ? '' : `: ${describeType(type)}`}}`
  if (type === undefined) return { value: null, shown }
  const value = valueOf(type, at)
  const token = isJsonArray(value) ? value[0] : value
  const isKnown = (typeof token === 'string' || typeof token === 'number') && type.kind !== 'enum'
  return { value, shown, ...(isKnown ? { token } : {}) }
}

function valueOf(type: TypeRef, at: number): Json {
  switch (type.kind) {
    case 'enum':
      return type.values[0] ?? null
    case 'list':
      return [valueOf(type.items, at)]
    case 'scalar':
      return scalarOf(type.scalar, at)
    case 'union':
      return type.members[0] === undefined ? null : valueOf(type.members[0], at)
    case 'object':
    case 'map':
      return {}
  }
}

function scalarOf(scalar: Extract<TypeRef, { readonly kind: 'scalar' }>['scalar'], at: number): Json {
  const number = 9_731_640_250 + at
  switch (scalar) {
    case 'integer':
      return number
    case 'number':
      return number
    case 'int64':
    case 'decimal':
      return String(number)
    case 'boolean':
      return true
    case 'date':
      return `2291-07-${String(10 + at)}`
    case 'datetime':
      return `2291-07-${String(10 + at)}T03:17:41Z`
    case 'time':
      return `03:17:${String(41 + at)}`
    case 'duration':
      return `P${String(number)}D`
    case 'uuid':
      return `9f31d7a0-5c1e-4b7a-8e21-${String(number).padStart(12, '0')}`
    case 'email':
      return `place-${String(number)}@bindery.invalid`
    case 'uri':
      return `https://bindery.invalid/${String(number)}`
    case 'phone':
      return `+${String(number)}`
    case 'binary':
      return Buffer.from(`place-${String(number)}`).toString('base64')
    case 'string':
    case 'any':
      return `place-${String(number)}`
  }
}
