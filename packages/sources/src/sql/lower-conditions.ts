import { type CheckedBinding, type Operation, type Output, PlatformError, type TypeRef } from '@bindery/model'
import { namesOf, type ReadTable, TableWalk, unreadable } from './read-tables.ts'
import type { ConditionPlace, SqlCondition } from './write-condition.ts'
import { writeCondition } from './write-condition.ts'
import type { Plan, Statement } from './plan.ts'

/** The conditions of a binding that a call with these optional ones makes. */
export interface ConditionSet {
  readonly conditions: readonly SqlCondition[]
  /** Ids of the optional conditions that the call gives. */
  readonly given: readonly string[]
}

/**
 * The conditions of a checked binding, with the types of their columns; `table` is the one that is searched, where others are
 * reached from it. Throws `binding_invalid` for a column unknown.
 */
export function conditionsOf(checked: CheckedBinding, table?: ReadTable): readonly SqlCondition[] {
  const walk = new TableWalk(checked.reach)
  return checked.assignments.flatMap(({ condition, target, source }): readonly SqlCondition[] => {
    if (condition === undefined) return []
    const via = target.slice(0, -1)
    const column = target.at(-1) ?? ''
    const isOwn = via.length === 0 && condition.rows === undefined
    if (isOwn) return [{ condition, via, column, type: columnType(checked, column), source }]
    const rows = table === undefined ? undefined : rowsTable(checked.outputs, { table, walk }, condition.rows)
    const there = rows === undefined ? undefined : walk.along(rows, via)
    const type = there === undefined ? undefined : walk.columnType(there, column)
    if (type === undefined)
      throw unreadable(`There is no column "${target.join('.')}" to compare.`, 'condition_column')
    return [{ condition, via, column, type, source }]
  })
}

/** The table of the rows that leaves lead to. */
function rowsTable(
  outputs: readonly Output[],
  { table, walk }: { readonly table: ReadTable; readonly walk: TableWalk },
  leaves: readonly string[] = [],
): ReadTable | undefined {
  const [leaf, ...rest] = leaves
  if (leaf === undefined) return table
  const output = outputs.find((each) => each.leaf === leaf)
  if (output?.kind !== 'rows') return undefined
  const names = namesOf(output)
  const around = walk.along(table, names.slice(0, -1))
  const last = names.at(-1)
  const found = last === undefined || around === undefined ? around : walk.back(around, last)?.table
  return found === undefined ? undefined : rowsTable(output.fields, { table: found, walk }, rest)
}

/** The type of a column of the table that a binding is about. Throws `binding_invalid` for one that there is not. */
export function columnType({ operation, reach }: CheckedBinding, column: string): TypeRef {
  const field = reach?.object(operation.object ?? '')?.fields.find(({ name }) => name === column)
  const type = field?.type ?? argumentType(operation, column)
  if (type !== undefined) return type
  throw new PlatformError('binding_invalid', `There is no column "${column}" to compare.`, {
    reason: 'condition_column',
  })
}

const argumentType = ({ arguments: known }: Operation, column: string): TypeRef | undefined =>
  known.find(({ name }) => name === column)?.type

/** Every set of optional conditions that a call can give, none of them first. At most 16, as four are optional at most. */
export function conditionSets(conditions: readonly SqlCondition[]): readonly ConditionSet[] {
  const optional = conditions.flatMap(({ condition }) => (condition.optional === true ? [condition.id] : []))
  const choices = optional.reduce<readonly (readonly string[])[]>(
    (sets, id) => [...sets, ...sets.map((set) => [...set, id])],
    [[]],
  )
  return choices.flatMap((given) => {
    const left = conditions.filter(
      ({ condition }) => condition.optional !== true || given.includes(condition.id),
    )
    return hasEveryGroup(conditions, left) ? [{ conditions: left, given }] : []
  })
}

/** An `anyOf` without a branch lets everything through, so such a call has no statement at all. */
function hasEveryGroup(all: readonly SqlCondition[], left: readonly SqlCondition[]): boolean {
  const groups = (conditions: readonly SqlCondition[]) =>
    new Set(conditions.flatMap(({ condition }) => groupOf(condition.id) ?? []))
  return groups(left).size === groups(all).size
}

const groupOf = (id: string): string | undefined => {
  const [group, branch] = id.split('.')
  return branch === undefined ? undefined : group
}

/** All conditions of a set, in their order, joined to one text for each member of the list. */
export function writeConditions({ conditions }: ConditionSet, place: ConditionPlace): readonly string[] {
  const groups = new Map<string, string[]>()
  for (const part of conditions) {
    const key = groupOf(part.condition.id) ?? part.condition.id
    groups.set(key, [...(groups.get(key) ?? []), writeCondition(part, place)])
  }
  return [...groups.values()].map((branches) =>
    branches.length === 1 ? branches.join('') : `(${branches.join(' or ')})`,
  )
}

/** What is written for each set of conditions that a call can give, and the same as parts of a plan. */
export interface WrittenSets<Written> {
  readonly first: Written
  readonly all: readonly Written[]
  readonly plan: Pick<Plan, 'statement' | 'variants'>
}

/**
 * Writes a statement for each set of conditions that a call can give; the first of them gives none that may be left out.
 * Throws `binding_invalid` where no call has any.
 */
export function writeSets<Written extends { readonly statement: Statement }>(
  conditions: readonly SqlCondition[],
  write: (set: ConditionSet) => Written,
): WrittenSets<Written> {
  const written = conditionSets(conditions).map((set) => ({ set, parts: write(set) }))
  const [first] = written
  if (first === undefined) {
    const message = 'No call of a search can leave out all its conditions.'
    throw new PlatformError('binding_invalid', message, { reason: 'no_filter' })
  }
  const optional = conditions.flatMap(({ condition }) => (condition.optional === true ? [condition.id] : []))
  const statements = written.map(({ set, parts }) => ({ given: [...set.given], statement: parts.statement }))
  return {
    first: first.parts,
    all: written.map(({ parts }) => parts),
    plan: {
      statement: first.parts.statement,
      ...(optional.length === 0 ? {} : { variants: { optional, statements } }),
    },
  }
}
