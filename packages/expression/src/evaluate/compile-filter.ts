import { isJsonArray, type Json } from '@bindery/model'
import type { Node } from '../expression.ts'
import { isTruthy } from './basics.ts'
import type { CompileNode, Evaluate, Run } from './run.ts'
import { toSequence, type Value } from './value.ts'

/** One filter after another over a value; undefined when there is none. */
export function compileFilters(
  nodes: readonly Node[],
  compile: CompileNode,
): ((value: Value, run: Run) => Value) | undefined {
  if (nodes.length === 0) return undefined
  const filters = nodes.map((node) => compileFilter(node, compile))
  return (value, run) => filters.reduce((filtered, filter) => filter(filtered, run), value)
}

function compileFilter(node: Node, compile: CompileNode): (value: Value, run: Run) => Value {
  if (node.kind === 'literal' && typeof node.value === 'number') return pickItem(Math.floor(node.value))
  const predicate = compile(node)
  return (value, run) => {
    const items = toItems(value)
    const kept: Json[] = []
    run.spend(items.length)
    items.forEach((item, index) => {
      for (let times = timesKept(predicate, { item, index, of: items.length }, run); times > 0; times--)
        kept.push(item)
    })
    return toSequence(kept)
  }
}

function pickItem(index: number): (value: Value) => Value {
  return (value) => {
    const item = toItems(value).at(index)
    if (item === undefined) return toSequence([])
    return isJsonArray(item) ? item : toSequence([item])
  }
}

interface Candidate {
  readonly item: Json
  readonly index: number
  readonly of: number
}

/** A predicate that gives numbers names the wanted indexes, each time it names one; any other says yes or no. */
function timesKept(predicate: Evaluate, { item, index, of }: Candidate, run: Run): number {
  const verdict = predicate(item, run)
  if (typeof verdict === 'number') return isIndex(verdict, { index, of }) ? 1 : 0
  if (!isJsonArray(verdict)) return isTruthy(verdict, run) ? 1 : 0
  run.spend(verdict.length)
  if (!verdict.every((entry) => typeof entry === 'number')) return isTruthy(verdict, run) ? 1 : 0
  return verdict.filter((entry) => typeof entry === 'number' && isIndex(entry, { index, of })).length
}

function isIndex(wanted: number, { index, of }: Omit<Candidate, 'item'>): boolean {
  const position = Math.floor(wanted)
  return (position < 0 ? of + position : position) === index
}

function toItems(value: Value): readonly Json[] {
  if (isJsonArray(value)) return value
  return value === undefined ? [] : [value]
}
