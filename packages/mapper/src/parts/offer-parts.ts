import {
  type ConditionOperator,
  conditionOperators,
  indexCatalog,
  isWrite,
  operatorsOf,
} from '@bindery/model'
import { rowPathOf } from '../assignment/binding-names.ts'
import type { AnswerPath } from '../assignment/answer-paths.ts'
import type { ArgumentPlace } from '../assignment/places.ts'
import type { Offered, PlaceOffer } from '../model/place-offer.ts'
import type { PreparedGoal } from '../prepare-goal.ts'
import { splitWords } from '../words/split-words.ts'
import { stem } from '../words/stem.ts'
import { closedValues, isClosedValue } from './closed-values.ts'
import { goalWords, readNumber } from './goal-words.ts'
import { isRelative, type Part, type PartValue, type PartWord } from './part.ts'
import { timesSaid } from './read-times.ts'
import { type RowFields } from './row-fields.ts'

export const partActs = ['always', 'where', 'sort', 'limit'] as const
export const partOperators = [...conditionOperators, 'asc', 'desc'] as const

/** A part as a model says it, by ids. */
export interface PartIds {
  readonly does: (typeof partActs)[number]
  /** Id of an argument or a field; `none` for a limit. */
  readonly at: string
  readonly op: (typeof partOperators)[number]
  /** Id of a value; `none` for an order. */
  readonly value: string
}

const mostValues = 60

/** The values that a model may choose among, those that the goal speaks of first. */
export function offerValues(
  { ranked, places, leaves }: Pick<PlaceOffer, 'ranked' | 'places' | 'leaves'>,
  { goal, index }: PreparedGoal,
): readonly Offered<PartWord>[] {
  const words = goalWords(goal.goal)
  const rows: RowFields = { list: '', fields: leaves.map(({ thing }) => thing).filter(isInRows) }
  const offered = new Set(places.map(({ thing }) => thing.target))
  const listed = closedValues(ranked.operation, rows, indexCatalog(index.catalog))
    .filter((at) => at.of === 'field' || offered.has(at.place.target))
    .flatMap(({ values }) => values)
  const isSpoken = (value: PartValue): boolean =>
    splitWords(String(value)).some((word) => words.stems.includes(stem(word)))
  const distinct = [...new Set(listed)]
  const numbers = words.words.flatMap((word) => readNumber(word) ?? [])
  const values = [...new Set<PartValue>([...numbers, ...distinct.filter(isSpoken), ...distinct])].slice(
    0,
    mostValues,
  )
  const times = isWrite(ranked.operation.effect) ? [] : [...new Set([...timesSaid(words), ...usualTimes])]
  return [
    ...values.map((value): PartWord => ({ value })),
    ...times.map((relative): PartWord => ({ relative })),
  ].map((thing, at) => ({ id: `v${at + 1}`, thing }))
}

const usualTimes = ['now', 'today', 'startOfWeek', 'startOfMonth']
const isInRows = ({ lists }: AnswerPath): boolean => lists.length === 1

/** A part from its ids; undefined for what makes no sense: a value that the place does not list, an operator that its type has not. */
export function toPart(said: PartIds, offer: PlaceOffer): Part | undefined {
  const place = offer.places.find(({ id }) => id === said.at)?.thing
  const leaf = offer.leaves.find(({ id }) => id === said.at)?.thing
  const word = offer.values.find(({ id }) => id === said.value)?.thing
  switch (said.does) {
    case 'always':
      return constantOf(place, word)
    case 'where':
      return leaf === undefined || !isInRows(leaf) ? undefined : conditionOf(leaf, said.op, word)
    case 'sort': {
      const isOrder = said.op === 'asc' || said.op === 'desc'
      const isSorted = leaf !== undefined && isInRows(leaf) && operatorsOf(leaf.type).includes('lt')
      return isOrder && isSorted
        ? { kind: 'order', leaf, direction: said.op === 'asc' ? 'asc' : 'desc' }
        : undefined
    }
    case 'limit': {
      const max = word !== undefined && 'value' in word ? word.value : undefined
      const isCount = typeof max === 'number' && Number.isInteger(max) && max >= 1 && max <= mostRows
      return isCount ? { kind: 'limit', max } : undefined
    }
  }
}

const mostRows = 100

function constantOf(place: ArgumentPlace | undefined, word: PartWord | undefined): Part | undefined {
  if (place === undefined || word === undefined || !('value' in word)) return undefined
  return isClosedValue(place, word.value) ? { kind: 'constant', place, value: word.value } : undefined
}

function conditionOf(leaf: AnswerPath, op: PartIds['op'], word: PartWord | undefined): Part | undefined {
  if (word === undefined || !isOperator(op) || !operatorsOf(leaf.type).includes(op)) return undefined
  if (op === 'in' || op === 'startsWith' || op === 'contains') return undefined
  if (!('value' in word))
    return isRelative(leaf.type) && op !== 'isNull'
      ? { kind: 'time', leaf, op, relative: word.relative }
      : undefined
  const { value } = word
  if (op === 'isNull') return typeof value === 'boolean' ? { kind: 'condition', leaf, op, value } : undefined
  const isNumber = leaf.type.kind === 'scalar' && numeric.has(leaf.type.scalar) && typeof value === 'number'
  return isNumber || isClosedValue(leaf, value) ? { kind: 'condition', leaf, op, value } : undefined
}

const numeric = new Set(['integer', 'int64', 'number', 'decimal'])

const isOperator = (op: PartIds['op']): op is ConditionOperator => op !== 'asc' && op !== 'desc'

/** Parts of one list only: that of the first. */
export function ofOneList(parts: readonly Part[]): readonly Part[] {
  const listOf = (part: Part): string | undefined =>
    part.kind === 'constant' || part.kind === 'limit' ? undefined : rowPathOf(part.leaf).list
  const first = parts.map(listOf).find((list) => list !== undefined)
  return parts.filter((part) => listOf(part) === undefined || listOf(part) === first)
}
