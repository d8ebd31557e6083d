import { type BindingInputDocument, scalarType, type SchemaCatalog } from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { compile } from '../compile.ts'
import { fromStrict, toStrict } from '../strict-schema.ts'
import {
  argument,
  field,
  integer,
  listOf,
  object,
  operation,
  ref,
  state,
  text,
} from '../testing/catalog-parts.ts'
import { codesOf, inputOf, issuesOf, testCatalog } from '../testing/test-catalog.ts'

const optional = { required: false } as const

const catalog: SchemaCatalog = {
  ...testCatalog,
  objects: [
    ...testCatalog.objects,
    object('NewOrder', [
      field('note', text, optional),
      field('line_items', listOf(ref('NewLine'))),
      field('tags', listOf(text), optional),
    ]),
    object('LineProduct', [field('name', text, optional)]),
    object('NewLine', [
      field('sku', text, { constraints: { maxLength: 12 } }),
      field('quantity', integer, { constraints: { minimum: 1 } }),
      field('currency', { kind: 'enum', scalar: 'string', values: ['EUR'] }),
      field('state', state, optional),
      field('price', scalarType('decimal'), optional),
      field('product', ref('LineProduct'), optional),
      field('ssn', text, { sensitivity: 'government_id', ...optional }),
      field('id', integer, { access: 'read_only', ...optional }),
    ]),
  ],
  operations: [
    ...testCatalog.operations,
    operation('createOrder', {
      effect: 'create',
      arguments: [argument('body', 'body', { type: ref('NewOrder'), required: true })],
      inputArgument: 'body',
      returns: { type: ref('Ticket'), nullable: false },
    }),
  ],
}

type Entry = NonNullable<BindingInputDocument['inputObjectMap']>[number]

const rows: Entry = {
  field: 'line_items',
  each: 'items',
  max: 3,
  description: 'What is ordered',
  fields: [
    { field: 'sku', name: 'sku' },
    { field: 'quantity', name: 'quantity', description: 'How many', default: 1 },
    { field: 'product.name', name: 'label', required: false },
  ],
}

const order = (change: Partial<Entry> = {}, ...more: readonly Entry[]): BindingInputDocument => ({
  operation: 'createOrder',
  toolName: 'Create order',
  inputObjectMap: [{ ...rows, ...change }, ...more],
  projection: [{ path: 'id', leaf: 'ticket_id' }],
})

describe('each-row', () => {
  test('a name that leads nowhere is told with the rows, and near ones with the whole way to them', () => {
    const fields = [...(rows.fields ?? []), { field: 'skuu', name: 'a' }, { field: 'product.nam', name: 'b' }]
    const errors = issuesOf(order({ fields }), { catalog }).filter(({ severity }) => severity === 'error')
    const told = errors.map(({ message, fixes }) => [message, fixes?.map(({ title }) => title)])
    expect(told).toEqual([
      [
        'Rows of "body.line_items" have no field "skuu". Did you mean "sku"?',
        ['Use "sku"', 'Remove the entry for "skuu"'],
      ],
      [
        'Rows of "body.line_items" have no field "product.nam". Did you mean "product.name"?',
        ['Use "product.name"', 'Remove the entry for "product.nam"'],
      ],
    ])
  })

  test.each<[string, BindingInputDocument, readonly string[]]>([
    ['rows of a list', order(), []],
    [
      'a field that leads nowhere',
      order({ fields: [...(rows.fields ?? []), { field: 'skuu', name: 'other' }] }),
      ['argument_unknown inputObjectMap/0/fields/3/field'],
    ],
    [
      'a member that every row needs',
      order({ fields: [{ field: 'quantity', const: 1 }] }),
      ['input_required_unbound inputObjectMap/0/fields'],
    ],
    [
      'one that the caller may leave out',
      order({
        fields: [
          { field: 'sku', name: 'sku', required: false },
          { field: 'quantity', const: 1 },
        ],
      }),
      ['input_required_unbound inputObjectMap/0/fields/0'],
    ],
    [
      'a field that no write takes',
      order({ fields: [...(rows.fields ?? []), { field: 'ssn', name: 'ssn' }] }),
      ['sensitive_field inputObjectMap/0/fields/3/field'],
    ],
    [
      'a field that the provider sets',
      order({ fields: [...(rows.fields ?? []), { field: 'id', name: 'line_id' }] }),
      ['path_forbidden inputObjectMap/0/fields/3/field'],
    ],
    [
      'a constant that does not fit',
      order({ fields: [...(rows.fields ?? []), { field: 'state', const: 'lost' }] }),
      ['enum_mismatch inputObjectMap/0/fields/3/const'],
    ],
    [
      'neither a name nor a constant',
      order({ fields: [...(rows.fields ?? []), { field: 'state' }] }),
      ['param_and_const inputObjectMap/0/fields/3'],
    ],
    [
      'a place that is no list of objects',
      order({ field: 'tags' }),
      ['input_required_unbound inputObjectMap', 'each_invalid inputObjectMap/0/each'],
    ],
    [
      'rows without fields',
      { ...order(), inputObjectMap: [{ field: 'line_items', each: 'items' }] },
      [
        'each_invalid inputObjectMap/0',
        'input_required_unbound inputObjectMap/0/fields',
        'input_required_unbound inputObjectMap/0/fields',
      ],
    ],
    ['rows and a parameter', order({ param: 'lines' }), ['each_invalid inputObjectMap/0/param']],
    [
      'fields without rows',
      order({}, { field: 'note', param: 'note', fields: [{ field: 'x', const: 1 }] }),
      ['each_invalid inputObjectMap/1/fields'],
    ],
    [
      'rows that fill another place too',
      order({}, { field: 'note', param: 'items' }),
      ['each_invalid inputObjectMap/0/each', 'type_mismatch inputObjectMap/1/field'],
    ],
  ])('%s', (_, binding, codes) => {
    expect([...new Set(codesOf(binding, { catalog }))]).toEqual([...new Set(codes)])
  })

  test('scoping takes a field of a row away as any other', () => {
    const scoping = { blockedObjects: [], blockedFields: ['NewLine.quantity'] }
    expect(codesOf(order(), { catalog, scoping })).toContain('scoped_out inputObjectMap/0/fields/1/field')
  })

  test('a fix adds the field to the row', () => {
    const [issue] = issuesOf(order({ fields: [{ field: 'quantity', const: 1 }] }), { catalog })
    expect(issue?.fixes).toEqual([
      {
        title: 'Ask the agent for "sku"',
        patch: [{ op: 'add', path: '/inputObjectMap/0/fields/-', value: { field: 'sku', name: 'sku' } }],
      },
    ])
  })
})

describe('a skill with rows as input', () => {
  const compiled = compile(inputOf(order(), { catalog }))
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.failure))
  const { skill } = compiled.value

  test('is of the second format, and one without them of the first', () => {
    const plain = compile(
      inputOf({ ...order(), inputObjectMap: [{ field: 'line_items', param: 'lines' }] }, { catalog }),
    )
    expect([skill.formatVersion, plain.ok && plain.value.skill.formatVersion]).toEqual([2, 1])
  })

  test('takes one parameter: a list of closed flat objects, without combinators', () => {
    expect(skill.parametersSchema).toEqual({
      type: 'object',
      properties: {
        items: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              sku: expect.objectContaining({ type: 'string', maxLength: 12 }),
              quantity: expect.objectContaining({
                type: 'integer',
                minimum: 1,
                default: 1,
                description: 'How many',
              }),
              label: expect.objectContaining({ type: 'string' }),
            },
            required: ['sku'],
            additionalProperties: false,
          },
          maxItems: 3,
          description: 'What is ordered',
        },
      },
      required: ['items'],
      additionalProperties: false,
    })
    expect(JSON.stringify(skill.parametersSchema)).not.toMatch(/anyOf|oneOf|allOf|\$ref/)
  })

  test('its strict form is read as what a model meant', () => {
    const strict = toStrict(skill.parametersSchema)
    expect(JSON.stringify(strict)).not.toMatch(/anyOf|oneOf|allOf|\$ref/)
    const written = {
      items: [
        { sku: 'a', quantity: 2, label: null },
        { sku: 'b', quantity: null, label: 'Red' },
      ],
    }
    expect(fromStrict(skill.parametersSchema, written)).toEqual({
      items: [
        { sku: 'a', quantity: 2 },
        { sku: 'b', label: 'Red' },
      ],
    })
  })

  test('knows the fields of its rows for scoping, lineage and drift', () => {
    expect(skill.uses?.fields).toEqual(
      expect.arrayContaining(['NewLine.quantity', 'NewLine.sku', 'LineProduct.name']),
    )
    expect(skill.lineage?.targets[0]?.fields).toEqual(
      expect.arrayContaining([{ object: 'NewLine', field: 'sku' }]),
    )
    const changed = catalog.objects.map((each) =>
      each.name === 'NewLine' ? { ...each, fields: [...each.fields, field('weight')] } : each,
    )
    const later = compile(inputOf(order(), { catalog: { ...catalog, objects: changed } }))
    expect(later.ok).toBe(false)
  })

  test('each row becomes an item by places of its own, the only possible value with it', () => {
    const [assignment] = skill.assignments
    const each = assignment?.each?.map(({ target, source }) => [target.join('.'), source])
    expect(each).toEqual([
      ['sku', { from: 'parameter', name: 'sku' }],
      ['quantity', { from: 'parameter', name: 'quantity' }],
      ['product.name', { from: 'parameter', name: 'label' }],
      ['currency', { from: 'constant', value: 'EUR', isDefault: true }],
    ])
  })
})
