import { assignOutputs } from '../../../../packages/mapper/src/assignment/assign-outputs.ts'
import { assignParameters } from '../../../../packages/mapper/src/assignment/assign-parameters.ts'
import { choiceFeatures } from '../../../../packages/mapper/src/choice-features.ts'
import { featuresOf } from '../../../../packages/mapper/src/ranking/features.ts'
import { indexOperations, type OperationIndex } from '../../../../packages/mapper/src/ranking/operation-index.ts'
import { readQuery } from '../../../../packages/mapper/src/ranking/query.ts'
import { indexCatalog, isWrite, type Operation } from '../../../../packages/model/src/index.ts'
import { documentOf, loadCatalogs } from '../catalogs.ts'
import { type Goal, goldOf, type Wording, wordings } from '../goals.ts'
import { labelOf } from '../labels.ts'
import { dot, type RankedList } from './fit-listwise.ts'

/** One goal in one wording over all operations that it may be served by. */
export interface Example extends RankedList {
  readonly provider: string
  readonly wording: Wording
  /** The likeliest candidates by a ranker's weights, with the features of the choice between them. */
  readonly shortlist: (weights: readonly number[], length: number) => RankedList
}

export async function loadExamples(goals: readonly Goal[], specs: string): Promise<readonly Example[]> {
  const catalogs = await loadCatalogs(goals, specs)
  const indexes = new Map([...catalogs].map(([name, catalog]) => [name, indexOperations(catalog)]))
  return goals.flatMap((goal) => {
    const index = indexes.get(documentOf(goal))
    return index === undefined || goal.kind === 'none'
      ? []
      : wordings.flatMap((wording) => toExample(goal, wording, index))
  })
}

function toExample(goal: Goal, wording: Wording, index: OperationIndex): readonly Example[] {
  const text = goal[wording]
  if (text === undefined) return []
  const names = {
    parameters: goal.inputs.map(({ param }) => param),
    outputs: goal.outputs.map(({ name }) => name),
  }
  const query = readQuery({ goal: text, ...names }, index)
  const allowed = index.operations.filter(
    ({ entry }) => query.intent.effect !== 'read' || !isWrite(entry.operation.effect),
  )
  const labels = goldOf(goal)
  const candidates = allowed.map((operation) => featuresOf(operation, query, index))
  const gold = allowed.flatMap(({ entry }, at) => (labels.includes(labelOf(entry.operation)) ? [at] : []))
  const place = remember((operation: Operation) => placeNames(operation, names, index))
  const shortlist = (weights: readonly number[], length: number): RankedList => {
    const scores = candidates.map((features) => dot(features, weights))
    const order = [...scores.keys()].sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0)).slice(0, length)
    const chosen = order.flatMap((at) => {
      const operation = allowed[at]?.entry.operation
      return operation === undefined ? [] : [choiceFeatures({ score: scores[at] ?? 0, ...place(operation) })]
    })
    return { candidates: chosen, gold: order.flatMap((at, place) => (gold.includes(at) ? [place] : [])) }
  }
  return [{ provider: goal.provider, wording, candidates, gold, shortlist }]
}

interface GoalNames {
  readonly parameters: readonly string[]
  readonly outputs: readonly string[]
}

function placeNames(operation: Operation, names: GoalNames, index: OperationIndex) {
  const catalog = indexCatalog(index.catalog)
  return {
    parameters: assignParameters(names.parameters, operation, catalog),
    outputs: assignOutputs(names.outputs, operation, catalog),
  }
}

function remember<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>()
  return (key) => {
    const value = known.get(key) ?? make(key)
    known.set(key, value)
    return value
  }
}
