import { compile } from '@bindery/compiler'
import { type Binding, fingerprintCatalog, isStepsBinding, openScoping } from '@bindery/model'
import { expect, test } from 'vitest'
import type { LineDecision } from './decisions.ts'
import { mapGoal } from './map-goal.ts'
import type { MappedGoal } from './mapped-goal.ts'
import { testCatalog as catalog } from './test-catalog.ts'

const tools = {
  compile: (binding: Binding) =>
    compile({
      binding,
      catalog,
      catalogHash: fingerprintCatalog(catalog),
      lowering: { lower: () => ({}) },
      integration: 'shop',
      scoping: openScoping,
    }),
}

/** The tools say nothing of steps, so that every draft is one operation. */
function aloneOf({ binding }: MappedGoal): Binding {
  if (isStepsBinding(binding)) throw new TypeError('It is of several steps.')
  return binding
}

function map(goal: string, parameters: readonly string[] = [], outputs: readonly string[] = []) {
  const mapped = mapGoal({ goal, parameters, outputs }, catalog, tools)
  if (mapped.status !== 'mapped') return mapped.reasons
  const { issues } = mapped
  const binding = aloneOf(mapped)
  expect(issues).toEqual([])
  expect(binding.enabled).toBe(false)
  return {
    operation: binding.operation,
    inputs: binding.inputs.map(({ param, argument }) => `${param} > ${argument}`),
    fields: binding.inputObjectMap.map(({ param, field }) => `${param ?? ''} > ${field}`),
    outputs: binding.projection.map(({ leaf, fields }) => [leaf, ...(fields ?? []).map((row) => row.leaf)]),
  }
}

test('drafts a search with rows', () => {
  expect(map('Look a client up by phone', ['caller_phone'], ['customer_name', 'email'])).toEqual({
    operation: 'listCustomers',
    inputs: ['caller_phone > phone'],
    fields: [],
    outputs: [['rows', 'customer_name', 'email']],
  })
})

test('drafts a write into the input object', () => {
  expect(map('Raise a ticket', ['subject', 'details'], ['ticket_id'])).toEqual({
    operation: 'createTicket',
    inputs: [],
    fields: ['subject > body.subject', 'details > body.message'],
    outputs: [['ticket_id']],
  })
})

test('asks for what the operation needs and nobody gave', () => {
  const mapped = mapGoal({ goal: 'Where is my order?', outputs: ['status'] }, catalog, tools)
  expect(mapped).toMatchObject({
    status: 'mapped',
    operation: 'getOrder',
    mode: 'deterministic',
    binding: { inputs: [{ param: 'order_id', argument: 'id' }] },
    questions: [{ about: 'parameter', name: 'order_id' }],
  })
})

test('never writes for a question, whatever verbs it holds', () => {
  const mapped = mapGoal({ goal: 'Who can delete a customer?' }, catalog, tools)
  expect(mapped.status === 'mapped' && mapped.operation).not.toBe('deleteCustomer')
})

test('answers a goal that ends something with no read, where nothing ends it', () => {
  const reading = {
    ...catalog,
    operations: catalog.operations.filter(({ effect }) => effect === 'read'),
  }
  const request = { goal: 'Delete every customer', parameters: ['email'] }
  const mapped = mapGoal(request, reading, tools)
  expect(mapped).toMatchObject({
    status: 'abstained',
    reasons: [expect.stringContaining('"listCustomers", which comes nearest, only reads')],
  })
  expect(mapGoal({ ...request, isWrite: false }, reading, tools).status).toBe('mapped')
})

test('takes the word of the caller on what a goal means', () => {
  const request = { goal: 'Delete a customer', parameters: ['customer_id'] }
  const read = mapGoal({ ...request, isWrite: false }, catalog, tools)
  expect(mapGoal(request, catalog, tools)).toMatchObject({ operation: 'deleteCustomer' })
  expect(read.status === 'mapped' && read.operation).not.toBe('deleteCustomer')
})

test('never returns a credential, and says why it left out what is sensitive', () => {
  const mapped = mapGoal(
    { goal: 'Search customers', parameters: ['email'], outputs: ['name', 'ssn', 'api_token'] },
    catalog,
    tools,
  )
  expect(mapped).toMatchObject({ status: 'mapped', issues: [], binding: { allowSensitive: [] } })
  const leaves =
    mapped.status === 'mapped' ? mapped.binding.projection.flatMap(({ fields }) => fields ?? []) : []
  expect(leaves.map(({ leaf }) => leaf)).toEqual(['name'])
})

test('never fills a credential', () => {
  expect(map('Get an order', ['order_id', 'token'], ['status'])).toMatchObject({
    inputs: ['order_id > id'],
  })
})

test.each([
  ['Predict the weather on Mars', ['No operation speaks of what the goal is about.']],
  ['\u202eread', [expect.stringContaining('invisible')]],
])('abstains from %j', (goal, reasons) => {
  expect(map(goal)).toEqual(reasons)
})

test('says which operation would fit a goal that reads, were it known to read', () => {
  const [first, ...others] = catalog.operations
  if (first === undefined) throw new TypeError('The test catalog has no operations.')
  const rates = {
    ...first,
    name: 'getShippingRates',
    title: 'Get shipping rates',
    effect: 'create' as const,
    effectOrigin: 'inferred' as const,
    provenance: '#/paths/~1rates/post',
  }
  const own = { ...catalog, operations: [first, ...others, rates] }
  const mapped = mapGoal({ goal: 'Get the shipping rates' }, own, tools)
  const said = mapped.status === 'mapped' ? mapped.questions.map(({ question }) => question) : mapped.reasons
  expect(said.join(' ')).toContain('"getShippingRates" speaks of the goal more')
  expect(mapped.status === 'mapped' ? mapped.operation : mapped.best).not.toBe('getShippingRates')
})

test('proposes what a goal says is given, and what it wants back, when nobody named either', () => {
  const mapped = mapGoal({ goal: 'Find a customer by phone and tell their email' }, catalog, tools)
  expect(mapped.status === 'mapped' ? mapped.lines.map(({ kind, place }) => [kind, place]) : mapped).toEqual(
    expect.arrayContaining([
      ['input', 'phone'],
      ['output', 'email'],
    ]),
  )
  expect(mapped.status === 'mapped' ? aloneOf(mapped).inputs : []).toHaveLength(1)
})

test('proposes nothing again that a person rejected, and keeps what they accepted or put elsewhere', () => {
  const goal = 'Look a customer up by phone and return the email'
  const draft = (decisions: readonly LineDecision[]) => {
    const mapped = mapGoal({ goal, decisions }, catalog, tools)
    return mapped.status === 'mapped' ? mapped.lines : []
  }
  const first = draft([])
  const [rejected, accepted] = first.filter(({ kind }) => kind === 'output')
  if (rejected === undefined || accepted === undefined) throw new Error('Nothing was proposed.')
  const { name, place } = rejected
  const again = draft([
    { kind: 'output', verdict: 'reject', name, place },
    { kind: 'output', verdict: 'accept', name: 'called', place: accepted.place },
  ])
  expect(again.map((line) => line.place)).toEqual(expect.arrayContaining([accepted.place]))
  expect(again.map((line) => line.place)).not.toContain(place)
  expect(again).toHaveLength(first.length - 1)
  expect(again.find((line) => line.place === accepted.place)).toMatchObject({
    name: 'called',
    signals: expect.arrayContaining(['chosen by a person']),
  })
})

test('makes nothing new for a goal that ends what is there', () => {
  const [first] = catalog.operations.filter(({ name }) => name === 'createTicket')
  if (first === undefined) throw new TypeError('The test catalog has no createTicket.')
  const inserting = {
    ...catalog,
    operations: [
      {
        ...first,
        effectOrigin: 'declared' as const,
        effect: 'create' as const,
        effectEvidence: [
          {
            by: 'protocol' as const,
            says: 'create' as const,
            because: 'insert',
            certainty: 'exact' as const,
          },
        ],
      },
    ],
  }
  expect(mapGoal({ goal: 'Cancel the ticket' }, inserting, tools).status).toBe('abstained')
  expect(mapGoal({ goal: 'Create a ticket' }, inserting, tools).status).toBe('mapped')
})

test('drafts nothing for a goal about something else, even where there is one operation only', () => {
  const [only] = catalog.operations.filter(({ name }) => name === 'getOrder')
  if (only === undefined) throw new TypeError('The test catalog has no getOrder.')
  const mapped = mapGoal(
    { goal: 'Translate a poem about whales into Latin' },
    { ...catalog, operations: [only] },
    tools,
  )
  expect(mapped.status).toBe('abstained')
})
