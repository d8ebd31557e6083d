import { isWrite, type Operation } from '@bindery/model'
import { featureNames, featuresOf } from './features.ts'
import type { OperationIndex } from './operation-index.ts'
import { type GoalText, type Query, readQuery } from './query.ts'
import { weights } from './weights.ts'

export interface RankedOperation {
  readonly operation: Operation
  /** Sum of weighted features; only differences between operations of one ranking mean something. */
  readonly score: number
  /** Share of what the goal says that the operation's name, title and route speak of, 0 to 1. */
  readonly coverage: number
}

/**
 * Operations from the likeliest to the unlikeliest to serve a goal, at most `limit`. A goal that reads gets no operation
 * that writes. Never throws; the same input gives the same order.
 */
export function rankOperations(
  index: OperationIndex,
  goal: GoalText,
  limit = 20,
): readonly RankedOperation[] {
  const query = readQuery(goal, index)
  return rankQuery(index, query).slice(0, limit)
}

export function rankQuery(index: OperationIndex, query: Query): readonly RankedOperation[] {
  const linear = featureNames.map((name) => weights[name])
  const coverageAt = featureNames.indexOf('label_concept')
  return index.operations
    .filter(({ entry }) => query.intent.effect !== 'read' || !isWrite(entry.operation.effect))
    .map((indexed) => {
      const features = featuresOf(indexed, query, index)
      const score = features.reduce((sum, value, at) => sum + value * (linear[at] ?? 0), 0)
      return { operation: indexed.entry.operation, score, coverage: features[coverageAt] ?? 0 }
    })
    .sort((a, b) => b.score - a.score || (a.operation.name < b.operation.name ? -1 : 1))
}
