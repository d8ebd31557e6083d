import { describe, expect, test } from 'vitest'
import type { Argument, BindingInputDocument, Field, Json, SchemaCatalog, TypeRef } from '@bindery/model'
import { compile } from '../compile.ts'
import { inputOf, testCatalog } from '../testing/test-catalog.ts'

const integer: TypeRef = { kind: 'scalar', scalar: 'integer' }
const text: TypeRef = { kind: 'scalar', scalar: 'string' }
const order: TypeRef = { kind: 'object', name: 'Order' }
const detail: TypeRef = { kind: 'object', name: 'Detail' }

const argument = (name: string, place: string, more: Partial<Argument>): Argument => ({
  name,
  place,
  type: text,
  nullable: false,
  required: true,
  sensitivity: 'none',
  provenance: 'x',
  ...more,
})
const field = (name: string, type: TypeRef, more: Partial<Field> = {}): Field => ({
  name,
  type,
  nullable: false,
  required: true,
  access: 'read_write',
  sensitivity: 'none',
  ...more,
})

/** `createOrder` with a body of these fields and these arguments beside. */
function orders(fields: readonly Field[], more: readonly Argument[] = []): SchemaCatalog {
  const object = (name: string, members: readonly Field[]) =>
    ({ name, origin: 'named', fields: members, key: [], indexes: [], provenance: 'x' }) as const
  const [like] = testCatalog.operations
  if (like === undefined) throw new Error('The test catalog is empty.')
  return {
    ...testCatalog,
    objects: [
      ...testCatalog.objects,
      object('Order', fields),
      object('Detail', [field('unit', text, { default: 'box' })]),
    ],
    operations: [
      {
        ...like,
        name: 'createOrder',
        effect: 'create',
        inputArgument: 'body',
        arguments: [argument('body', 'body', { type: order }), ...more],
      },
    ],
  }
}

const name = field('name', text)
const binding: BindingInputDocument = {
  operation: 'createOrder',
  toolName: 'Order',
  inputObjectMap: [{ field: 'name', param: 'customer' }],
}

function sentBy(catalog: SchemaCatalog, document = binding): unknown {
  const result = compile(inputOf(document, { catalog }))
  if (!result.ok) return result.failure.map(({ code }) => code)
  const { skill, warnings } = result.value
  const constants = skill.assignments.flatMap(({ target, source }): readonly [string, Json][] =>
    source.from === 'constant' ? [[target.join('.'), source.value]] : [],
  )
  const told = warnings.filter(({ code }) => code === 'default_sent').length
  return told === constants.length ? Object.fromEntries(constants) : 'not told'
}

describe('default-sent', () => {
  test.each<[string, SchemaCatalog, unknown]>([
    [
      'a required member with a default',
      orders([name, field('size', integer, { default: 10 })]),
      { 'body.size': 10 },
    ],
    [
      'a member that is optional',
      orders([name, field('size', integer, { default: 10, required: false })]),
      {},
    ],
    [
      'a default that does not fit its own type',
      orders([name, field('size', integer, { default: 'ten' })]),
      ['parameter_not_canonical', 'input_required_unbound'],
    ],
    [
      'a required member that can have one value only',
      orders([name, field('kind', { kind: 'enum', scalar: 'string', values: ['order'] })]),
      { 'body.kind': 'order' },
    ],
    [
      'a default inside an object that is required',
      orders([name, field('detail', detail)]),
      { 'body.detail.unit': 'box' },
    ],
    [
      'the default of an object as a whole',
      orders([name, field('detail', detail, { default: { unit: 'bag' } })]),
      { 'body.detail': { unit: 'bag' } },
    ],
    [
      'an argument beside the body',
      orders([name], [argument('version', 'header', { default: '2026' })]),
      { version: '2026' },
    ],
    [
      'what the connection fills',
      orders([name], [argument('key', 'header', { default: 'k', role: 'credential' })]),
      {},
    ],
  ])('of %s', (_, catalog, expected) => {
    expect(sentBy(catalog)).toEqual(expected)
  })

  test('a body of nothing but defaults is sent', () => {
    const catalog = orders([field('size', integer, { default: 10 })])
    expect(sentBy(catalog, { operation: 'createOrder', toolName: 'Order' })).toEqual({ 'body.size': 10 })
  })

  test('in an update a default is left out and told: it would overwrite what is there', () => {
    const catalog = orders(
      [name, field('size', integer, { default: 10 })],
      [argument('version', 'header', { default: '2026' })],
    )
    const operations = catalog.operations.map((operation) => ({ ...operation, effect: 'update' as const }))
    const result = compile(inputOf(binding, { catalog: { ...catalog, operations } }))
    const codes = result.ok ? result.value.warnings.map(({ code }) => code) : []
    expect(codes).toEqual(expect.arrayContaining(['default_not_sent', 'default_sent']))
    expect(result.ok ? result.value.skill.assignments.map(({ target }) => target.join('.')) : []).toEqual([
      'body.name',
      'version',
    ])
  })

  test('a default that does not fit cannot stand in for an optional parameter', () => {
    const catalog = orders([name], [argument('version', 'header', { type: integer, default: 'new' })])
    const document = { ...binding, inputs: [{ param: 'version', argument: 'version', required: false }] }
    expect(sentBy(catalog, document)).toContain('argument_required')
  })

  test('a transform needs its parameter, since no default runs through it', () => {
    const catalog = orders([name, field('size', integer, { default: 10 })])
    const document = {
      ...binding,
      inputs: [{ param: 'amount', argument: 'size', transform: '$round($number($))' }],
    }
    const result = compile(inputOf(document, { catalog }))
    const amount = result.ok
      ? result.value.skill.parameters.find((each) => each.name === 'amount')
      : undefined
    expect(amount).toMatchObject({ required: true })
  })
})
