import { indexCatalog, isWrite } from '@bindery/model'
import type { PlacedOperation } from '../draft/placed-operation.ts'
import type { PreparedGoal } from '../prepare-goal.ts'
import { closedValues } from './closed-values.ts'
import { goalWords } from './goal-words.ts'
import { obeyPart } from './obey-part.ts'
import type { SaidPart } from './part.ts'
import { readComparisons } from './read-comparisons.ts'
import { readOrder } from './read-order.ts'
import { readTimes } from './read-times.ts'
import { readValues } from './read-values.ts'
import { type RowFields, rowFields } from './row-fields.ts'

const mostParts = 8

/** What the words of a goal settle for a chosen operation beside the names, as people left it. */
export function readParts(placed: PlacedOperation, prepared: PreparedGoal): readonly SaidPart[] {
  const rows = rowsOf(placed, prepared)
  return saidParts(placed, prepared)
    .flatMap((said) => obeyPart(said, prepared.goal.decisions ?? [], rows))
    .slice(0, mostParts)
}

/** The same whatever people, or a model, made of it: its words are served by nothing else. */
export function saidParts(
  placed: PlacedOperation,
  { goal, index, query }: PreparedGoal,
): readonly SaidPart[] {
  const { ranked, parameters } = placed
  const { operation } = ranked
  const rows = rowsOf(placed, { index })
  const words = goalWords(goal.goal)
  const values = readValues(closedValues(operation, rows, indexCatalog(index.catalog)), {
    goal: words,
    act: query.intent.act,
    operation,
    parameters,
  })
  if (rows === undefined) return values
  return [...values, ...readTimes(words, rows), ...readComparisons(words, rows), ...readOrder(words, rows)]
}

const rowsOf = (
  { ranked: { operation }, outputs }: PlacedOperation,
  { index }: Pick<PreparedGoal, 'index'>,
): RowFields | undefined =>
  isWrite(operation.effect) ? undefined : rowFields(operation, outputs, indexCatalog(index.catalog))
