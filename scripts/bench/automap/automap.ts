import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
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
import { StaleReplay } from './prompt-record.ts'
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
  const read = await readCatalogs(goals, value.specs, value.deadlineMs)
  sayWhatIsMissing(read)
  const { catalogs, skipped } = read
  sayWrongLabels(goals, catalogs)
  const rows: AutomapRow[] = []
  const keep = keeperOf(options.out)
  for (const [document, catalog] of catalogs) {
    const own = await measureProvider(catalog, { document, goals, mapperFor, value, keep }).catch(endStale)
    rows.push(...own)
    console.error(`measured: ${own.length} drafts over ${document}`)
  }
  const scale = measureScale(
    [...catalogs.values()],
    goals.flatMap((goal) => value.wordings.flatMap((wording) => requestsOf(goal, goal[wording]))),
  )
  printAutomap(
    { options: value, goals: goals.length, unreadable: problems.length, rows, skipped, scale },
    options.json ? 'json' : 'table',
  )
  // Figures over fewer goals than were asked for are not the figures that were asked for.
  if (skipped.length > 0 || problems.length > 0) process.exitCode = 1
}

/** Answers to other prompts say nothing about these. */
function endStale(error: unknown): never {
  if (!(error instanceof StaleReplay)) throw error
  console.error(error.message)
  process.exit(1)
}

/** Writes each row down as it comes, so that nothing is lost when a later one ends it all. */
function keeperOf(file: string | undefined): (row: AutomapRow) => void {
  if (file === undefined) return () => undefined
  writeFileSync(file, '')
  return (row) => appendFileSync(file, `${JSON.stringify(row)}\n`)
}

interface ProviderTask {
  readonly document: string
  readonly goals: readonly Goal[]
  readonly mapperFor: MapperFor
  readonly value: AutomapOptions
  readonly keep: (row: AutomapRow) => void
}

async function measureProvider(
  catalog: SchemaCatalog,
  { document, goals, mapperFor, value, keep }: ProviderTask,
): Promise<readonly AutomapRow[]> {
  const own = goals.filter((goal) => documentOf(goal) === document)
  // So that no goal pays for making the index and for code that runs the first time.
  for (const { goal } of own.slice(0, warmUps)) rankOperations(indexOperations(catalog), { goal }, 1)
  const rows: AutomapRow[] = []
  for (const goal of own)
    for (const wording of value.wordings)
      for (const names of goal[wording] === undefined ? [] : [true, false]) {
        const row = await measureGoal({ goal, wording, names, catalog, mapper: mapperFor(goal, catalog) })
        keep(row)
        rows.push(row)
      }
  return rows
}

function requestsOf(goal: Goal, text: string | undefined) {
  if (text === undefined) return []
  const parameters = [...goal.inputs, ...goal.lookup_inputs].map(({ param }) => param)
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
