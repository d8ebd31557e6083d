import { readFileSync, writeFileSync } from 'node:fs'
import { indexOperations, rankOperations } from '../../../packages/mapper/src/index.ts'
import type { SchemaCatalog } from '../../../packages/model/src/index.ts'
import type { BenchOptions } from '../options.ts'
import { type AutomapOptions, checkAutomapOptions } from './automap-options.ts'
import { documentOf, readCatalogs, sayWhatIsMissing } from './catalogs.ts'
import { checkLabels } from './check-labels.ts'
import { type Goal, readGoalLines } from './goals.ts'
import { loadMapper, type MapperFor } from './load-mapper.ts'
import { type AutomapRow, measureGoal } from './measure-goal.ts'
import { printAutomap } from './print-automap.ts'
import { measureScale, spread } from './scale.ts'

const warmUps = 3

/** Drafts a binding for every labelled goal, once with and once without the names, and counts what is right. */
export async function benchAutomap(options: BenchOptions): Promise<void> {
  const checked = checkAutomapOptions(options, process.env)
  if (!checked.ok) {
    for (const problem of checked.problems) console.error(problem)
    process.exit(2)
  }
  const { value } = checked
  const mapperFor = loadMapper(value.mapper)
  const { goals: all, problems } = readGoalLines(readFileSync(value.goals, 'utf8'))
  for (const problem of problems) console.error(`SKIPPED: ${value.goals} ${problem}`)
  const goals = value.limit === undefined ? all : spread(all, value.limit)
  const read = await readCatalogs(goals, value.specs)
  sayWhatIsMissing(read)
  const { catalogs, skipped } = read
  sayWrongLabels(goals, catalogs)
  const rows: AutomapRow[] = []
  for (const [document, catalog] of catalogs)
    rows.push(...(await measureProvider(catalog, { document, goals, mapperFor, value })))
  if (options.out !== undefined)
    writeFileSync(options.out, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const scale = measureScale(
    [...catalogs.values()],
    goals.flatMap((goal) => value.wordings.flatMap((wording) => requestsOf(goal, goal[wording]))),
  )
  printAutomap(
    { options: value, goals: goals.length, unreadable: problems.length, rows, skipped, scale },
    options.json ? 'json' : 'table',
  )
}

interface ProviderTask {
  readonly document: string
  readonly goals: readonly Goal[]
  readonly mapperFor: MapperFor
  readonly value: AutomapOptions
}

async function measureProvider(
  catalog: SchemaCatalog,
  { document, goals, mapperFor, value }: ProviderTask,
): Promise<readonly AutomapRow[]> {
  const own = goals.filter((goal) => documentOf(goal) === document)
  // So that no goal pays for making the index and for code that runs the first time.
  for (const { goal } of own.slice(0, warmUps)) rankOperations(indexOperations(catalog), { goal }, 1)
  const rows: AutomapRow[] = []
  for (const goal of own)
    for (const wording of value.wordings)
      for (const names of goal[wording] === undefined ? [] : [true, false])
        rows.push(await measureGoal({ goal, wording, names, catalog, mapper: mapperFor(goal, catalog) }))
  return rows
}

function requestsOf(goal: Goal, text: string | undefined) {
  if (text === undefined) return []
  const parameters = goal.inputs.map(({ param }) => param)
  return [{ goal: text, parameters, outputs: goal.outputs.map(({ name }) => name) }]
}

/** A label that names what is not there can never be met; whoever reads the figures must know. */
function sayWrongLabels(goals: readonly Goal[], catalogs: ReadonlyMap<string, SchemaCatalog>): void {
  for (const goal of goals) {
    const catalog = catalogs.get(documentOf(goal))
    for (const problem of catalog === undefined ? [] : checkLabels(goal, catalog))
      console.error(`note: label of ${problem}`)
  }
}
