import { compile } from '@bindery/compiler'
import {
  type Binding,
  fingerprintCatalog,
  type JsonObject,
  openScoping,
  type SchemaCatalog,
} from '@bindery/model'
import { expect, test } from 'vitest'
import type { MappedGoal } from '../mapped-goal.ts'
import type { GoalText } from '../ranking/query.ts'
import { argument, listOf, operation, ref, testCatalog } from '../test-catalog.ts'
import type { ChatQuestion } from './chat-model.ts'
import { mapGoalWithModel } from './map-goal-with-model.ts'

/** The shop with a search by POST of which nothing says that it reads. */
const catalog: SchemaCatalog = {
  ...testCatalog,
  operations: [
    ...testCatalog.operations,
    operation('/tickets/search', 'post', {
      name: 'searchTickets',
      title: 'Search tickets',
      effectOrigin: 'inferred',
      arguments: [argument('subject', 'query')],
      returns: { type: listOf(ref('Ticket')), nullable: false },
    }),
  ],
}

type Answer = (question: ChatQuestion) => JsonObject

async function map(goal: GoalText | string, answers: readonly Answer[]) {
  const asked: ChatQuestion[] = []
  const { result } = await mapGoalWithModel(typeof goal === 'string' ? { goal } : goal, catalog, {
    compile: (binding: Binding) =>
      compile({
        binding,
        catalog,
        catalogHash: fingerprintCatalog(catalog),
        lowering: { lower: () => ({}) },
        integration: 'shop',
        scoping: openScoping,
      }),
    chat: {
      model: 'tester-1',
      ask: (question) => {
        asked.push(question)
        const answer = answers[asked.length - 1]?.(question) ?? {}
        const usage = { promptTokens: 1, completionTokens: 1, calls: 1 }
        return Promise.resolve({ status: 'answered', text: JSON.stringify(answer), usage })
      },
    },
    signal: new AbortController().signal,
    now: () => 0,
    sleep: () => Promise.resolve(),
  })
  return { result, asked }
}

/** Id of the line of a prompt that names an operation, a parameter or a place. */
const idOf = ({ user }: ChatQuestion, name: string): string =>
  new RegExp(`^([a-z]\\d+) ${name}\\b`, 'm').exec(user)?.[1] ?? 'missing'

const choose =
  (effect: string, ...names: readonly string[]): Answer =>
  (question) => ({ effect, choices: names.map((name) => idOf(question, name)) })
const fits: Answer = () => ({ fit: 'fits', ask: 'none', parts: [], inputs: [], outputs: [] })
const tryNext: Answer = () => ({ fit: 'try_next', ask: 'none', parts: [], inputs: [], outputs: [] })

function mapped(result: Awaited<ReturnType<typeof map>>['result']): MappedGoal {
  if (result.status !== 'mapped') throw new Error(result.reasons.join(' '))
  return result
}

const asksForWrite = ({ questions }: MappedGoal): boolean =>
  questions.some(
    ({ about, question }) => about === 'operation' && question.includes('would change something'),
  )

test('is offered reads and writes for any goal, and only reads where the caller says that it reads', async () => {
  const { asked } = await map('Search tickets by subject', [choose('read', 'searchTickets'), fits])
  expect(asked[0]?.user).toMatch(/searchTickets \[create, not declared\]/)
  const reading = await map({ goal: 'Search tickets', isWrite: false }, [
    choose('read', 'listCustomers'),
    fits,
  ])
  expect(reading.asked[0]?.user).not.toMatch(/createTicket|searchTickets/)
})

test('begins the prompts of one catalog alike, with the goal behind the list', async () => {
  const goals = ['Search tickets by subject', 'Delete a customer']
  const prompts = await Promise.all(goals.map(async (goal) => (await map(goal, [])).asked[0]?.user ?? ''))
  const [first = '', second = ''] = prompts.map((user) => user.slice(0, user.indexOf('</catalog>')))
  expect(first).not.toBe('')
  expect(second).toBe(first)
})

test.each([
  {
    claim: 'a search by POST that nobody declared, for a goal that reads',
    goal: 'Search tickets by subject',
    select: choose('read', 'searchTickets'),
    operation: 'searchTickets',
    isAsked: true,
  },
  {
    claim: 'a read before a write, for a goal that the model reads as reading',
    goal: 'Customers',
    select: choose('read', 'deleteCustomer', 'listCustomers'),
    operation: 'listCustomers',
    isAsked: false,
  },
  {
    claim: 'a write for a goal in another language, as a question',
    goal: 'Kunden löschen',
    select: choose('write', 'deleteCustomer'),
    operation: 'deleteCustomer',
    isAsked: true,
  },
  {
    claim: 'a write without a question where the goal says it too',
    goal: 'Delete a customer',
    select: choose('write', 'deleteCustomer'),
    operation: 'deleteCustomer',
    isAsked: false,
  },
  {
    claim: 'a write for a goal of which the model cannot tell, as a question',
    goal: 'Delete a customer',
    select: choose('cannot_tell', 'deleteCustomer'),
    operation: 'deleteCustomer',
    isAsked: true,
  },
])('drafts $claim', async ({ goal, select, operation: name, isAsked }) => {
  const draft = mapped((await map(goal, [select, fits])).result)
  expect(draft).toMatchObject({ operation: name, binding: { enabled: false } })
  expect(asksForWrite(draft)).toBe(isAsked)
  if (isAsked) expect(draft.strength).not.toBe('strong')
})

test('tries the next operation where the model sees that the first does not fit', async () => {
  const select = choose('write', 'createTicket', 'deleteCustomer')
  const { result } = await map('Delete a customer', [select, tryNext, fits])
  expect(mapped(result).operation).toBe('deleteCustomer')
  const none = await map('Delete a customer', [select, tryNext, tryNext])
  expect(none.result).toMatchObject({ status: 'abstained', reasons: [expect.stringContaining('"tester-1"')] })
})

test('leaves out what the model left out, however sure the rules are', async () => {
  const goal = { goal: 'Look a customer up by phone', parameters: ['phone'], outputs: ['email'] }
  const draft = mapped((await map(goal, [choose('read', 'listCustomers'), fits])).result)
  expect(draft.lines.map(({ name }) => name)).toEqual([])
  expect(draft.unmet.map(({ name }) => name)).toEqual(['phone', 'email'])
})

test.each([
  ['Restore a customer', ['deleteCustomer']],
  ['Delete a customer', []],
])('asks whether an operation is meant that undoes what the goal says: %s', async (goal, asked) => {
  const draft = mapped((await map(goal, [choose('write', 'deleteCustomer'), fits])).result)
  expect(draft).toMatchObject({ operation: 'deleteCustomer' })
  const acts = draft.questions.filter(({ question }) => question.startsWith('The goal asks to'))
  expect(acts.map(({ name }) => name)).toEqual(asked)
  if (asked.length > 0) expect(draft.strength).toBe('weak')
})

test('what the model puts to an id stays weak where nothing says that it is one', async () => {
  const goal = { goal: 'Show an order', parameters: ['order_number'] }
  const place: Answer = (question) => ({
    fit: 'fits',
    ask: 'none',
    parts: [],
    inputs: [{ parameter: idOf(question, 'order_number'), argument: idOf(question, 'id') }],
    outputs: [],
  })
  const draft = mapped((await map(goal, [choose('read', 'getOrder'), place])).result)
  expect(draft.lines.find(({ name }) => name === 'order_number')).toMatchObject({ strength: 'weak' })
  expect(draft.questions).toContainEqual(expect.objectContaining({ name: 'order_number' }))
})

test('asks one question of those that were offered, and a draft with it is never strong', async () => {
  const goal = { goal: 'Delete a customer', parameters: ['customer_id'] }
  const which: Answer = (question) => ({
    ask: idOf(question, 'What is given as'),
    fit: 'fits',
    parts: [],
    inputs: [{ parameter: idOf(question, 'customer_id'), argument: idOf(question, 'id') }],
    outputs: [],
  })
  const draft = mapped((await map(goal, [choose('write', 'deleteCustomer'), which])).result)
  expect(draft.questions[0]).toEqual({
    about: 'parameter',
    name: 'customer_id',
    question: 'What is given as "customer_id"?',
  })
  expect(draft.strength).not.toBe('strong')
})

test('is offered no question that a person has settled, and one between the operations that it chose', async () => {
  const select = choose('write', 'deleteCustomer', 'createTicket')
  const accepted = { kind: 'input', verdict: 'accept', name: 'customer_id', place: 'id' } as const
  const goal = { goal: 'Delete a customer', parameters: ['customer_id'], decisions: [accepted] }
  const { asked } = await map(goal, [select, fits])
  const [, lines = ''] = asked[1]?.user.split('<questions>') ?? []
  expect(lines).toContain('Is "deleteCustomer" meant, or "createTicket"?')
  expect(lines).not.toContain('What is given as')
})
