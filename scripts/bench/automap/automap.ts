import { writeFileSync } from 'node:fs'
import { compile } from '../../../packages/compiler/src/index.ts'
import { mapGoal, rankOperations, indexOperations } from '../../../packages/mapper/src/index.ts'
import {
  type Binding,
  fingerprintCatalog,
  isWrite,
  type Lowering,
  openScoping,
  type SchemaCatalog,
} from '../../../packages/model/src/index.ts'
import { loadAdapter } from '../../../packages/sources/src/index.ts'
import type { BenchOptions } from '../options.ts'
import { documentOf, loadCatalogs } from './catalogs.ts'
import { type Goal, goldOf, readGoals, type Wording, wordings } from './goals.ts'
import { argumentLabels, labelOf, outputLabels, plainLabel } from './labels.ts'
import { printAutomap } from './print-automap.ts'

/** What became of one goal in one wording. */
export interface AutomapRow {
  readonly id: string
  readonly provider: string
  readonly wording: Wording
  readonly kind: Goal['kind']
  /** Rank of the first right operation, from 1; absent when it is not in the ranking. */
  readonly rank?: number
  readonly mapped?: string
  readonly isRight: boolean
  readonly arguments: readonly [right: number, all: number]
  readonly outputs: readonly [right: number, all: number]
  readonly isExact: boolean
  readonly compiles: boolean
  readonly writes: boolean
  readonly ms: number
}

interface Provider {
  readonly catalog: SchemaCatalog
  readonly lowering: Lowering
  readonly catalogHash: string
}

/** Drafts a binding for every labelled goal and counts what is right. Database dumps are skipped, and said so. */
export async function benchAutomap(options: BenchOptions): Promise<void> {
  if (options.goals === undefined || options.specs === undefined) {
    console.error('automap needs --goals <file.jsonl> and --specs <folder>.')
    process.exit(2)
  }
  const goals = readGoals(options.goals)
  const catalogs = await loadCatalogs(goals, options.specs)
  const indexMs = [...catalogs.values()].map((catalog) => timed(() => indexOperations(catalog)).ms)
  const rows: AutomapRow[] = []
  for (const [document, catalog] of catalogs) {
    const lowering = await loadAdapter(catalog.source)
    const provider: Provider = { catalog, lowering, catalogHash: fingerprintCatalog(catalog) }
    const own = goals.filter((goal) => documentOf(goal) === document)
    rows.push(...own.flatMap((goal) => wordingsOf(goal).map((wording) => runGoal(goal, wording, provider))))
  }
  if (options.out !== undefined)
    writeFileSync(options.out, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const skipped = goals.filter((goal) => !catalogs.has(documentOf(goal)))
  printAutomap({ rows, skipped: skipped.length, indexMs }, options.json ? 'json' : 'table')
}

const wordingsOf = (goal: Goal): readonly Wording[] =>
  wordings.filter((wording) => goal[wording] !== undefined)

function runGoal(goal: Goal, wording: Wording, provider: Provider): AutomapRow {
  const { catalog, lowering, catalogHash } = provider
  const request = {
    goal: goal[wording] ?? '',
    parameters: goal.inputs.map(({ param }) => param),
    outputs: goal.outputs.map(({ name }) => name),
  }
  const compiles = (binding: Binding) =>
    compile({ binding, catalog, catalogHash, lowering, integration: goal.provider, scoping: openScoping })
  const { value: mapped, ms } = timed(() => mapGoal(request, catalog, { compile: compiles }))
  const gold = goldOf(goal)
  const ranking = rankOperations(indexOperations(catalog), request, 10)
  const rank = ranking.findIndex(({ operation }) => gold.includes(labelOf(operation))) + 1
  const operation =
    mapped.status === 'mapped' ? catalog.operations.find(({ name }) => name === mapped.operation) : undefined
  const head = { id: goal.id, provider: goal.provider, wording, kind: goal.kind, ms }
  const ranked = rank === 0 ? {} : { rank }
  if (mapped.status !== 'mapped' || operation === undefined) return { ...head, ...ranked, ...nothing }
  const isRight = gold.includes(labelOf(operation))
  const args = countRight(
    goal.inputs.map(({ param, argument }) => [param, argument]),
    argumentLabels(mapped.binding, operation),
  )
  const outputs = countRight(
    goal.outputs.map(({ name, path }) => [name, path]),
    outputLabels(mapped.binding),
  )
  const isGold = labelOf(operation) === goal.gold_operation
  return {
    ...head,
    ...ranked,
    mapped: labelOf(operation),
    isRight,
    arguments: isGold ? args : [0, 0],
    outputs: isGold ? outputs : [0, 0],
    isExact: isGold && args[0] === args[1] && outputs[0] === outputs[1],
    compiles: mapped.issues.length === 0,
    writes: isWrite(operation.effect),
  }
}

const nothing = {
  isRight: false,
  arguments: [0, 0],
  outputs: [0, 0],
  isExact: false,
  compiles: false,
  writes: false,
} as const

function countRight(
  wanted: readonly (readonly [string, string])[],
  labels: ReadonlyMap<string, string>,
): readonly [number, number] {
  const right = wanted.filter(([name, label]) => labels.get(name) === plainLabel(label))
  return [right.length, wanted.length]
}

function timed<Value>(work: () => Value): { readonly value: Value; readonly ms: number } {
  const began = performance.now()
  const value = work()
  return { value, ms: performance.now() - began }
}
