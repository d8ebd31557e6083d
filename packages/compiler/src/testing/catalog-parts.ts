import {
  type Argument,
  type Field,
  type ObjectType,
  type Operation,
  scalarType,
  type TypeRef,
} from '@bindery/model'

/** Parts of catalogs, with what they need and nothing else. */

export const text = scalarType('string')
export const integer = scalarType('integer')
export const ref = (name: string): TypeRef => ({ kind: 'object', name })
export const listOf = (items: TypeRef): TypeRef => ({ kind: 'list', items, itemsNullable: false })

export function field(name: string, type: TypeRef = text, more: Partial<Field> = {}): Field {
  return { name, type, required: true, nullable: false, access: 'read_write', sensitivity: 'none', ...more }
}

export function object(name: string, fields: readonly Field[], more: Partial<ObjectType> = {}): ObjectType {
  return { name, origin: 'named', fields, key: [], indexes: [], provenance: `#/${name}`, ...more }
}

export function argument(name: string, place: string, more: Partial<Argument> = {}): Argument {
  return {
    name,
    place,
    type: text,
    nullable: false,
    required: false,
    sensitivity: 'none',
    provenance: `#/${name}`,
    ...more,
  }
}

export function operation(name: string, more: Partial<Operation>): Operation {
  return {
    name,
    effect: 'read',
    effectOrigin: 'declared',
    groups: [],
    arguments: [],
    availability: { status: 'bindable' },
    security: [],
    call: { name },
    provenance: `#/${name}`,
    ...more,
  }
}

export const state: TypeRef = { kind: 'enum', scalar: 'string', values: ['open', 'pending', 'closed'] }
