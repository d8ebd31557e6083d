import { expect, test } from 'vitest'
import { z } from 'zod'
import { SchemaComponents } from './schema-components.ts'

const Part = z.strictObject({ id: z.string(), $ref: z.string() }).meta({ id: 'Part' })

/** Members that are called as words of JSON Schema are, and data that looks like a schema. */
const Whole = z
  .strictObject({
    id: z.string(),
    type: z.enum(['a', 'b']),
    anyOf: z.array(Part),
    settings: z.record(z.string(), z.unknown()).default({ type: 'object', id: 'kept', $ref: '#/$defs/Part' }),
    pinned: z.literal('#/$defs/Part'),
  })
  .meta({ id: 'Whole' })

function componentsOf(side: 'input' | 'output') {
  const components = new SchemaComponents()
  components.collect(z.strictObject({ whole: Whole }), side)
  return components.components()
}

test('a component keeps every member, whatever it is called, and no id of its own', () => {
  expect(componentsOf('input')).toEqual({
    Part: {
      type: 'object',
      properties: { id: { type: 'string' }, $ref: { type: 'string' } },
      required: ['id', '$ref'],
      additionalProperties: false,
    },
    Whole: {
      type: 'object',
      properties: {
        id: { type: 'string' },
        type: { type: 'string', enum: ['a', 'b'] },
        anyOf: { type: 'array', items: { $ref: '#/components/schemas/Part' } },
        settings: {
          type: 'object',
          propertyNames: { type: 'string' },
          additionalProperties: {},
          default: { type: 'object', id: 'kept', $ref: '#/$defs/Part' },
        },
        pinned: { type: 'string', const: '#/$defs/Part' },
      },
      required: ['id', 'type', 'anyOf', 'pinned'],
      additionalProperties: false,
    },
  })
})
