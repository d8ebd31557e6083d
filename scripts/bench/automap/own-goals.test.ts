import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { documentOf, type ReadCatalogs, readCatalogs } from './catalogs.ts'
import { checkLabels } from './check-labels.ts'
import { ownGoals, readGoals } from './goals.ts'

const goals = readGoals(ownGoals)

describe('the goals that ship', () => {
  let read: ReadCatalogs
  beforeAll(async () => {
    read = await readCatalogs(goals, fileURLToPath(new URL('.', import.meta.url)))
  }, 120_000)

  test('are about documents that are all there', () => {
    expect(read.skipped).toEqual([])
    expect(read.catalogs.size).toBe(6)
  })

  test('name operations, arguments and paths that their documents have', () => {
    const problems = goals.flatMap((goal) => {
      const catalog = read.catalogs.get(documentOf(goal))
      return catalog === undefined ? [`${goal.id}: no catalog.`] : checkLabels(goal, catalog)
    })
    expect(problems).toEqual([])
  })

  test('a wrong operation, argument or path is told', () => {
    const [goal] = goals
    const catalog = goal === undefined ? undefined : read.catalogs.get(documentOf(goal))
    if (goal === undefined || catalog === undefined) throw new Error('There is no goal.')
    const wrong = {
      ...goal,
      acceptable_alternatives: ['GET /patient'],
      inputs: [{ param: 'caller_phone', argument: 'query.telephone' }],
      outputs: [{ name: 'name', path: 'patients[].full_name' }],
    }
    expect(checkLabels(wrong, catalog)).toEqual([
      'own-clinic-01: there is no operation "GET /patient".',
      'own-clinic-01: "GET /patients" takes no "query.telephone".',
      'own-clinic-01: "GET /patients" answers with no "patients[].full_name".',
    ])
  })

  test('are at least 60, in both wordings, with ids of their own and some that nothing serves', () => {
    expect(goals.length).toBeGreaterThanOrEqual(60)
    expect(goals.filter(({ goal_product }) => goal_product === undefined)).toEqual([])
    expect(new Set(goals.map(({ id }) => id)).size).toBe(goals.length)
    expect(goals.filter(({ kind }) => kind === 'none').length).toBeGreaterThanOrEqual(10)
    expect(
      goals.filter(({ kind, gold_operation }) => (kind === 'none') !== (gold_operation === null)),
    ).toEqual([])
  })
})
