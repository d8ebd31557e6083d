import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readCatalogs } from './catalogs.ts'
import { readGoalLines } from './goals.ts'
import { labelOf } from './operation-label.ts'

const folder = mkdtempSync(join(tmpdir(), 'bindery-goals-'))
afterAll(() => rmSync(folder, { recursive: true }))

const openapi = (path: string) =>
  JSON.stringify({
    openapi: '3.0.0',
    info: { title: path, version: '1' },
    paths: { [path]: { get: { operationId: 'list', responses: { '200': { $ref: 'shared.json#/Ok' } } } } },
  })

const files: Readonly<Record<string, string>> = {
  'one.json': openapi('/users'),
  'two.json': openapi('/invoices'),
  'shared.json': '{"Ok": {"description": "ok"}}',
  'query.graphql': 'type Query { users: [User!]! }',
  'user.graphql': 'type User { name: String }',
  'broken.yaml': 'not: [closed',
  'empty.json': '',
}
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)

const goal = (provider: string, ...source_file: string[]): string =>
  JSON.stringify({ id: provider, provider, source_file, goal: 'list', gold_operation: null, kind: 'none' })

test('documents that cannot be read stop none of the others, and their goals are counted', async () => {
  const { goals } = readGoalLines(
    [
      goal('both', 'specs/one.json', 'specs/two.json', 'specs/shared.json'),
      goal('graph', 'query.graphql', 'user.graphql'),
      goal('missing', 'nowhere.json'),
      goal('missing too', 'nowhere.json'),
      goal('broken', 'broken.yaml'),
      goal('empty', 'empty.json'),
    ].join('\n'),
  )
  const { catalogs, skipped } = await readCatalogs(goals, folder)
  const operations = [...catalogs].map(([document, catalog]) => [document, catalog.operations.map(labelOf)])
  expect(operations).toEqual([
    ['specs/one.json specs/two.json specs/shared.json', ['GET /users', 'GET /invoices']],
    ['query.graphql user.graphql', ['query users']],
  ])
  expect(skipped.map(({ document, goals: count }) => [document, count])).toEqual([
    ['nowhere.json', 2],
    ['broken.yaml', 1],
    ['empty.json', 1],
  ])
})

test('documents in a folder called specs below the one that was named are found', async () => {
  mkdirSync(join(folder, 'below', 'specs'), { recursive: true })
  writeFileSync(join(folder, 'below', 'specs', 'deep.json'), openapi('/users'))
  const { goals } = readGoalLines(goal('deep', 'deep.json'))
  const { catalogs } = await readCatalogs(goals, join(folder, 'below'))
  expect([...catalogs.keys()]).toEqual(['deep.json'])
})

test('a line that is no goal is told with its number and stops none of the others', () => {
  const { goals, problems } = readGoalLines(
    `${goal('a', 'a.json')}\n\n{"id": 1}\nno json\n${goal('b', 'b.json')}\n`,
  )
  expect(goals.map(({ id }) => id)).toEqual(['a', 'b'])
  expect(problems.map((problem) => problem.slice(0, 7))).toEqual(['line 3:', 'line 4:'])
})
