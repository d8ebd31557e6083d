import { isWrite, type Operation } from '@bindery/model'
import { type Features, featuresOf } from './features.ts'
import type { IndexedOperation, OperationIndex } from './operation-index.ts'
import { type GoalText, type Query, readQuery } from './query.ts'
import { scoreFeatures } from './score-features.ts'

export interface RankedOperation {
  readonly operation: Operation
  /** Sum of weighted features; only differences between operations of one ranking mean something. */
  readonly score: number
  /** Share of what the goal says that the operation's name, title and route speak of, 0 to 1. */
  readonly coverage: number
}

/** A ranked operation with what its score was made of. */
export interface ScoredOperation extends RankedOperation {
  readonly features: Features
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
  return rankQuery(index, readQuery(goal, index))
    .slice(0, limit)
    .map(({ operation, score, coverage }) => ({ operation, score, coverage }))
}

const leastCoverage = 0.3

/**
 * Operations that speak of what somebody types into a search box, best first, at most `limit`: by the same ranking as
 * goals, reads and writes alike, and only those whose name, title or route say some of it.
 */
export function searchOperations(
  index: OperationIndex,
  text: string,
  limit = 50,
): readonly RankedOperation[] {
  const query = readQuery({ goal: text.slice(0, 200) }, index)
  const isOpen = { ...query, intent: { ...query.intent, effect: 'unclear' as const } }
  return rankQuery(index, isOpen)
    .filter(({ coverage }) => coverage >= leastCoverage)
    .slice(0, limit)
    .map(({ operation, score, coverage }) => ({ operation, score, coverage }))
}

export function rankQuery(index: OperationIndex, query: Query): readonly ScoredOperation[] {
  return index.operations
    .filter(({ entry }) => query.intent.effect !== 'read' || !isWrite(entry.operation.effect))
    .map((indexed) => scoreOperation(indexed, query, index))
    .sort((a, b) => b.score - a.score || (a.operation.name < b.operation.name ? -1 : 1))
}

/** The likeliest operation that a goal which reads may not have, because it counts as a write and only its name says otherwise. */
export function likeliestDoubtful(index: OperationIndex, query: Query): ScoredOperation | undefined {
  if (query.intent.effect === 'write') return undefined
  const [best] = index.operations
    .filter(({ entry }) => entry.isDoubtfulWrite)
    .map((indexed) => scoreOperation(indexed, query, index))
    .sort((a, b) => b.score - a.score)
  return best
}

function scoreOperation(indexed: IndexedOperation, query: Query, index: OperationIndex): ScoredOperation {
  const features = featuresOf(indexed, query, index)
  const { label_concept: coverage } = features.word
  return { operation: indexed.entry.operation, score: scoreFeatures(features), coverage, features }
}
