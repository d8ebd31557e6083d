import { assignOutputs } from '../../../../packages/mapper/src/assignment/assign-outputs.ts'
import { assignParameters } from '../../../../packages/mapper/src/assignment/assign-parameters.ts'
import {
  type ChoiceFeatures,
  choiceFeatures,
  choiceValues,
} from '../../../../packages/mapper/src/choice-features.ts'
import { confidenceFeatures } from '../../../../packages/mapper/src/confidence.ts'
import { featuresOf, featureValues } from '../../../../packages/mapper/src/ranking/features.ts'
import {
  indexOperations,
  type OperationIndex,
} from '../../../../packages/mapper/src/ranking/operation-index.ts'
import { type GoalText, readQuery } from '../../../../packages/mapper/src/ranking/query.ts'
import { indexCatalog, isWrite, type Operation } from '../../../../packages/model/src/index.ts'
import { documentOf, loadCatalogs } from '../catalogs.ts'
import { type Goal, goldOf, type Wording, wordings } from '../goals.ts'
import { labelOf } from '../labels.ts'
import { dot, type RankedList } from './fit-listwise.ts'

/** One goal in one wording over all operations of a catalog that it may be served by. */
export interface Example extends RankedList {
  readonly provider: string
  readonly wording: Wording
  /** `elsewhere`: the goal is put to the catalog of another provider, which is taken not to serve it. */
  readonly kind: 'served' | 'unserved' | 'elsewhere'
  /** Whether the mapper is told the names of parameters and outputs, or the goal alone. */
  readonly names: 'given' | 'withheld'
  /** The likeliest candidates by a ranker's weights, with the features of the choice between them. */
  readonly shortlist: (ranker: readonly number[], length: number) => RankedList
  /** What tells how sure the choice of a model is; undefined when there is nothing to choose from. */
  readonly certainty: (model: ChoiceModel, length: number) => Certainty | undefined
}

export interface ChoiceModel {
  readonly ranker: readonly number[]
  readonly choice: readonly number[]
}

export interface Certainty {
  readonly features: readonly number[]
  readonly isRight: boolean
}

/** How many catalogs of other providers each goal is put to. */
const otherCatalogs = 2

export async function loadExamples(goals: readonly Goal[], specs: string): Promise<readonly Example[]> {
  const catalogs = await loadCatalogs(goals, specs)
  const indexes = [...catalogs].map(([document, catalog]) => ({ document, index: indexOperations(catalog) }))
  return goals.flatMap((goal) => {
    const at = indexes.findIndex(({ document }) => document === documentOf(goal))
    const own = indexes[at]
    if (own === undefined) return []
    const others = Array.from(
      { length: otherCatalogs },
      (_, step) => indexes[(at + 1 + step * 3) % indexes.length],
    )
    const kind = goal.kind === 'none' ? 'unserved' : 'served'
    return wordings.flatMap((wording) => [
      ...toExample({ goal, wording, kind, names: 'given' }, own.index),
      ...toExample({ goal, wording, kind, names: 'withheld' }, own.index),
      ...others.flatMap((other, turn) =>
        other === undefined || other === own
          ? []
          : toExample(
              { goal, wording, kind: 'elsewhere', names: turn === 0 ? 'given' : 'withheld' },
              other.index,
            ),
      ),
    ])
  })
}

interface Task {
  readonly goal: Goal
  readonly wording: Wording
  readonly kind: Example['kind']
  readonly names: Example['names']
}

function toExample({ goal, wording, kind, names }: Task, index: OperationIndex): readonly Example[] {
  const text = goal[wording]
  if (text === undefined) return []
  const request: GoalText = {
    goal: text,
    parameters: names === 'given' ? goal.inputs.map(({ param }) => param) : [],
    outputs: names === 'given' ? goal.outputs.map(({ name }) => name) : [],
  }
  const labels = kind === 'served' ? goldOf(goal) : []
  return [{ provider: goal.provider, wording, kind, names, ...listOperations(request, index, labels) }]
}

function listOperations(
  request: GoalText,
  index: OperationIndex,
  labels: readonly string[],
): Pick<Example, 'candidates' | 'gold' | 'shortlist' | 'certainty'> {
  const query = readQuery(request, index)
  const allowed = index.operations.filter(
    ({ entry }) => query.intent.effect !== 'read' || !isWrite(entry.operation.effect),
  )
  const operations = allowed.map(({ entry }) => entry.operation)
  const features = allowed.map((operation) => featuresOf(operation, query, index))
  const candidates = features.map(featureValues)
  const gold = operations.flatMap((operation, at) => (labels.includes(labelOf(operation)) ? [at] : []))
  const place = remember((operation: Operation) => placeNames(operation, request, index))
  const likeliest = (ranker: readonly number[], length: number): readonly Candidate[] =>
    candidates
      .map((values, at) => ({ at, score: dot(values, ranker) }))
      .sort((a, b) => b.score - a.score)
      .slice(0, length)
      .flatMap(({ at, score }) => {
        const operation = operations[at]
        return operation === undefined ? [] : [{ at, choice: choiceFeatures({ score, ...place(operation) }) }]
      })
  return {
    candidates,
    gold,
    shortlist: (ranker, length) => {
      const chosen = likeliest(ranker, length)
      return {
        candidates: chosen.map(({ choice }) => choiceValues(choice)),
        gold: chosen.flatMap(({ at }, rank) => (gold.includes(at) ? [rank] : [])),
      }
    },
    certainty: ({ ranker, choice }, length) => {
      const scored = likeliest(ranker, length)
        .map((candidate) => ({ ...candidate, score: dot(choiceValues(candidate.choice), choice) }))
        .sort((a, b) => b.score - a.score)
      const [best, second] = scored
      const ranking = features[best?.at ?? -1]
      if (best === undefined || ranking === undefined) return undefined
      return {
        features: confidenceFeatures({
          ranking,
          choice: best.choice,
          margin: best.score - (second?.score ?? -Infinity),
          unknown: query.unknown,
          names: (request.parameters?.length ?? 0) + (request.outputs?.length ?? 0),
        }),
        isRight: gold.includes(best.at),
      }
    },
  }
}

interface Candidate {
  readonly at: number
  readonly choice: ChoiceFeatures
}

function placeNames(operation: Operation, request: GoalText, index: OperationIndex) {
  const catalog = indexCatalog(index.catalog)
  return {
    parameters: assignParameters({ names: request.parameters ?? [] }, operation, catalog),
    outputs: assignOutputs({ names: request.outputs ?? [] }, operation, catalog),
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
