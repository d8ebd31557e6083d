import { Binding, type SchemaCatalog } from '@bindery/model'
import { expect, test } from 'vitest'
import { prepareGoal } from '../prepare-goal.ts'
import type { GoalText } from '../ranking/query.ts'
import { argument, field, object, operation, ref, testCatalog } from '../test-catalog.ts'
import { mapStep, type RefusedAnswer } from './map-step.ts'
import { nameAt } from './name-at.ts'
import { offerOperations } from './offer-operations.ts'
import { offerPlaces } from './offer-places.ts'

const long = 'The sum that is taken from the card when the order is sent, tax and shipping included, '
/** A payment with more optional arguments than a prompt holds, and what is needed among the last. */
const catalog: SchemaCatalog = {
  ...testCatalog,
  objects: [
    ...testCatalog.objects,
    object('NewPayment', [
      ...Array.from({ length: 60 }, (_, at) => field(`option_${at}`)),
      field('amount', undefined, {
        required: true,
        description: `<p>${long}in cents</p>. Read-only after capture.`,
      }),
      field('currency', undefined, { required: true }),
      field('amount_tip'),
    ]),
  ],
  operations: [
    operation('/payments', 'post', {
      name: 'createPayment',
      title: 'Create a payment',
      description: 'Takes money from a <b>card</b> that is known already.',
      inputArgument: 'body',
      arguments: [
        argument('Idempotency-Key', 'header', { role: 'idempotency' }),
        argument('body', 'body', { type: ref('NewPayment'), required: true }),
      ],
    }),
  ],
}

function offered(request: GoalText) {
  const prepared = prepareGoal(request, catalog, 'all')
  if (!prepared.ok) throw new Error(prepared.failure)
  const { operations } = offerOperations(prepared.value)
  const [first] = operations
  if (first === undefined) throw new TypeError('Nothing is offered.')
  const places = offerPlaces(first.ranked, prepared.value)
  const promptAfter = (refused?: RefusedAnswer) => mapStep(prepared.value, places, refused).user.split('\n')
  return { line: first.line, places, promptAfter, prompt: promptAfter() }
}

test('shows what a write takes in its line of the catalog, and no house-keeping', () => {
  expect(offered({ goal: 'Charge a card' }).line).toBe(
    'o1 createPayment [create] (amount, currency, option_0, option_1): Create a payment',
  )
})

test('cuts no required place, and keeps what fits a name', () => {
  const { places } = offered({ goal: 'Charge a card', parameters: ['amount_tip'] })
  expect(places.places).toHaveLength(40)
  expect(places.places.map(({ thing }) => thing.target)).toEqual(
    expect.arrayContaining(['body.amount', 'body.currency', 'body.amount_tip']),
  )
})

test('says what the operation is, more of what fits a name, and how its values are written', () => {
  const { prompt } = offered({ goal: 'Charge a card', parameters: ['amount'] })
  expect(prompt.slice(0, 4)).toEqual([
    'Operation: createPayment',
    'It may change something (create).',
    'Create a payment',
    'Takes money from a card that is known already.',
  ])
  const line = prompt.find((each) => each.includes(' body.amount '))
  expect(line).toContain('tax and shipping included')
  expect(line).not.toContain('<p>')
  const other = offered({ goal: 'Charge a card', parameters: ['option_1'] }).prompt
  const cut = other.find((each) => each.includes(' body.amount '))
  expect(cut).not.toContain('shipping included')
  expect(cut).toContain('in cents Read-only')
})

test('tells what the compiler refused by the ids of the prompt', () => {
  const { promptAfter } = offered({ goal: 'Charge a card', parameters: ['amount', 'currency'] })
  const refusal = { code: 'type_mismatch', message: 'It is no text.', about: 'currency' }
  const prompt = promptAfter({
    answer: { fit: 'fits', ask: 'none', parts: [], inputs: [], outputs: [] },
    issues: [refusal],
  })
  expect(prompt).toContain('- p2: type_mismatch: It is no text.')
})

test.each([
  [['inputs', 0, 'argument'], 'a'],
  [['inputObjectMap', 0], 'b'],
  [['where', 0, 'field'], 'c'],
  [['projection', 0, 'path'], 'rows'],
  [['projection', 0, 'fields', 0], 'd'],
  [['timeoutMs'], undefined],
])('names what the place %j of a binding is about', (path, expected) => {
  const binding = Binding.parse({
    operation: 'x',
    toolName: 'X',
    inputs: [{ param: 'a', argument: 'a' }],
    inputObjectMap: [{ param: 'b', field: 'body.b' }],
    where: [{ param: 'c', field: 'c' }],
    projection: [{ path: '$', leaf: 'rows', max: 5, fields: [{ path: 'd', leaf: 'd' }] }],
  })
  expect(nameAt(binding, path)).toBe(expected)
})
