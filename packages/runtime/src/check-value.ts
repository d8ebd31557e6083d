import {
  describeType,
  formatProblem,
  isDayOrMoment,
  isJsonArray,
  isJsonObject,
  isListed,
  type Json,
  type JsonObject,
  type ScalarName,
  type SkillParameter,
  type TypeRef,
} from '@bindery/model'
import { namedDouble, plainDecimal } from './exact-number.ts'

/** Either the value as it goes on, or what was expected instead. */
export type Checked =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly code: CheckCode; readonly expected: string }

export type CheckCode = 'param_type' | 'param_enum' | 'param_format' | 'param_constraint'

/**
 * Checks one value against its type. Nothing is coerced but whole numbers into the text that 64-bit and decimal values
 * travel as: "1e3" is no integer, "false" no boolean, 2^53 no safe integer.
 */
export function checkValue(value: Json, type: TypeRef): Checked {
  switch (type.kind) {
    case 'scalar':
      return checkScalar(value, type.scalar)
    case 'enum':
      if (!isListed(type)) return checkScalar(value, type.scalar)
      return isAmong(value, type.values) ? accepted(value) : rejected('param_enum', describeType(type))
    case 'list':
      return checkList(value, (item) =>
        item === null && type.itemsNullable ? accepted(null) : checkValue(item, type.items),
      )
    case 'map':
      return checkMap(value, (member) =>
        member === null && type.valuesNullable ? accepted(null) : checkValue(member, type.values),
      )
    case 'object':
      return isJsonObject(value) ? checkJson(value) : rejected('param_type', 'an object')
    case 'union':
      return checkUnion(value, type.members, isDayOrMoment(type) ? dayOrMoment : describeType(type))
  }
}

/** What a value of the right type exceeds, as "at most 80 characters"; undefined when it is within bounds. */
export function constraintProblem(
  value: Json,
  constraints: SkillParameter['constraints'],
): string | undefined {
  if (constraints === undefined) return undefined
  if (typeof value === 'string') return lengthProblem(Array.from(value).length, constraints)
  if (typeof value === 'number') return rangeProblem(value, constraints)
  if (isJsonArray(value)) return countProblem(value.length, constraints)
  return undefined
}

const dayOrMoment = 'a day or a moment, such as 2026-11-30 or 2026-11-30T14:30:00+01:00'

type Constraints = NonNullable<SkillParameter['constraints']>

const accepted = (value: Json): Checked => ({ ok: true, value })

const rejected = (code: CheckCode, expected: string): Checked => ({ ok: false, code, expected })

function isAmong(value: Json, values: readonly Json[]): boolean {
  return values.includes(value)
}

function checkScalar(value: Json, scalar: ScalarName): Checked {
  switch (scalar) {
    case 'any':
      return checkJson(value)
    case 'boolean':
      return typeof value === 'boolean' ? accepted(value) : rejected('param_type', 'true or false')
    case 'integer':
      return Number.isSafeInteger(value) || isBeyondDouble(value, 'int64')
        ? accepted(value)
        : rejected(
            'param_type',
            'a whole number within ±9007199254740991, or the digits of a larger one as text',
          )
    case 'number':
      return Number.isFinite(value) || isBeyondDouble(value, 'decimal')
        ? accepted(value)
        : rejected('param_type', 'a number')
    case 'int64':
    case 'decimal':
      return checkExact(value, scalar)
    case 'string':
    case 'date':
    case 'time':
    case 'datetime':
    case 'duration':
    case 'uuid':
    case 'email':
    case 'phone':
    case 'uri':
    case 'binary':
      return checkText(value, scalar)
  }
}

function checkText(value: Json, scalar: ScalarName): Checked {
  if (typeof value !== 'string') return rejected('param_type', 'text')
  const problem = formatProblem(scalar, value)
  return problem === undefined ? accepted(value) : rejected('param_format', problem)
}

/** Digits that a double cannot hold come out of answers as text, and so they may go in. */
function isBeyondDouble(value: Json, scalar: 'int64' | 'decimal'): boolean {
  if (typeof value !== 'string' || formatProblem(scalar, value) !== undefined) return false
  return scalar === 'int64' ? !Number.isSafeInteger(Number(value)) : namedDouble(value) === undefined
}

/** Whole safe numbers and short decimals print exactly and become text; a larger number has lost digits already. */
function checkExact(value: Json, scalar: 'int64' | 'decimal'): Checked {
  if (typeof value !== 'number') return checkText(value, scalar)
  if (Number.isSafeInteger(value) || Math.abs(value) < 1e15) return checkText(plainDecimal(value), scalar)
  return rejected('param_type', 'text, since a number of this size is not exact')
}

function checkList(value: Json, checkItem: (item: Json) => Checked): Checked {
  if (!isJsonArray(value)) return rejected('param_type', 'a list')
  const items: Json[] = []
  for (const item of value) {
    const checked = checkItem(item)
    if (!checked.ok) return { ...checked, expected: `a list, each item ${checked.expected}` }
    items.push(checked.value)
  }
  return accepted(items)
}

function checkMap(value: Json, checkMember: (member: Json) => Checked): Checked {
  if (!isJsonObject(value)) return rejected('param_type', 'an object')
  const members: [string, Json][] = []
  for (const [name, member] of Object.entries(value)) {
    if (name === '__proto__') return rejected('param_type', 'an object without "__proto__"')
    const checked = checkMember(member)
    if (!checked.ok) return { ...checked, expected: `an object, each value ${checked.expected}` }
    members.push([name, checked.value])
  }
  return accepted(Object.fromEntries(members))
}

function checkUnion(value: Json, members: readonly TypeRef[], expected: string): Checked {
  for (const member of members) {
    const checked = checkValue(value, member)
    if (checked.ok) return checked
  }
  return rejected('param_type', expected)
}

const deepest = 32

/** JSON without a described shape: no `__proto__`, no broken text, at most 32 levels. */
function checkJson(value: Json): Checked {
  const problem = jsonProblem(value, 0)
  return problem === undefined ? accepted(value) : rejected('param_type', problem)
}

function jsonProblem(value: Json, depth: number): string | undefined {
  if (depth > deepest) return `JSON of at most ${deepest} levels`
  if (typeof value === 'string') return formatProblem('string', value)
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'finite numbers'
  if (isJsonArray(value)) return firstProblem(value, depth)
  if (!isJsonObject(value)) return undefined
  return nameProblem(value) ?? firstProblem(Object.values(value), depth)
}

function firstProblem(values: readonly Json[], depth: number): string | undefined {
  for (const value of values) {
    const problem = jsonProblem(value, depth + 1)
    if (problem !== undefined) return problem
  }
  return undefined
}

function nameProblem(value: JsonObject): string | undefined {
  const names = Object.keys(value)
  if (names.includes('__proto__')) return 'an object without "__proto__"'
  return names.some((name) => formatProblem('string', name) !== undefined)
    ? 'names without NUL and broken characters'
    : undefined
}

function lengthProblem(length: number, { minLength, maxLength }: Constraints): string | undefined {
  if (minLength !== undefined && length < minLength) return `at least ${minLength} characters`
  return maxLength !== undefined && length > maxLength ? `at most ${maxLength} characters` : undefined
}

function countProblem(count: number, { minItems, maxItems }: Constraints): string | undefined {
  if (minItems !== undefined && count < minItems) return `at least ${minItems} items`
  return maxItems !== undefined && count > maxItems ? `at most ${maxItems} items` : undefined
}

function rangeProblem(value: number, constraints: Constraints): string | undefined {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = constraints
  if (minimum !== undefined && value < minimum) return `at least ${minimum}`
  if (maximum !== undefined && value > maximum) return `at most ${maximum}`
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) return `more than ${exclusiveMinimum}`
  if (exclusiveMaximum !== undefined && value >= exclusiveMaximum) return `less than ${exclusiveMaximum}`
  return multipleOf === undefined || isMultiple(value, multipleOf) ? undefined : `a multiple of ${multipleOf}`
}

/** Within rounding: 0.3 is a multiple of 0.1 to everybody but a double. */
function isMultiple(value: number, step: number): boolean {
  const quotient = value / step
  return Math.abs(quotient - Math.round(quotient)) <= Math.abs(quotient) * Number.EPSILON * 4
}
