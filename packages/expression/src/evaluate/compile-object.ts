import { isJsonArray, type Json, objectFrom } from '@bindery/model'
import type { Pair } from '../expression.ts'
import { ExpressionError, misfitCode } from '../expression-error.ts'
import { appendAll } from './basics.ts'
import type { CompileNode, Evaluate, Run } from './run.ts'
import type { Value } from './value.ts'

/** The closure of `{...}`. With fixed names over one value it builds the object straight away; else it groups. */
export function compileObject(pairs: readonly Pair[], compile: CompileNode): Evaluate {
  const grouping = compileGrouping(pairs, compile)
  const members = toFixedMembers(pairs, compile)
  if (members === undefined) return grouping
  return (context, run) => {
    if (isJsonArray(context)) return grouping(context, run)
    run.spend(1)
    const object: Record<string, Json> = {}
    for (const member of members) {
      const value = member.evaluate(context, run)
      if (value !== undefined) object[member.name] = value
    }
    return object
  }
}

/** `__proto__` would set the prototype here; the grouping makes own members only. */
function toFixedMembers(pairs: readonly Pair[], compile: CompileNode): readonly FixedMember[] | undefined {
  const members = new Map<string, FixedMember>()
  for (const { key, value } of pairs) {
    const isFixed = key.kind === 'literal' && key.predicates.length === 0 && key.group === undefined
    if (!isFixed || typeof key.value !== 'string' || key.value === '__proto__') return undefined
    members.set(key.value, { name: key.value, evaluate: compile(value) })
  }
  return members.size === pairs.length ? [...members.values()] : undefined
}

interface FixedMember {
  readonly name: string
  readonly evaluate: Evaluate
}

interface CompiledPair {
  readonly key: Evaluate
  readonly value: Evaluate
  readonly position: number
}

interface Group {
  readonly pair: CompiledPair
  readonly items: Value[]
}

/**
 * The closure of a constructor behind a value: items with the same key share a member, whose value is worked out over
 * all of them. Throws ExpressionError when a key is no text, or when two pairs give the same key.
 */
export function compileGrouping(
  pairs: readonly Pair[],
  compile: CompileNode,
): (value: Value, run: Run) => Value {
  const compiled = pairs.map(({ key, value }) => ({
    key: compile(key),
    value: compile(value),
    position: key.position,
  }))
  return (value, run) => {
    const groups = new Map<string, Group>()
    for (const item of toMembers(value)) {
      for (const pair of compiled) addToGroup(groups, { pair, item }, run)
    }
    return objectFrom(toEntries(groups, run))
  }
}

function addToGroup(
  groups: Map<string, Group>,
  { pair, item }: { readonly pair: CompiledPair; readonly item: Value },
  run: Run,
): void {
  run.spend(1)
  const key = pair.key(item, run)
  if (key === undefined) return
  if (typeof key !== 'string') {
    throw new ExpressionError(
      misfitCode(key),
      'A name in an object is not a text. Convert it with $string.',
      pair.position,
    )
  }
  const known = groups.get(key)
  if (known === undefined) groups.set(key, { pair, items: [item] })
  else if (known.pair === pair) known.items.push(item)
  else throw new ExpressionError('value', 'Two parts of an object give it the same name.', pair.position)
}

function* toEntries(groups: ReadonlyMap<string, Group>, run: Run): Generator<readonly [string, Json]> {
  for (const [key, { pair, items }] of groups) {
    const value = pair.value(toContext(items, run), run)
    if (value !== undefined) yield [key, value]
  }
}

/** One item is worked on as it is; several are appended to one list, flattening lists by one level. */
function toContext(items: readonly Value[], run: Run): Value {
  if (items.length === 1) return items[0]
  const list: Json[] = []
  for (const item of items) {
    if (isJsonArray(item)) appendAll(list, item, run)
    else if (item !== undefined) list.push(item)
  }
  return list
}

function toMembers(value: Value): readonly Value[] {
  if (!isJsonArray(value)) return [value]
  return value.length === 0 ? [undefined] : value
}
