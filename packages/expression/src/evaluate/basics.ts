import { isJsonArray, isJsonObject, type Json, type JsonObject, ownProperty } from '@bindery/model'
import { ExpressionError } from '../expression-error.ts'
import type { Run } from './run.ts'
import { isWrapper, toSequence, type Value } from './value.ts'

/** The boolean sense of a value: nothing, null, 0, empty text, empty lists and objects are false. */
export function isTruthy(value: Value, run: Run): boolean {
  if (isJsonArray(value)) {
    run.enter()
    run.spend(value.length)
    const isAnyTrue = value.some((item) => isTruthy(item, run))
    run.leave()
    return isAnyTrue
  }
  if (isJsonObject(value)) return Object.keys(value).length > 0
  return Boolean(value)
}

/** The value of a field; over a list, the values of its items as a sequence. */
export function lookUp(value: Value, read: (object: JsonObject) => Value, run: Run): Value {
  if (isJsonArray(value)) return lookUpEach(value, read, run)
  run.spend(1)
  return isJsonObject(value) ? read(value) : undefined
}

function lookUpEach(list: readonly Json[], read: (object: JsonObject) => Value, run: Run): readonly Json[] {
  const found: Json[] = []
  run.enter()
  for (const item of list) {
    const value = lookUp(item, read, run)
    if (value === undefined) continue
    if (isJsonArray(value)) appendAll(found, value, run)
    else found.push(value)
  }
  run.leave()
  return toSequence(found)
}

/** Pushes one by one: spreading a long list into a call would overflow the stack. */
export function appendAll(target: Json[], items: readonly Json[], run: Run): void {
  run.spend(items.length)
  for (const item of items) target.push(item)
}

/** Equality by content: lists in order, objects by their names in any order. */
export function isEqual(left: Json, right: Json, run: Run): boolean {
  run.spend(1)
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object') return false
  run.enter()
  const areEqual = areMembersEqual(left, right, run)
  run.leave()
  return areEqual
}

function areMembersEqual(left: Json, right: Json, run: Run): boolean {
  if (isJsonArray(left) && isJsonArray(right)) {
    return left.length === right.length && left.every((item, index) => isSame(item, right[index], run))
  }
  if (!isJsonObject(left) || !isJsonObject(right)) return false
  const names = Object.keys(left)
  if (names.length !== Object.keys(right).length) return false
  return names.every((name) => isSame(ownProperty(left, name), ownProperty(right, name), run))
}

function isSame(left: Value, right: Value, run: Run): boolean {
  return left !== undefined && right !== undefined && isEqual(left, right, run)
}

/** JSON text as JSONata writes it: fractions with 15 significant digits. Text stays as it is. */
export function toText(value: Json, run: Run, indent = 0): string {
  if (typeof value === 'string') return run.text(value)
  const shown = isJsonArray(value) && isWrapper(value) ? value[0] : value
  const write = (name: string, member: Json): Json => {
    run.spendText(name.length + (typeof member === 'string' ? member.length : 0))
    return typeof member === 'number' && !Number.isInteger(member) ? Number(member.toPrecision(15)) : member
  }
  return run.text(JSON.stringify(shown, write, indent))
}

/** Lets a finite number through; infinities and NaN are not JSON. */
export function finite(value: number, position?: number): number {
  if (Number.isFinite(value)) return value
  throw new ExpressionError(
    'value',
    'A calculation has no finite result. Check for a division by zero.',
    position,
  )
}
