import { isJsonArray, isJsonObject, type Json } from '@bindery/model'
import type {
  BinaryNode,
  ConditionNode,
  FallbackNode,
  ListNode,
  NegationNode,
  Node,
  RangeNode,
} from '../expression.ts'
import { ExpressionError, misfitCode } from '../expression-error.ts'
import { appendAll, finite, isTruthy, lookUp } from './basics.ts'
import { compileCall } from './compile-call.ts'
import { compileFilters } from './compile-filter.ts'
import { compileGrouping, compileObject } from './compile-object.ts'
import { fieldReader } from './field-reader.ts'
import { compilePath, isSettled } from './compile-path.ts'
import { applyOperator } from './operators.ts'
import type { Evaluate } from './run.ts'
import {
  isWrapper,
  settle,
  toConstructed,
  toKeptSequence,
  toSequence,
  type Value,
  isSequence,
} from './value.ts'

/** Composes the closure of a node from those of its parts. No text becomes code. */
export function compileNode(node: Node): Evaluate {
  const bare = compileBare(node)
  const filters = compileFilters(node.predicates, compileNode)
  const group =
    node.group === undefined || node.kind === 'path' ? undefined : compileGrouping(node.group, compileNode)
  if (filters === undefined && group === undefined && !node.keepsList && !makesSequences(node)) return bare
  return (context, run) => {
    let value = bare(context, run)
    if (filters !== undefined) value = filters(value, run)
    if (group !== undefined) value = group(value, run)
    if (!isJsonArray(value) || !isSequence(value)) return value
    return settle(node.keepsList ? toKeptSequence(value) : value)
  }
}

/** Whether the bare closure may give a sequence that still has to be settled. */
function makesSequences(node: Node): boolean {
  if (node.kind === 'path') return !isSettled(node)
  return ['name', 'wildcard', 'range', 'call', 'variable'].includes(node.kind)
}

function compileBare(node: Node): Evaluate {
  switch (node.kind) {
    case 'literal':
      return () => node.value
    case 'variable':
      return node.name === 'context' ? unwrap : (_, run) => run.input
    case 'name': {
      const read = fieldReader(node.name)
      return (context, run) => lookUp(context, read, run)
    }
    case 'wildcard':
      return wildcard
    case 'path':
      return compilePath(node, compileNode)
    case 'binary':
      return compileBinary(node)
    case 'negation':
      return compileNegation(node)
    case 'list':
      return compileList(node)
    case 'range':
      return compileRange(node)
    case 'object':
      return compileObject(node.pairs, compileNode)
    case 'condition':
      return compileCondition(node)
    case 'fallback':
      return compileFallback(node)
    case 'block':
      return node.body === undefined ? () => undefined : compileNode(node.body)
    case 'call':
      return compileCall(node, compileNode)
  }
}

const unwrap: Evaluate = (context) => (isJsonArray(context) && isWrapper(context) ? context[0] : context)

/** The members of an object or list, lists among them flattened; JSONata keeps what came from a list as a list. */
const wildcard: Evaluate = (context, run) => {
  const value = unwrap(context, run)
  const members = isJsonObject(value) ? Object.values(value) : value
  if (!isJsonArray(members)) return undefined
  const found: Json[] = []
  for (const member of members) flattenInto(found, member, run)
  return members.some(isJsonArray) ? found : toSequence(found)
}

function flattenInto(found: Json[], value: Json, run: Parameters<Evaluate>[1]): void {
  run.enter()
  if (isJsonArray(value)) for (const item of value) flattenInto(found, item, run)
  else found.push(value)
  run.leave()
}

function compileBinary(node: BinaryNode): Evaluate {
  const left = compileNode(node.left)
  const right = compileNode(node.right)
  const { operator, position } = node
  if (operator === 'and')
    return (context, run) => isTruthy(left(context, run), run) && isTruthy(right(context, run), run)
  if (operator === 'or')
    return (context, run) => isTruthy(left(context, run), run) || isTruthy(right(context, run), run)
  return (context, run) =>
    applyOperator(operator, { left: left(context, run), right: right(context, run), position }, run)
}

function compileNegation(node: NegationNode): Evaluate {
  const operand = compileNode(node.operand)
  return (context, run) => {
    const value = operand(context, run)
    if (value === undefined) return undefined
    if (typeof value === 'number') return finite(-value, node.position)
    throw new ExpressionError(
      misfitCode(value),
      'The value behind "-" is not a number. Convert it with $number.',
      node.position,
    )
  }
}

function compileList(node: ListNode): Evaluate {
  const items = node.items.map((item) => ({ evaluate: compileNode(item), isNested: item.kind === 'list' }))
  return (context, run) => {
    const list: Json[] = []
    for (const item of items) {
      const value = item.evaluate(context, run)
      if (value === undefined) continue
      if (isJsonArray(value) && !item.isNested) appendAll(list, value, run)
      else list.push(value)
    }
    return node.isConstructed ? toConstructed(list) : list
  }
}

function compileRange(node: RangeNode): Evaluate {
  const size = node.to - node.from + 1
  if (size <= 0) return () => undefined
  return (_, run) => {
    run.spend(size)
    return toSequence(Array.from({ length: size }, (_unused, index) => node.from + index))
  }
}

function compileCondition(node: ConditionNode): Evaluate {
  const test = compileNode(node.test)
  const consequent = compileNode(node.consequent)
  const otherwise = node.otherwise === undefined ? () => undefined : compileNode(node.otherwise)
  return (context, run) =>
    isTruthy(test(context, run), run) ? consequent(context, run) : otherwise(context, run)
}

function compileFallback(node: FallbackNode): Evaluate {
  const left = compileNode(node.left)
  const right = compileNode(node.right)
  const isTaken = node.operator === '??' ? (value: Value) => value !== undefined : isTruthy
  return (context, run) => {
    const value = left(context, run)
    return isTaken(value, run) ? value : right(context, run)
  }
}
