import { isJsonArray, isJsonObject, type Json, objectFrom, ownProperty } from '@bindery/model'
import { appendAll, isEqual, isTruthy, lookUp, toText } from '../evaluate/basics.ts'
import type { Run } from '../evaluate/run.ts'
import { isSequence, toSequence, type Value } from '../evaluate/value.ts'
import { type Implementation, lacking, unfit } from './implementation.ts'
import { Pattern } from './pattern.ts'
import type { Argument } from './signature.ts'

export const string: Implementation = ([value, pretty], { run }) => {
  const shown = toValue(value)
  return shown === undefined ? undefined : toText(shown, run, pretty === true ? 2 : 0)
}

export const boolean: Implementation = ([value], { run }) =>
  value === undefined ? undefined : isTruthy(toValue(value), run)

export const not: Implementation = ([value], { run }) =>
  value === undefined ? undefined : !isTruthy(toValue(value), run)

export const exists: Implementation = ([value]) => value !== undefined

export const type: Implementation = ([value]) => {
  if (value === undefined) return undefined
  if (value === null) return 'null'
  return isJsonArray(value) ? 'array' : typeof value
}

export const count: Implementation = ([list]) => (isJsonArray(list) ? list.length : 0)

export const append: Implementation = ([first, second], { run }) => {
  const [left, right] = [toValue(first), toValue(second)]
  if (left === undefined) return right
  if (right === undefined) return left
  const list: Json[] = []
  for (const side of [left, right]) {
    if (isJsonArray(side)) appendAll(list, side, run)
    else list.push(side)
  }
  return list
}

/** Keeps the first of equal values. */
export const distinct: Implementation = ([value], { run }) => {
  const list = toValue(value)
  if (!isJsonArray(list) || list.length <= 1) return list
  const scalars = new Set<Json>()
  const others: Json[] = []
  const kept = list.filter((item) => isNew(item, { scalars, others }, run))
  return isSequence(list) ? toSequence(kept) : kept
}

interface Seen {
  readonly scalars: Set<Json>
  readonly others: Json[]
}

function isNew(item: Json, { scalars, others }: Seen, run: Run): boolean {
  run.spend(1)
  if (typeof item !== 'object' || item === null) return !scalars.has(item) && scalars.add(item).has(item)
  if (others.some((other) => isEqual(item, other, run))) return false
  others.push(item)
  return true
}

export const reverse: Implementation = ([list], { run }) => {
  if (!isJsonArray(list) || list.length <= 1) return toValue(list)
  run.spend(list.length)
  return list.toReversed()
}

/** Smallest first; numbers or texts only. */
export const sort: Implementation = ([list], call) => {
  if (!isJsonArray(list) || list.length <= 1) return toValue(list)
  call.run.spend(list.length * Math.ceil(Math.log2(list.length)))
  const numbers = list.filter((item) => typeof item === 'number')
  if (numbers.length === list.length) return numbers.sort((a, b) => a - b)
  const texts = list.filter((item) => typeof item === 'string')
  if (texts.length < list.length) {
    const reason = 'sorts numbers or texts only. Use items^(name) for objects.'
    throw list.includes(null) ? lacking(call, reason) : unfit(call, reason)
  }
  return texts.sort((a, b) => (a < b ? -1 : Number(a > b)))
}

export const zip: Implementation = (lists, { run }) => {
  const columns = lists.map((list) => (isJsonArray(list) ? list : []))
  const rows = Math.min(...columns.map((column) => column.length))
  run.spend(rows * columns.length)
  return Array.from({ length: rows }, (_, row) => columns.map((column) => column[row] ?? null))
}

export const keys: Implementation = ([value], { run }) => toSequence(namesOf(toValue(value), run))

/** Of the objects in a list, each name once. */
function namesOf(value: Value, run: Run): string[] {
  run.spend(1)
  if (isJsonArray(value)) {
    run.enter()
    const names = value.flatMap((item) => namesOf(item, run))
    run.leave()
    return Object.keys(objectFrom(names.map((name) => [name, true])))
  }
  const names = isJsonObject(value) ? Object.keys(value) : []
  run.spend(names.length)
  return names
}

export const lookup: Implementation = ([value, name], { run }) =>
  typeof name === 'string' ? lookUp(toValue(value), (object) => ownProperty(object, name), run) : undefined

/** Later members win. */
export const merge: Implementation = ([list], { run }) => {
  if (!isJsonArray(list)) return undefined
  const entries = list.flatMap((item) => (isJsonObject(item) ? Object.entries(item) : []))
  run.spend(entries.length)
  return objectFrom(entries)
}

export const spread: Implementation = ([value], { run }) => spreadValue(toValue(value), run)

function spreadValue(value: Value, run: Run): Value {
  if (isJsonObject(value)) return toSequence(toSingles(value, run))
  if (!isJsonArray(value)) return value
  if (value.length === 0) return undefined
  const list: Json[] = []
  run.enter()
  for (const item of value) {
    const parts = spreadValue(item, run)
    if (isJsonArray(parts)) appendAll(list, parts, run)
    else if (parts !== undefined) list.push(parts)
  }
  run.leave()
  return list
}

function toSingles(value: { readonly [name: string]: Json }, run: Run): Json[] {
  const entries = Object.entries(value)
  run.spend(entries.length)
  return entries.map((entry) => objectFrom([entry]))
}

export const match: Implementation = ([text, pattern, limit], call) => {
  if (typeof text !== 'string' || !(pattern instanceof Pattern)) return undefined
  const most = typeof limit === 'number' ? limit : Number.POSITIVE_INFINITY
  if (most < 0) throw unfit(call, 'needs a limit of 0 or more.')
  const found: Json[] = []
  if (most === 0) return toSequence(found)
  for (const { text: matched, start, groups } of pattern.search(text, call.run)) {
    found.push({ match: matched, index: start, groups })
    if (found.length >= most) break
  }
  return toSequence(found)
}

function toValue(argument: Argument): Value {
  return argument instanceof Pattern ? undefined : argument
}
