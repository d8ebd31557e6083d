import { type CheckedBinding, type Operation, PlatformError, type TypeRef } from '@bindery/model'
import type { ConditionPlace, SqlCondition } from './write-condition.ts'
import { writeCondition } from './write-condition.ts'
import type { Plan, Statement } from './plan.ts'

/** The conditions of a binding that a call with these optional ones makes. */
export interface ConditionSet {
  readonly conditions: readonly SqlCondition[]
  /** Ids of the optional conditions that the call gives. */
  readonly given: readonly string[]
}

/** The conditions of a checked binding, with the types of their columns. Throws `binding_invalid` for a column unknown. */
export function conditionsOf(checked: CheckedBinding): readonly SqlCondition[] {
  return checked.assignments.flatMap(({ condition, target, source }): readonly SqlCondition[] => {
    if (condition === undefined) return []
    const [first = '', second] = target
    if (second === undefined) return [{ condition, column: first, type: columnType(checked, first), source }]
    return [{ condition, join: first, column: second, type: joinedType(checked, first, second), source }]
  })
}

function joinedType({ operation, reach }: CheckedBinding, join: string, column: string): TypeRef {
  const fieldOf = (object: string, name: string) =>
    reach?.object(object)?.fields.find((field) => field.name === name)
  const leads = fieldOf(operation.object ?? '', join)?.type
  const type = leads?.kind === 'object' ? fieldOf(leads.name, column)?.type : undefined
  if (type !== undefined) return type
  throw new PlatformError('binding_invalid', `There is no column "${join}.${column}" to compare.`, {
    reason: 'condition_column',
  })
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
