import type { Json } from '@bindery/model'
import type { SortStep } from '../expression.ts'
import { ExpressionError, misfitCode } from '../expression-error.ts'
import type { CompileNode, Evaluate, Run } from './run.ts'
import type { Value } from './value.ts'

/** The closure of `^(...)`: stable, by the first term whose values differ; nothing comes last in either direction. */
export function compileSort(
  step: SortStep,
  compile: CompileNode,
): (items: readonly Json[], run: Run) => readonly Json[] {
  const terms = step.terms.map(({ expression, direction }) => ({
    evaluate: compile(expression),
    sign: direction === 'descending' ? -1 : 1,
    position: step.position,
  }))
  return (items, run) => {
    if (items.length <= 1) return items
    const entries = items.map((item) => new Entry(item, run))
    entries.sort((a, b) => {
      run.spend(1)
      return compareEntries(a, b, terms)
    })
    return entries.map((entry) => entry.item)
  }
}

interface Term {
  readonly evaluate: Evaluate
  readonly sign: number
  readonly position: number
}

/** An item with the values of its terms, each worked out once and only when a comparison needs it. */
class Entry {
  readonly item: Json
  readonly #run: Run
  readonly #keys = new Map<Term, Value>()

  constructor(item: Json, run: Run) {
    this.item = item
    this.#run = run
  }

  key(term: Term): Value {
    if (!this.#keys.has(term)) this.#keys.set(term, term.evaluate(this.item, this.#run))
    return this.#keys.get(term)
  }
}

function compareEntries(a: Entry, b: Entry, terms: readonly Term[]): number {
  for (const term of terms) {
    const order = compareKeys(a.key(term), b.key(term), term)
    if (order !== 0) return order
  }
  return 0
}

function compareKeys(a: Value, b: Value, { sign, position }: Term): number {
  if (a === undefined) return b === undefined ? 0 : 1
  if (b === undefined) return -1
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b)
  if (typeof a !== 'string' || typeof b !== 'string') {
    throw new ExpressionError(
      misfitCode(a, b),
      'A list can be sorted by numbers or by texts, not by a mixture or by anything else.',
      position,
    )
  }
  if (a === b) return 0
  return a < b ? -sign : sign
}
