import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { documentOf, type ReadCatalogs, readCatalogs } from './catalogs.ts'
import { checkLabels } from './check-labels.ts'
import { figuresOf } from './figures.ts'
import { ownGoals, readGoals } from './goals.ts'
import { measureGoal } from './measure-goal.ts'
import { oracleFor } from './oracle-mapper.ts'

const goals = readGoals(ownGoals)

describe('the goals that ship', () => {
  let read: ReadCatalogs
  beforeAll(async () => {
    read = await readCatalogs(goals, fileURLToPath(new URL('.', import.meta.url)))
  })

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

  test('a mapper that knows the labels is right about everything', async () => {
    const served = goals.filter(({ kind }) => kind !== 'none')
    const rows = await Promise.all(
      served.map((goal) => {
        const catalog = read.catalogs.get(documentOf(goal))
        if (catalog === undefined) throw new Error(`${goal.id}: no catalog.`)
        return measureGoal({ goal, wording: 'goal', names: true, catalog, mapper: oracleFor(goal) })
      }),
    )
    expect(rows.flatMap(({ id, wrongLines }) => wrongLines.map((line) => `${id} ${line}`))).toEqual([])
    const { drafted1, exact, argumentsF1, outputsF1, givenArgumentsF1, givenOutputsF1, writesForReads } =
      figuresOf(rows)
    expect({ drafted1, exact, argumentsF1, outputsF1, givenArgumentsF1, givenOutputsF1 }).toEqual({
      drafted1: 100,
      exact: 100,
      argumentsF1: 100,
      outputsF1: 100,
      givenArgumentsF1: 100,
      givenOutputsF1: 100,
    })
    expect(writesForReads).toBe(0)
    expect(rows.filter(({ compiles }) => !compiles).map(({ id }) => id)).toEqual([
      // An output that wants consent.
      'own-clinic-02',
      // Input that the goal does not speak of.
      'own-storefront-13',
      // An answer of several shapes.
      'own-figma-15',
      'own-figma-16',
      // A list of plain values.
      'own-netlify-05',
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
