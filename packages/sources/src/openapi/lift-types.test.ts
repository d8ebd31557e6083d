import { describeType, type Field, type Json } from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { introspectText, minimal } from './test-document.ts'

async function fieldsOf(
  schemas: { readonly [name: string]: Json },
  version = '3.1.0',
): Promise<readonly Field[]> {
  const { catalog } = await introspectText(minimal({ openapi: version, components: { schemas } }))
  return catalog.objects.find((object) => object.name === 'T')?.fields ?? []
}

const codesOf = async (content: Json | string): Promise<readonly string[]> => [
  ...new Set((await introspectText(content)).issues.map((issue) => issue.code)),
]

describe('types of fields', () => {
  test.each<[Json, string]>([
    [{ type: 'string' }, 'string'],
    [{ type: 'integer' }, 'integer'],
    [{ type: 'integer', format: 'int64' }, 'int64'],
    [{ type: 'string', format: 'int64' }, 'int64'],
    [{ type: 'number', format: 'decimal' }, 'decimal'],
    [{ type: 'string', format: 'date' }, 'date'],
    [{ type: 'string', format: 'date-time' }, 'datetime'],
    [{ type: 'string', format: 'uuid' }, 'uuid'],
    [{ type: 'string', format: 'email' }, 'email'],
    [{ type: 'string', format: 'uri' }, 'uri'],
    [{ type: 'string', format: 'byte' }, 'binary'],
    [{ type: 'string', contentEncoding: 'base64' }, 'binary'],
    [{ type: ['string', 'null'] }, 'string?'],
    [{ type: 'string', nullable: true }, 'string?'],
    [{ type: ['string', 'integer'] }, 'string | integer'],
    [{ enum: ['a', 'b', null] }, 'enum(a, b)?'],
    [{ const: 'a' }, 'enum(a)'],
    [{ type: 'array', items: { type: 'array', items: { type: 'integer' } } }, 'integer[][]'],
    [{ type: 'array' }, 'any[]'],
    [{ type: 'object' }, 'map<any>'],
    [{ type: 'object', additionalProperties: { type: 'integer' } }, 'map<integer>'],
    [{ patternProperties: { '^x': { type: 'string' } } }, 'map<string>'],
    [{ properties: { a: {} } }, 'T.f'],
    [{ $ref: '#/components/schemas/Other' }, 'Other'],
    [{ $ref: '#/components/schemas/Word' }, 'enum(x, y)'],
    [{ $ref: '#/components/schemas/Other/properties/inner' }, 'Other.inner'],
    [{ $ref: '#/components/schemas/Other', description: 'sibling' }, 'Other'],
    [{ allOf: [{ $ref: '#/components/schemas/Other' }], nullable: true }, 'Other?'],
    [{ allOf: [{ $ref: '#/components/schemas/Other' }, { properties: { more: {} } }] }, 'T.f'],
    [{ allOf: [{ type: 'string' }, { enum: ['a'] }] }, 'enum(a)'],
    [{ oneOf: [{ $ref: '#/components/schemas/Other' }, { type: 'null' }] }, 'Other?'],
    [{ anyOf: [{ type: 'string' }, { $ref: '#/components/schemas/Other' }] }, 'string | Other'],
    [{ anyOf: [{ enum: ['a'] }, { enum: ['b'] }] }, 'enum(a, b)'],
    [{ oneOf: [{ required: ['a'] }, { required: ['b'] }], properties: { a: {}, b: {} } }, 'T.f'],
    [{ oneOf: [{ properties: { a: {} } }, { properties: { b: {} } }] }, 'T.f.option1 | T.f.option2'],
    [{ type: 'String' }, 'string'],
    [true, 'any'],
    [{}, 'any'],
  ])('%j is %s', async (schema, expected) => {
    const schemas = {
      T: { type: 'object', properties: { f: schema } },
      Other: { type: 'object', properties: { inner: { type: 'object', properties: { x: {} } } } },
      Word: { enum: ['x', 'y'] },
    }
    const [field] = await fieldsOf(schemas)
    expect(field && `${describeType(field.type)}${field.nullable ? '?' : ''}`).toBe(expected)
  })

  test('required, default, access, constraints and deprecation are separate facts', async () => {
    const schema = {
      type: 'integer',
      default: 3,
      readOnly: true,
      minimum: 1,
      exclusiveMaximum: true,
      maximum: 9,
      deprecated: true,
    }
    const [field] = await fieldsOf({ T: { required: ['f'], properties: { f: schema } } }, '3.0.0')
    expect(field).toEqual({
      name: 'f',
      type: { kind: 'scalar', scalar: 'integer' },
      nullable: false,
      required: true,
      default: 3,
      access: 'read_only',
      sensitivity: 'none',
      constraints: { minimum: 1, exclusiveMaximum: 9 },
      deprecated: '',
    })
  })

  test('a discriminator keeps its property and the value of every object', async () => {
    const union = {
      oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
      discriminator: { propertyName: 'kind', mapping: { meow: '#/components/schemas/Cat' } },
    }
    const animal = { properties: { kind: { type: 'string' } } }
    const [field] = await fieldsOf({ T: { properties: { f: union } }, Cat: animal, Dog: animal })
    expect(field?.type).toMatchObject({
      discriminator: {
        property: 'kind',
        mapping: [
          { value: 'meow', object: 'Cat' },
          { value: 'Dog', object: 'Dog' },
        ],
      },
    })
  })

  test('an object beside alternatives gives each alternative its fields', async () => {
    const { catalog } = await introspectText(
      minimal({
        components: {
          schemas: {
            T: { properties: { id: {} }, oneOf: [{ properties: { a: {} } }, { properties: { b: {} } }] },
            U: { properties: { t: { $ref: '#/components/schemas/T' } } },
          },
        },
      }),
    )
    const fields = catalog.objects.map((object) => [object.name, object.fields.map((field) => field.name)])
    expect(fields).toEqual([
      ['T.option1', ['a', 'id']],
      ['T.option2', ['b', 'id']],
      ['U', ['t']],
    ])
  })

  test('members of allOf that exclude each other are reported', async () => {
    const schema = {
      allOf: [{ properties: { a: { type: 'string' } } }, { properties: { a: { type: 'boolean' } } }],
    }
    expect(await codesOf(minimal({ components: { schemas: { T: schema } } }))).toEqual(['all_of_conflict'])
  })

  test('fields beside open names keep the type of the open ones', async () => {
    const { catalog } = await introspectText(
      minimal({
        components: { schemas: { T: { properties: { a: {} }, additionalProperties: { type: 'integer' } } } },
      }),
    )
    expect(catalog.objects[0]?.additional).toEqual({
      type: { kind: 'scalar', scalar: 'integer' },
      nullable: false,
    })
  })

  test('a recursive type that is no object is cut and reported', async () => {
    const json = {
      anyOf: [{ type: 'string' }, { type: 'array', items: { $ref: '#/components/schemas/Json' } }],
    }
    expect(await codesOf(minimal({ components: { schemas: { Json: json } } }))).toContain('reference_cycle')
  })
})
