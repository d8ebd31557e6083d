import { isJsonArray, type Json } from '@bindery/model'
import type { BinaryOperator } from '../expression.ts'
import { ExpressionError, misfitCode } from '../expression-error.ts'
import { finite, isEqual, toText } from './basics.ts'
import type { Run } from './run.ts'
import type { Value } from './value.ts'

export type EagerOperator = Exclude<BinaryOperator, 'and' | 'or'>

/** The two sides of an operator, and where it stands. */
export interface Operands {
  readonly left: Value
  readonly right: Value
  readonly position: number
}

/** Carries out an operator whose sides are both known. Throws ExpressionError on sides it cannot take. */
export function applyOperator(operator: EagerOperator, operands: Operands, run: Run): Value {
  run.spend(1)
  switch (operator) {
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return calculate(operator, operands)
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compare(operator, operands)
    case '=':
    case '!=': {
      const { left, right } = operands
      if (left === undefined || right === undefined) return false
      return isEqual(left, right, run) === (operator === '=')
    }
    case '&':
      return run.text(asText(operands.left, run) + asText(operands.right, run))
    case 'in':
      return isMember(operands, run)
  }
}

function calculate(operator: '+' | '-' | '*' | '/' | '%', operands: Operands): Value {
  const { left, right, position } = operands
  const isFit = (side: Value) => side === undefined || typeof side === 'number'
  if (!isFit(left) || !isFit(right)) {
    const side = isFit(left) ? 'right' : 'left'
    throw new ExpressionError(
      misfitCode(isFit(left) ? right : left),
      `The ${side} side of "${operator}" is not a number. Convert it with $number.`,
      position,
    )
  }
  if (typeof left !== 'number' || typeof right !== 'number') return undefined
  return finite(arithmetic[operator](left, right), position)
}

const arithmetic = {
  '+': (left: number, right: number) => left + right,
  '-': (left: number, right: number) => left - right,
  '*': (left: number, right: number) => left * right,
  '/': (left: number, right: number) => left / right,
  '%': (left: number, right: number) => left % right,
}

function compare(operator: '<' | '<=' | '>' | '>=', operands: Operands): Value {
  const { left, right, position } = operands
  const isFit = (side: Value) => side === undefined || typeof side === 'number' || typeof side === 'string'
  if (!isFit(left) || !isFit(right)) {
    throw new ExpressionError(
      misfitCode(left, right),
      `"${operator}" compares numbers or texts only.`,
      position,
    )
  }
  if (left === undefined || right === undefined) return undefined
  if (typeof left === 'number' && typeof right === 'number') return ordering[operator](left, right)
  if (typeof left === 'string' && typeof right === 'string') return ordering[operator](left, right)
  throw new ExpressionError(
    'type',
    `"${operator}" compares a number with a text. Convert one of them.`,
    position,
  )
}

const ordering = {
  '<': (left: number | string, right: number | string) => left < right,
  '<=': (left: number | string, right: number | string) => left <= right,
  '>': (left: number | string, right: number | string) => left > right,
  '>=': (left: number | string, right: number | string) => left >= right,
}

const asText = (side: Value, run: Run): string => (side === undefined ? '' : toText(side, run))

function isMember({ left, right }: Operands, run: Run): boolean {
  if (left === undefined || right === undefined) return false
  const members: readonly Json[] = isJsonArray(right) ? right : [right]
  run.spend(members.length)
  return members.includes(left)
}
