import { compile } from '@bindery/compiler'
import {
  type Binding,
  fingerprintCatalog,
  openScoping,
  parameterUses,
  type SchemaCatalog,
} from '@bindery/model'
import { expect, test } from 'vitest'
import { mapGoal } from '../map-goal.ts'
import type { GoalText } from '../ranking/query.ts'
import { argument, field, listOf, object, operation, ref, testCatalog } from '../test-catalog.ts'

const must = { required: true }

/** Orders of a shop, and what is needed to place one. */
const shop: SchemaCatalog = {
  ...testCatalog,
  objects: [
    { ...object('Order', [field('id'), field('number'), field('status')]), key: ['id'] },
    object('NewOrder', [
      field('customer_id', undefined, must),
      field('address', ref('Address'), must),
      field('items', listOf(ref('Item'))),
    ]),
    object('Address', [field('street'), field('city')]),
    object('Item', [field('sku')]),
  ],
  operations: [
    operation('/orders', 'get', {
      name: 'listOrders',
      title: 'List orders',
      arguments: [argument('phone', 'query'), argument('x_trace', 'header')],
      returns: { type: listOf(ref('Order')), nullable: false },
    }),
    operation('/orders', 'post', {
      name: 'createOrder',
      title: 'Create an order',
      inputArgument: 'body',
      arguments: [argument('body', 'body', { type: ref('NewOrder'), ...must })],
      returns: { type: ref('Order'), nullable: false },
    }),
  ],
}

const tools = {
  compile: (binding: Binding) =>
    compile({
      binding,
      catalog: shop,
      catalogHash: fingerprintCatalog(shop),
      lowering: { lower: () => ({}) },
      integration: 'shop',
      scoping: openScoping,
    }),
}

function draft(request: GoalText) {
  const mapped = mapGoal(request, shop, tools)
  if (mapped.status !== 'mapped') throw new Error(mapped.reasons.join(' '))
  if (!('operation' in mapped.binding)) throw new TypeError('It is of several steps.')
  return { ...mapped, uses: parameterUses(mapped.binding) }
}

const wordsOf = ({ unmet }: ReturnType<typeof draft>) =>
  unmet.filter(({ about }) => about === 'word').map(({ name }) => name)

test.each<readonly [string, GoalText, readonly string[]]>([
  ['a condition', { goal: 'List the overdue orders' }, ['overdue']],
  ['a second act', { goal: 'List the orders and refund them' }, ['refund']],
  ['an order of rows', { goal: 'List the newest orders' }, ['newest']],
  ['a count', { goal: 'List 3 orders' }, ['3']],
  ['another language', { goal: 'Bestellungen anzeigen' }, ['bestellungen', 'anzeigen']],
  [
    'nothing, where the draft speaks of all of it',
    { goal: 'List the orders by phone with their status' },
    [],
  ],
])('names what a draft does not serve: %s', (_, request, expected) => {
  const made = draft({
    ...request,
    decisions: [{ kind: 'operation', verdict: 'accept', name: 'listOrders' }],
  })
  expect(wordsOf(made)).toEqual(expected)
  expect(made.questions.some(({ about }) => about === 'goal')).toBe(expected.length > 0)
  if (expected.length > 0) expect(made.strength).not.toBe('strong')
})

test('asks for what a goal says that a thing is known by in every call', () => {
  const { uses } = draft({ goal: 'List orders by telephone number', outputs: ['status'] })
  expect(uses).toMatchObject([{ place: 'phone', isRequired: true }])
  const open = draft({ goal: 'List orders', parameters: ['phone'], outputs: ['status'] })
  expect(open.uses).toMatchObject([{ place: 'phone', isRequired: false }])
})

test('says that what a thing is known by is not asked for, though the answer has it', () => {
  expect(wordsOf(draft({ goal: 'List orders by status' }))).toEqual(['status'])
})

test('asks for a field of an object that an operation needs, and never for the object', () => {
  const { uses, questions, issues } = draft({ goal: 'Create an order', parameters: ['customer_id'] })
  expect(issues).toEqual([])
  expect(uses.map(({ place }) => place)).toEqual(['body.customer_id', 'body.address.street'])
  expect(questions.map(({ question }) => question).join(' ')).toContain('leaves open what of it')
})

test('has a line for every place that the binding fills', () => {
  const { uses, lines } = draft({ goal: 'Create an order', outputs: ['number'] })
  const inputs = lines.filter(({ kind }) => kind === 'input')
  const textOf = (name: string, place: string) => `${name} > ${place}`
  expect(new Set(inputs.map(({ name, place }) => textOf(name, place)))).toEqual(
    new Set(uses.map(({ param, place }) => textOf(param, place))),
  )
})
