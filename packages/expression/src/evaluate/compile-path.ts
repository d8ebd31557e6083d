import { isJsonArray, isJsonObject, type Json } from '@bindery/model'
import type { Node, PathNode, PathStepNode, SortStep } from '../expression.ts'
import { appendAll } from './basics.ts'
import { compileFilters } from './compile-filter.ts'
import { fieldReader } from './field-reader.ts'
import { compileGrouping } from './compile-object.ts'
import { compileSort } from './compile-sort.ts'
import type { CompileNode, Evaluate, Run } from './run.ts'
import {
  isConstructed,
  isMarked,
  isSequence,
  settle,
  toKeptSequence,
  toSequence,
  type Value,
} from './value.ts'

type Step = (input: readonly Json[], run: Run) => readonly Json[]

/** The closure of a path. Gives what is settled already, or a sequence that still has to be. */
export function compilePath(node: PathNode, compile: CompileNode): Evaluate {
  const general = compileSteps(node, compile)
  const isPlain = !node.keepsSingleton && !node.keepsList && node.group === undefined
  const names = isPlain ? toNames(node.steps) : undefined
  if (names === undefined) return general
  const detour: Evaluate = (context, run) => {
    const value = general(context, run)
    return isJsonArray(value) ? settle(value) : value
  }
  const [only, ...more] = names
  return only !== undefined && more.length === 0 ? compileName(only, detour) : compileNames(names, detour)
}

/** Whether the closure of a path gives settled values, so that nothing has to look at them again. */
export function isSettled(node: PathNode): boolean {
  return (
    !node.keepsSingleton && !node.keepsList && node.group === undefined && toNames(node.steps) !== undefined
  )
}

/** The usual case: one name, over an object. Its cost is in the step of the path around it. */
function compileName(name: string, detour: Evaluate): Evaluate {
  const read = fieldReader(name)
  return (context, run) => {
    if (typeof context !== 'object' || context === null) return undefined
    if (isJsonArray(context)) return detour(context, run)
    const value = read(context)
    return isJsonArray(value) && isMarked(value) ? detour(context, run) : value
  }
}

/** Plain names over nested objects, without a list on the way. */
function compileNames(names: readonly string[], detour: Evaluate): Evaluate {
  const readers = names.map(fieldReader)
  return (context, run) => {
    let value = context
    for (const read of readers) {
      if (isJsonArray(value)) return detour(context, run)
      if (!isJsonObject(value)) return undefined
      value = read(value)
    }
    run.spend(1)
    return isJsonArray(value) && isMarked(value) ? detour(context, run) : value
  }
}

function toNames(steps: readonly PathStepNode[]): readonly string[] | undefined {
  const names: string[] = []
  for (const step of steps) {
    if (
      step.kind !== 'name' ||
      step.predicates.length > 0 ||
      step.stages.length > 0 ||
      step.group !== undefined
    )
      return undefined
    names.push(step.name)
  }
  return names
}

function compileSteps(node: PathNode, compile: CompileNode): Evaluate {
  const start = compileStart(node, compile)
  const steps = node.steps.slice(1).map((step, index) => compileStep(step, placeOf(node, index + 1), compile))
  const group = node.group === undefined ? undefined : compileGrouping(node.group, compile)
  return (context, run) => {
    let list = start(context, run)
    for (const step of steps) {
      if (list.length === 0) break
      list = step(list, run)
    }
    if (node.keepsSingleton) list = keep(list)
    return group === undefined ? list : group(list, run)
  }
}

type Place = 'inner' | 'last'

const placeOf = (node: PathNode, index: number): Place => (index === node.steps.length - 1 ? 'last' : 'inner')

/** The first step, over the items of a list at hand, or over the value at hand when it is none or the path is absolute. */
function compileStart(node: PathNode, compile: CompileNode): (context: Value, run: Run) => readonly Json[] {
  const [head] = node.steps
  if (head === undefined || head.kind === 'sort') return () => []
  if (isConstructor(head)) return compileConstructor(head, compile)
  const each = compileEach(head, placeOf(node, 0), compile)
  if (head.kind === 'variable') return (context, run) => each([context], run)
  return (context, run) => each(isJsonArray(context) ? context : [context], run)
}

/** A list written at the start of a path is evaluated once, not once per item. */
function compileConstructor(head: Node, compile: CompileNode): (context: Value, run: Run) => readonly Json[] {
  const evaluate = compile(head)
  return (context, run) => {
    const input = context === undefined || isJsonArray(context) ? context : toSequence([context])
    const value = evaluate(input, run)
    if (isJsonArray(value)) return value
    return toSequence(value === undefined ? [] : [value])
  }
}

function isConstructor(node: Node): boolean {
  return (node.kind === 'list' || node.kind === 'block') && node.isConstructed
}

function compileStep(step: PathStepNode, place: Place, compile: CompileNode): Step {
  return step.kind === 'sort' ? compileSortStep(step, compile) : compileEach(step, place, compile)
}

function compileEach(
  step: Node,
  place: Place,
  compile: CompileNode,
): (input: readonly Value[], run: Run) => readonly Json[] {
  const evaluate = compile(step)
  const filters = compileFilters(step.stages, compile)
  return (input, run) => {
    const collected = new Collector(run)
    for (const item of input) {
      const value = evaluate(item, run)
      collected.add(filters === undefined ? value : filters(value, run))
    }
    return collected.result(place)
  }
}

function compileSortStep(step: SortStep, compile: CompileNode): Step {
  const sort = compileSort(step, compile)
  const filters = compileFilters(step.stages, compile)
  return (input, run) => {
    const sorted = sort(input, run)
    const filtered = filters === undefined ? sorted : filters(sorted, run)
    return isJsonArray(filtered) ? filtered : []
  }
}

/** Gathers the values of a step for each item: lists are flattened by one level, but a single list at the end stays. */
class Collector {
  readonly #run: Run
  readonly #items: Json[] = []
  #count = 0
  #only: Value

  constructor(run: Run) {
    this.#run = run
  }

  add(value: Value): void {
    this.#run.spend(1)
    if (value === undefined) return
    this.#count += 1
    this.#only = value
    if (isJsonArray(value) && !isConstructed(value)) appendAll(this.#items, value, this.#run)
    else this.#items.push(value)
  }

  result(place: Place): readonly Json[] {
    const only = this.#only
    if (place === 'last' && this.#count === 1 && isJsonArray(only) && !isSequence(only)) return only
    return toSequence(this.#items)
  }
}

function keep(list: readonly Json[]): readonly Json[] {
  if (isSequence(list)) return toKeptSequence(list)
  return isConstructed(list) ? toKeptSequence([list]) : list
}
