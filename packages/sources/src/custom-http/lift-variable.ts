import { type Field, type ObjectType, scalarType, type ScalarName, type TypeRef } from '@bindery/model'
import type { UniqueNames } from '../json-schema/unique-names.ts'
import type { VariableShape } from './action.ts'

/** Where objects that a shape names are put. */
export interface ObjectSink {
  readonly objects: ObjectType[]
  readonly names: UniqueNames
}

const scalars: Readonly<Record<Exclude<VariableShape['type'], 'array' | 'object'>, ScalarName>> = {
  string: 'string',
  integer: 'integer',
  float: 'number',
  boolean: 'boolean',
  date: 'date',
  email: 'email',
  phone: 'phone',
}

export const scalarOf = (type: keyof typeof scalars): TypeRef => scalarType(scalars[type])

/** The type of a variable; objects with described members get a name of their own. */
export function liftShape(shape: VariableShape, wanted: string, sink: ObjectSink): TypeRef {
  switch (shape.type) {
    case 'array':
      return {
        kind: 'list',
        items: shape.items === undefined ? scalarType('any') : liftShape(shape.items, `${wanted}.item`, sink),
        itemsNullable: false,
      }
    case 'object':
      return shape.properties === undefined
        ? { kind: 'map', values: scalarType('any'), valuesNullable: true }
        : liftObject(shape.properties, wanted, sink)
    case 'string':
    case 'integer':
    case 'float':
    case 'boolean':
    case 'date':
    case 'email':
    case 'phone':
      return shape.allowedValues === undefined
        ? scalarOf(shape.type)
        : { kind: 'enum', scalar: scalars[shape.type], values: shape.allowedValues }
  }
}

function liftObject(
  properties: NonNullable<VariableShape['properties']>,
  wanted: string,
  sink: ObjectSink,
): TypeRef {
  const name = sink.names.take(wanted, 'free')
  const fields = Object.entries(properties).map(
    ([member, shape]): Field => ({
      name: member,
      type: liftShape(shape, `${name}.${member}`, sink),
      nullable: false,
      required: shape.required === true,
      access: 'read_write',
      sensitivity: 'none',
      ...(shape.description === undefined ? {} : { description: shape.description }),
    }),
  )
  sink.objects.push({
    name,
    origin: 'inline',
    fields,
    key: [],
    indexes: [],
    provenance: `#/actions/${wanted}`,
  })
  return { kind: 'object', name }
}
