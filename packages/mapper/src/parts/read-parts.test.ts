import { compile, compileSteps } from '@bindery/compiler'
import {
  type Binding,
  fingerprintCatalog,
  isStepsBinding,
  openScoping,
  type StepsBinding,
} from '@bindery/model'
import { expect, test } from 'vitest'
import { mapGoal } from '../map-goal.ts'
import type { GoalText } from '../ranking/query.ts'
import { jobsCatalog } from './parts-catalog.ts'

const known = {
  catalog: jobsCatalog,
  catalogHash: fingerprintCatalog(jobsCatalog),
  lowering: { lower: () => ({}) },
  integration: 'jobs',
  scoping: openScoping,
}
const tools = {
  compile: (binding: Binding) => compile({ binding, ...known }),
  steps: {
    integration: 'jobs',
    compile: (binding: StepsBinding) =>
      compileSteps(
        binding,
        binding.steps.map(() => known),
      ),
  },
}

const ofJobs = { parameters: ['client_id'], outputs: ['title', 'price'] }
const ofTasks = { parameters: ['title'], outputs: ['title', 'price'] }

function draft(request: GoalText) {
  const mapped = mapGoal(request, jobsCatalog, tools)
  if (mapped.status !== 'mapped') throw new Error(mapped.reasons.join(' '))
  return mapped
}

const fixed = (request: GoalText): readonly string[] =>
  draft(request)
    .lines.filter(({ name }) => name.includes(' '))
    .map(({ name, place, strength }) => `${place} ${name} (${strength})`)

test.each<readonly [string, GoalText, readonly string[]]>([
  ['a listed value that is sent', { goal: 'Search open tasks', ...ofTasks }, ['status always "open" (fair)']],
  [
    'a listed value of several words',
    { goal: 'Search tasks waiting for customer', ...ofTasks },
    ['status always "waiting_for_customer" (fair)'],
  ],
  [
    'a value that only a description lists',
    { goal: 'Archived jobs of a client', ...ofJobs },
    ['state always "archived" (fair)'],
  ],
  ['a value of the rows', { goal: 'Closed jobs of a client', ...ofJobs }, ['status is "closed" (fair)']],
  [
    'what rows are not',
    { goal: 'Search tasks that are not closed', ...ofTasks },
    ['status is not "closed" (fair)'],
  ],
  ['yes and no by a prefix', { goal: 'Unpaid jobs of a client', ...ofJobs }, ['is_paid is false (fair)']],
  [
    'an amount of money',
    { goal: 'Jobs of a client over 100 euros', ...ofJobs },
    ['price is above 100 (fair)'],
  ],
  [
    'a number of which only the type says what it is about',
    { goal: 'Jobs of a client with more than 100', ...ofJobs },
    ['price is above 100 (weak)'],
  ],
  ['an order', { goal: 'Jobs of a client, newest first', ...ofJobs }, ['created_at latest first (fair)']],
  [
    'an order and how many',
    { goal: 'The last three jobs of a client', ...ofJobs },
    ['created_at latest first (fair)', 'rows at most 3 rows (fair)'],
  ],
  [
    'the next one',
    { goal: 'Next job of a client that is due', ...ofJobs },
    ['due_at is at least now (fair)', 'due_at earliest first (fair)', 'rows at most 1 row (fair)'],
  ],
  [
    'a stretch of time',
    { goal: 'Jobs of a client created last week', ...ofJobs },
    ['created_at is at least startOfWeek-P7D (fair)', 'created_at is below startOfWeek (fair)'],
  ],
  [
    'the last days, which are no order',
    { goal: 'Jobs of a client created in the last 7 days', ...ofJobs },
    ['created_at is at least today-P7D (fair)'],
  ],
  [
    'no value of what was named',
    { goal: 'Search open tasks', parameters: ['status'], outputs: ['title'] },
    [],
  ],
  ['no value of the act', { goal: 'Open a job', parameters: ['title'] }, []],
  ['no value of another form of it', { goal: 'Search tasks opened by title', ...ofTasks }, []],
  [
    'a short value where it is written large',
    { goal: 'Jobs of a client in the EU', ...ofJobs },
    ['state always "EU" (fair)'],
  ],
  [
    'no negation of another clause',
    { goal: 'Search tasks that are not new, open ones', ...ofTasks },
    ['status always "open" (fair)'],
  ],
  ['no value of what records are called', { goal: 'Jobs of a client', ...ofJobs }, []],
  ['no last name', { goal: 'Search tasks by last name', ...ofTasks }, []],
])('reads %s', (_, request, expected) => {
  expect(fixed(request)).toEqual(expected)
})

test('writes them into a disabled draft that compiles', () => {
  const { binding, issues } = draft({
    goal: 'The last three closed jobs of a client over 100 euros',
    ...ofJobs,
  })
  expect(issues).toEqual([])
  expect(binding).toMatchObject({
    operation: 'listJobs',
    enabled: false,
    where: [
      { field: 'status', const: 'closed' },
      { field: 'price', op: 'gt', const: 100 },
    ],
    orderBy: [{ field: 'created_at', direction: 'desc' }],
    projection: [{ path: '$', max: 3 }],
  })
})

test('what a change always writes is asked about, and the act of a change in general is the value', () => {
  const made = draft({ goal: 'Close a job', parameters: ['job_id'], outputs: ['status'] })
  expect(made).toMatchObject({ operation: 'updateJob', strength: 'fair' })
  expect(made.binding).toMatchObject({ inputObjectMap: [{ field: 'body.status', const: 'closed' }] })
  expect(made.questions.map(({ name }) => name)).toContain('body.status')
})

test('goes with the chosen operation behind a lookup', () => {
  const { binding, issues } = draft({
    goal: 'The last two jobs of a client',
    parameters: ['phone'],
    outputs: ['title'],
  })
  expect(issues).toEqual([])
  if (!isStepsBinding(binding)) throw new TypeError('There is no lookup.')
  expect(binding.steps[1]).toMatchObject({ operation: 'listJobs', orderBy: [{ field: 'created_at' }] })
  expect(binding.projection[0]).toMatchObject({ max: 2 })
})

test('a part that a person put to another field is about that one', () => {
  const goal = { goal: 'Jobs of a client, newest first', ...ofJobs }
  const edit = [
    { kind: 'input', verdict: 'reject', name: 'latest first', place: 'created_at' },
    { kind: 'input', verdict: 'accept', name: 'latest first', place: 'due_at' },
  ] as const
  expect(fixed({ ...goal, decisions: edit })).toEqual(['due_at latest first (strong)'])
})

test('a part that a person rejected is gone, and its words are unmet', () => {
  const goal = { goal: 'Search open tasks', ...ofTasks }
  const rejected = { kind: 'input', verdict: 'reject', name: 'always "open"', place: 'status' } as const
  const made = draft({ ...goal, decisions: [rejected] })
  expect(fixed({ ...goal, decisions: [rejected] })).toEqual([])
  expect(made.unmet.map(({ name }) => name)).toEqual(['open'])
  const accepted = { ...rejected, verdict: 'accept' } as const
  expect(fixed({ ...goal, decisions: [accepted] })).toEqual(['status always "open" (strong)'])
})
