import type { Json } from '@bindery/model'

/** What an expression works on: JSON, or nothing. */
export type Value = Json | undefined

/**
 * JSONata tells lists of the data from lists that it made itself on the way ("sequences"): one item of the latter is
 * the item, none is nothing. The marks say which is which; data never carries them.
 */
const marks: unique symbol = Symbol('marks')

interface MarkedList extends Array<Json> {
  [marks]?: number
}

interface MarkedView extends ReadonlyArray<Json> {
  readonly [marks]?: number
}

const sequenceMark = 1
const keepMark = 2
const constructedMark = 4
const wrapperMark = 8

const marksOf = (list: MarkedView): number => list[marks] ?? 0

/** A new sequence of these items; takes over the list. */
export function toSequence(items: Json[]): readonly Json[] {
  const list: MarkedList = items
  list[marks] = sequenceMark
  return list
}

/** A new sequence of these items whose single item stays a list. */
export function toKeptSequence(items: readonly Json[]): readonly Json[] {
  const list: MarkedList = [...items]
  list[marks] = sequenceMark | keepMark
  return list
}

/** Marks a list that a constructor made as first or last step of a path: paths keep its items together. */
export function toConstructed(items: Json[]): readonly Json[] {
  const list: MarkedList = items
  list[marks] = constructedMark
  return list
}

/** The sequence of one that stands for an input which is a list. */
export function toWrapper(input: readonly Json[]): readonly Json[] {
  const list: MarkedList = [input]
  list[marks] = sequenceMark | wrapperMark
  return list
}

export const isSequence = (list: readonly Json[]): boolean => (marksOf(list) & sequenceMark) !== 0
export const isConstructed = (list: readonly Json[]): boolean => (marksOf(list) & constructedMark) !== 0
export const isWrapper = (list: readonly Json[]): boolean => (marksOf(list) & wrapperMark) !== 0
export const isMarked = (list: readonly Json[]): boolean => marksOf(list) !== 0

/** What a finished node gives: an empty sequence is nothing, a sequence of one is its item unless marked to be kept. */
export function settle(list: readonly Json[]): Value {
  if (!isSequence(list)) return list
  if (list.length === 0) return undefined
  return list.length === 1 && (marksOf(list) & keepMark) === 0 ? list[0] : list
}
