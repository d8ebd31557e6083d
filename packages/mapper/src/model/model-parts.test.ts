import { compile, compileSteps } from '@bindery/compiler'
import {
  type Binding,
  fingerprintCatalog,
  isStepsBinding,
  type JsonObject,
  openScoping,
  type StepsBinding,
} from '@bindery/model'
import { expect, test } from 'vitest'
import { jobsCatalog } from '../parts/parts-catalog.ts'
import type { GoalText } from '../ranking/query.ts'
import type { ChatQuestion } from './chat-model.ts'
import { mapGoalWithModel } from './map-goal-with-model.ts'

const known = {
  catalog: jobsCatalog,
  catalogHash: fingerprintCatalog(jobsCatalog),
  lowering: { lower: () => ({}) },
  integration: 'jobs',
  scoping: openScoping,
}

/** A part in the words of a prompt. */
interface Said {
  readonly does: string
  readonly at?: string
  readonly op?: string
  readonly value?: string
}

const idOf = ({ user }: ChatQuestion, section: string, text: string): string => {
  const [, lines = ''] = user.split(`<${section}>\n`)
  const own = lines.split(`</${section}>`)[0] ?? ''
  return (
    own
      .split('\n')
      .find((line) => line.slice(line.indexOf(' ') + 1).startsWith(text))
      ?.split(' ')[0] ?? 'none'
  )
}

/** Drafts with a model that chooses an operation, puts names to places, and says parts. */
async function draft(
  request: GoalText,
  answer: {
    readonly operation: string
    readonly inputs?: Readonly<Record<string, string>>
    readonly parts?: readonly Said[]
  },
) {
  const placeOf = (question: ChatQuestion, text: string): string => {
    const place = idOf(question, 'arguments', text)
    return place === 'none' ? idOf(question, 'lookups', text) : place
  }
  const answers: readonly ((question: ChatQuestion) => JsonObject)[] = [
    (question) => ({ effect: 'read', choices: [idOf(question, 'catalog', answer.operation)] }),
    (question) => ({
      fit: 'fits',
      ask: 'none',
      inputs: Object.entries(answer.inputs ?? {}).map(([name, place]) => ({
        parameter: idOf(question, 'parameters', name),
        argument: placeOf(question, place),
      })),
      outputs: [{ output: idOf(question, 'outputs', 'title'), field: idOf(question, 'fields', 'title') }],
      parts: (answer.parts ?? []).map(({ does, at, op = 'eq', value }) => ({
        does,
        at: at === undefined ? 'none' : idOf(question, does === 'always' ? 'arguments' : 'fields', at),
        op,
        value: value === undefined ? 'none' : idOf(question, 'values', value),
      })),
    }),
  ]
  let asked = 0
  const { result } = await mapGoalWithModel({ outputs: ['title'], ...request }, jobsCatalog, {
    compile: (binding: Binding) => compile({ binding, ...known }),
    steps: {
      integration: 'jobs',
      compile: (binding: StepsBinding) =>
        compileSteps(
          binding,
          binding.steps.map(() => known),
        ),
    },
    chat: {
      model: 'tester-1',
      ask: (question) => {
        const text = JSON.stringify(answers[Math.min(asked, 1)]?.(question))
        asked += 1
        return Promise.resolve({
          status: 'answered',
          text,
          usage: { promptTokens: 1, completionTokens: 1, calls: 1 },
        })
      },
    },
    signal: new AbortController().signal,
    now: () => 0,
    sleep: () => Promise.resolve(),
  })
  if (result.status !== 'mapped') throw new Error(result.reasons.join(' '))
  expect(result).toMatchObject({ mode: 'model', issues: [], binding: { enabled: false } })
  return result
}

const ofJobs = { operation: 'listJobs', inputs: { client_id: 'client_id' } }
const jobs = (goal: string): GoalText => ({ goal, parameters: ['client_id'] })

test('fixes a listed value that is sent', async () => {
  const { binding, lines } = await draft(jobs('Alle archivierten Aufträge eines Kunden'), {
    ...ofJobs,
    parts: [{ does: 'always', at: 'state', value: '"archived"' }],
  })
  expect(binding).toMatchObject({
    inputs: expect.arrayContaining([{ argument: 'state', const: 'archived' }]),
  })
  expect(lines).toContainEqual(
    expect.objectContaining({
      name: 'always "archived"',
      strength: 'fair',
      signals: expect.arrayContaining(['chosen by the model']),
    }),
  )
})

test('keeps rows by a listed value, a number of the goal and a day counted from the call', async () => {
  const { binding } = await draft(jobs('Offene Aufträge eines Kunden über 250, die überfällig sind'), {
    ...ofJobs,
    parts: [
      { does: 'where', at: 'status', value: '"open"' },
      { does: 'where', at: 'price', op: 'gt', value: '250' },
      { does: 'where', at: 'due_at', op: 'lt', value: 'today' },
    ],
  })
  expect(binding).toMatchObject({
    where: [
      { field: 'status', const: 'open' },
      { field: 'price', op: 'gt', const: 250 },
      { field: 'due_at', op: 'lt', relative: 'today' },
    ],
  })
})

test('sorts rows and cuts them', async () => {
  const { binding, unmet } = await draft(jobs('The 3 newest jobs of a client'), {
    ...ofJobs,
    parts: [
      { does: 'sort', at: 'created_at', op: 'desc' },
      { does: 'limit', value: '3' },
    ],
  })
  expect(binding).toMatchObject({
    orderBy: [{ field: 'created_at', direction: 'desc' }],
    projection: [{ max: 3 }],
  })
  expect(unmet).toEqual([])
})

test('finds an id in a step before, by the argument that it chose', async () => {
  const request = { goal: 'Aufträge des Anrufers', parameters: ['rufnummer'] }
  const { binding } = await draft(request, { operation: 'listJobs', inputs: { rufnummer: 'client.phone' } })
  if (!isStepsBinding(binding)) throw new TypeError('There is no step before.')
  expect(binding.steps).toMatchObject([
    { operation: 'findClients', inputs: [{ param: 'rufnummer', argument: 'phone' }] },
    { operation: 'listJobs', inputs: [{ argument: 'client_id', from: 'client.id' }] },
  ])
})

test.each<readonly [string, Said]>([
  ['a value that the argument does not list', { does: 'always', at: 'state', value: '"closed"' }],
  ['a value that the field does not list', { does: 'where', at: 'status', value: '"archived"' }],
  ['a number for a text', { does: 'where', at: 'title', value: '3' }],
  ['an operator that the type has not', { does: 'where', at: 'is_paid', op: 'gt', value: 'true' }],
  ['a day for an amount', { does: 'where', at: 'price', op: 'lt', value: 'today' }],
  ['an order of listed words', { does: 'sort', at: 'status', op: 'asc' }],
  ['an order without a direction', { does: 'sort', at: 'price' }],
  ['a limit that is no count', { does: 'limit', value: '"open"' }],
])('leaves out %s, and what the goal says of it is unmet', async (_, part) => {
  const { binding, unmet } = await draft(jobs('The 3 cheapest jobs of a client'), {
    ...ofJobs,
    parts: [part],
  })
  expect(binding).not.toHaveProperty('where')
  expect(binding).not.toHaveProperty('orderBy')
  expect(binding).toMatchObject({ inputs: [{ param: 'client_id' }], projection: [{ max: 10 }] })
  expect(unmet.map(({ name }) => name)).toContain('cheapest')
})

test('what the goal says and the model left out is unmet, however plainly the rules read it', async () => {
  const { binding, unmet, strength } = await draft(jobs('Closed jobs of a client'), ofJobs)
  expect(binding).not.toHaveProperty('where')
  expect(unmet.map(({ name }) => name)).toEqual(['closed'])
  expect(strength).not.toBe('strong')
})
