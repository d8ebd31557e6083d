import { afterAll, beforeAll, expect, test } from 'vitest'
import { answer, type ModelServer, startModelServer } from '../../../fixtures/src/index.ts'
import { documentOf, readCatalogs } from './catalogs.ts'
import { type Goal, ownGoals, readGoals } from './goals.ts'
import { loadMapper } from './load-mapper.ts'
import { type AutomapRow, measureGoal } from './measure-goal.ts'

const documents = ['demo:clinic', 'demo:support-desk']
const goals = readGoals(ownGoals).filter((goal) => documents.includes(documentOf(goal)))
const { catalogs } = await readCatalogs(goals, '.')
let server: ModelServer

beforeAll(async () => {
  server = await startModelServer({ port: 0, model: 'x' })
})
afterAll(() => server.close())

function measure(goal: Goal, mapperFor: ReturnType<typeof loadMapper>): Promise<AutomapRow> {
  const catalog = catalogs.get(documentOf(goal))
  if (catalog === undefined) throw new Error(`${goal.id}: no catalog.`)
  return measureGoal({
    goal,
    wording: 'goal_product',
    names: true,
    catalog,
    mapper: mapperFor(goal, catalog),
  })
}

test('a model that knows the labels is never wrong, names nothing unknown, and keeps to the budget', async () => {
  const mapperFor = loadMapper({ kind: 'oracle' })
  const rows = await Promise.all(goals.map((goal) => measure(goal, mapperFor)))
  const wrong = rows.filter(({ kind, mapped, isRight }) => mapped !== null && (kind === 'none' || !isRight))
  expect(wrong.map(({ id }) => id)).toEqual([])
  expect(rows.flatMap(({ unknownNames }) => unknownNames)).toEqual([])
  expect(rows.filter(({ usage, fallback }) => usage.calls > 5 || fallback !== null)).toEqual([])
  expect(rows.filter(({ isExact }) => isExact).length / rows.length).toBeGreaterThan(0.7)
})

test('a model at an address is asked, counted, and told when it gives nothing', async () => {
  const [goal] = goals
  if (goal === undefined) throw new Error('There is no goal.')
  const mapperFor = loadMapper({
    kind: 'model',
    model: 'x',
    baseUrl: server.baseUrl,
    apiKey: undefined,
    record: undefined,
  })
  const chosen = await measure(goal, mapperFor)
  server.follow({ steps: { any: () => answer({ choices: ['o999'] }) } })
  const fallen = await measure(goal, mapperFor)
  expect([chosen.mode, chosen.fallback, chosen.usage.calls, chosen.given]).toEqual(['model', null, 3, null])
  expect([fallen.mode, fallen.fallback]).toEqual(['deterministic', 'illegal_answer'])
  expect(server.violations).toEqual([])
})
