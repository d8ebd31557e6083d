import { type GoalText, indexOperations, rankOperations } from '../../../packages/mapper/src/index.ts'
import { offerOperations } from '../../../packages/mapper/src/model/offer-operations.ts'
import { prepareGoal } from '../../../packages/mapper/src/prepare-goal.ts'
import {
  type Binding,
  indexCatalog,
  isWrite,
  type Operation,
  type SchemaCatalog,
} from '../../../packages/model/src/index.ts'
import { chosenStep, lookupOf } from './chosen-step.ts'
import { findGold, unknownNames } from './check-labels.ts'
import type { GoalMapper, MappedRow, MapperUsage } from './goal-mapper.ts'
import { type Goal, goldLabels, type Wording } from './goals.ts'
import { fixedLabels } from './fixed-labels.ts'
import { countFixed, isFoundBy, wrongFixed } from './score-fixed.ts'
import { argumentLabels, outputLabels, plainLabel } from './labels.ts'
import { isNamedBy, labelOf } from './operation-label.ts'

/** How many of the proposed lines are right, of how many that should be there. */
export interface LineCount {
  readonly right: number
  readonly proposed: number
  readonly wanted: number
}

/** The lines of a draft whose operation is the labelled one; the others have nothing to compare with. */
export interface DraftLines {
  readonly arguments: LineCount
  readonly outputs: LineCount
}

/** What became of one goal in one wording: a line of the raw results. */
export interface AutomapRow {
  readonly id: string
  readonly provider: string
  readonly wording: Wording
  /** Whether the mapper was also given the names of parameters and outputs. */
  readonly names: boolean
  readonly kind: Goal['kind']
  readonly gold: string | null
  /** Place of the first right operation in the ranking, from 1; null when it is not in it. */
  readonly rank: number | null
  /** How many operations a model would be offered, and whether a right one is among them. */
  readonly offered: number
  readonly isOffered: boolean
  /** The first of the ranking. */
  readonly top: readonly string[]
  readonly mode: string
  /** Label of the operation of the draft; null when the mapper abstained. */
  readonly mapped: string | null
  /** The operation that finds an id which the goal does not give, in a step before; null without one. */
  readonly lookup: string | null
  readonly reasons: readonly string[]
  /** The labelled operation or one of its alternatives. */
  readonly isRight: boolean
  /** The labelled operation itself, so that its lines can be compared. */
  readonly isGold: boolean
  readonly lines: DraftLines
  /** Lines that differ from the labels, as `name: proposed, not wanted`. */
  readonly wrongLines: readonly string[]
  /** The same with a catalog of the labelled operation alone; null without names, without such an operation, and where a question costs. */
  readonly given: (DraftLines & { readonly isMapped: boolean }) | null
  /** Parts that hold in every call, in drafts of the labelled operation. */
  readonly fixed: LineCount
  /** Whether the id is found by the labelled read; null where none is labelled. */
  readonly isLookupRight: boolean | null
  /** How much the draft says that it leaves open. */
  readonly open: number
  readonly isExact: boolean
  readonly compiles: boolean
  /** As the draft says them; null when the mapper abstained. */
  readonly confidence: number | null
  readonly strength: string | null
  readonly writes: boolean
  readonly usage: MapperUsage
  /** Why a model gave nothing, so that rules drafted; null when it did, and for mappers without one. */
  readonly fallback: string | null
  /** Names in the draft that the catalog does not have. */
  readonly unknownNames: readonly string[]
  readonly queryMs: number
  readonly draftMs: number
}

export interface GoalTask {
  readonly goal: Goal
  readonly wording: Wording
  readonly names: boolean
  readonly catalog: SchemaCatalog
  readonly mapper: GoalMapper
}

const topShown = 5

export async function measureGoal(task: GoalTask): Promise<AutomapRow> {
  const { goal, catalog, mapper } = task
  const request = requestOf(task)
  const index = indexOperations(catalog)
  const { value: ranking, ms: queryMs } = timed(() => rankOperations(index, request, Infinity))
  const labels = goldLabels(goal)
  const rank = ranking.findIndex(({ operation }) => labels.some((label) => isNamedBy(operation, label))) + 1
  const offered = offeredTo(request, catalog)
  const began = performance.now()
  const mapped = await mapper.map(request, catalog)
  const draftMs = performance.now() - began
  return {
    id: goal.id,
    provider: goal.provider,
    wording: task.wording,
    names: task.names,
    kind: goal.kind,
    gold: goal.gold_operation,
    rank: rank === 0 ? null : rank,
    offered: offered.length,
    isOffered: offered.some((operation) => labels.some((label) => isNamedBy(operation, label))),
    top: ranking.slice(0, topShown).map(({ operation }) => labelOf(operation)),
    ...score(mapped, task),
    given: task.names && mapper.costs === 'nothing' ? await mapGiven(task) : null,
    queryMs,
    draftMs,
  }
}

/** What a model would be offered before it is asked anything. */
function offeredTo(request: GoalText, catalog: SchemaCatalog): readonly Operation[] {
  const prepared = prepareGoal(request, catalog, 'all')
  if (!prepared.ok) return []
  return offerOperations(prepared.value).operations.map(({ ranked }) => ranked.operation)
}

function requestOf({ goal, wording, names }: GoalTask): GoalText {
  const text = goal[wording] ?? ''
  if (!names) return { goal: text }
  return {
    goal: text,
    parameters: [...goal.inputs, ...goal.lookup_inputs].map(({ param }) => param),
    outputs: goal.outputs.map(({ name }) => name),
  }
}

type Scored = Pick<
  AutomapRow,
  | 'mode'
  | 'mapped'
  | 'lookup'
  | 'reasons'
  | 'isRight'
  | 'isGold'
  | 'lines'
  | 'wrongLines'
  | 'fixed'
  | 'isLookupRight'
  | 'open'
  | 'isExact'
  | 'compiles'
  | 'confidence'
  | 'strength'
  | 'writes'
  | 'usage'
  | 'fallback'
  | 'unknownNames'
>

function score(mapped: MappedRow, { goal, catalog }: GoalTask): Scored {
  const { mode, usage, fallback = null } = mapped
  const operation = mapped.status === 'mapped' ? indexCatalog(catalog).operation(mapped.operation) : undefined
  if (mapped.status === 'abstained' || operation === undefined) {
    const reasons = mapped.status === 'abstained' ? mapped.reasons : ['The operation is not in the catalog.']
    const unknown = mapped.status === 'mapped' ? [mapped.operation] : []
    const fixed = { right: 0, proposed: 0, wanted: goal.fixed.length }
    const isLookupRight = goal.gold_lookup === undefined ? null : false
    const lines = { lines: missed(goal), wrongLines: [], fixed, isLookupRight, open: 0 }
    return { mode, usage, fallback, mapped: null, reasons, ...nothing, ...lines, unknownNames: unknown }
  }
  const isRight = goldLabels(goal).some((label) => isNamedBy(operation, label))
  const isGold = goal.gold_operation !== null && isNamedBy(operation, goal.gold_operation)
  const binding = chosenStep(mapped.binding)
  const compared = compareLines(binding, operation, goal)
  const { lines, wrongLines } = isGold ? compared : { lines: unfit(compared.lines), wrongLines: [] }
  const fixed = countFixed(goal, isGold ? fixedLabels(binding, operation) : [])
  const isLookupRight = isFoundBy(goal, isGold ? lookupOf(mapped.binding) : null, catalog)
  return {
    mode,
    usage,
    fallback,
    unknownNames: unknownNames(binding, operation, indexCatalog(catalog)),
    mapped: labelOf(operation),
    lookup: lookupOf(mapped.binding),
    reasons: [],
    isRight,
    isGold,
    lines,
    wrongLines: [...wrongLines, ...(isGold ? wrongFixed(goal, fixedLabels(binding, operation)) : [])],
    fixed,
    isLookupRight,
    open: mapped.open,
    isExact:
      isGold &&
      isWhole(lines.arguments) &&
      isWhole(lines.outputs) &&
      isWhole(fixed) &&
      (goal.form === undefined || fixed.proposed === fixed.right) &&
      isLookupRight !== false,
    compiles: mapped.compiles,
    confidence: mapped.confidence,
    strength: mapped.strength,
    writes: isWrite(operation.effect),
  }
}

const nothing = {
  lookup: null,
  isRight: false,
  isGold: false,
  isExact: false,
  compiles: false,
  confidence: null,
  strength: null,
  writes: false,
} as const

const isWhole = ({ right, wanted }: LineCount): boolean => right === wanted

const missed = (goal: Goal): DraftLines => ({
  arguments: { right: 0, proposed: 0, wanted: goal.inputs.length },
  outputs: { right: 0, proposed: 0, wanted: goal.outputs.length },
})

/** Lines of another operation are proposed all the same, and none of them is right. */
const unfit = ({ arguments: args, outputs }: DraftLines): DraftLines => ({
  arguments: { ...args, right: 0 },
  outputs: { ...outputs, right: 0 },
})

function compareLines(
  binding: Binding,
  operation: Operation,
  goal: Goal,
): { readonly lines: DraftLines; readonly wrongLines: readonly string[] } {
  const args = countLines(
    goal.inputs.map(({ param, argument }) => [param, argument]),
    argumentLabels(binding, operation),
  )
  const outputs = countLines(
    goal.outputs.map(({ name, path }) => [name, path]),
    outputLabels(binding),
  )
  return {
    lines: { arguments: args.count, outputs: outputs.count },
    wrongLines: [...args.wrong, ...outputs.wrong],
  }
}

function countLines(
  wanted: readonly (readonly [name: string, label: string])[],
  proposed: ReadonlyMap<string, string>,
): { readonly count: LineCount; readonly wrong: readonly string[] } {
  const wrong = wanted.filter(([name, label]) => proposed.get(name) !== plainLabel(label))
  return {
    count: {
      right: wanted.length - wrong.length,
      proposed: wanted.filter(([name]) => proposed.has(name)).length,
      wanted: wanted.length,
    },
    wrong: wrong.map(([name, label]) => `${name}: ${proposed.get(name) ?? 'nothing'}, not ${label}`),
  }
}

/**
 * Maps with the labelled operation as the whole catalog. Its own name is put beside the goal and its effect is told, so
 * that neither missing vocabulary nor a wrong intent keeps the mapper from it: what is left is the mapping.
 */
async function mapGiven(task: GoalTask): Promise<AutomapRow['given']> {
  const { goal, catalog, mapper } = task
  const gold = findGold(goal, catalog)
  if (gold === undefined) return null
  const request = requestOf(task)
  const told = {
    ...request,
    goal: `${request.goal}: ${gold.title ?? gold.name}`,
    isWrite: isWrite(gold.effect),
    decisions: [{ kind: 'operation', verdict: 'accept', name: gold.name } as const],
  }
  const mapped = await mapper.map(told, { ...catalog, operations: [gold] })
  if (mapped.status === 'abstained') return { ...missed(goal), isMapped: false }
  return { ...compareLines(chosenStep(mapped.binding), gold, goal).lines, isMapped: true }
}

function timed<Value>(work: () => Value): { readonly value: Value; readonly ms: number } {
  const began = performance.now()
  const value = work()
  return { value, ms: performance.now() - began }
}
