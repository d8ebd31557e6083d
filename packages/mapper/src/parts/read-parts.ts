import { indexCatalog, isWrite, type Operation } from '@bindery/model'
import type { PlacedOperation } from '../draft/placed-operation.ts'
import type { PreparedGoal } from '../prepare-goal.ts'
import { nameTerms } from '../assignment/name-fit.ts'
import { recordAnswers } from '../lookup/record-answers.ts'
import { routeOf } from '../ranking/route.ts'
import { stem } from '../words/stem.ts'
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
    isRecord: recordAnswers(index).hasThing,
  })
  if (rows === undefined) return values
  const order = readOrder(words, rows).filter(({ words: said }) => !isCalledSo(said, operation))
  return [...values, ...readTimes(words, rows), ...readComparisons(words, rows), ...order]
}

/** `Get the top tracks` is in an order of its own. */
const isCalledSo = (said: readonly string[], { name, title = '', provenance }: Operation): boolean => {
  const called = new Set([name, title, ...routeOf(provenance).literals].flatMap(nameTerms))
  return said.some((word) => called.has(stem(word)))
}

const rowsOf = (
  { ranked: { operation }, outputs }: PlacedOperation,
  { index }: Pick<PreparedGoal, 'index'>,
): RowFields | undefined =>
  isWrite(operation.effect) ? undefined : rowFields(operation, outputs, indexCatalog(index.catalog))
