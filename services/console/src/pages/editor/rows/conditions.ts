import type { Binding, ProjectionField } from '@bindery/client'
import { type Condition, type ConditionPlace, type FieldCondition, mostOptional } from './condition.ts'

/** Where in the binding a condition stands, whose rows stand at `level`. */
export const conditionPointer = ({ at, way }: ConditionPlace, level: string): string =>
  way === undefined ? `${level}/where/${at}` : `${level}/where/${at}/anyOf/${way}`

export const isGroup = (condition: Condition): condition is Extract<Condition, { readonly anyOf: unknown }> =>
  'anyOf' in condition

/** The conditions on one field each, those of groups too. */
export const fieldConditions = ({ where = [] }: Binding): readonly FieldCondition[] =>
  where.flatMap((condition) => (isGroup(condition) ? condition.anyOf : [condition]))

/** As `fieldConditions`, with those on rows within rows. */
export const everyCondition = ({ where = [], projection = [] }: ConditionsOf): readonly FieldCondition[] => [
  ...where.flatMap((condition) => (isGroup(condition) ? condition.anyOf : [condition])),
  ...projection.flatMap((output) => innerConditions(output)),
]

type ConditionsOf = Pick<Binding, 'where' | 'projection'>

const innerConditions = ({ fields = [], where = [] }: Pick<ProjectionField, 'fields' | 'where'>) =>
  everyCondition({ where, projection: fields })

/** Whether one more condition may be left out of a call. */
export const mayBeOptional = (binding: Binding): boolean =>
  fieldConditions(binding).filter(({ optional }) => optional === true).length < mostOptional

/** `binding` with these conditions; none of them is no member at all. */
export function withConditions(binding: Binding, where: readonly Condition[]): Binding {
  const { where: _before, ...rest } = binding
  return where.length === 0 ? rest : { ...rest, where: [...where] }
}

const conditionsOf = ({ where = [] }: Binding): readonly Condition[] => where

export const addCondition = (binding: Binding, condition: FieldCondition): Binding =>
  withConditions(binding, [...conditionsOf(binding), condition])

export function setCondition(binding: Binding, { at, way }: ConditionPlace, next: FieldCondition): Binding {
  const where = conditionsOf(binding).map((condition, place) => {
    if (place !== at) return condition
    return isGroup(condition) && way !== undefined ? { anyOf: condition.anyOf.with(way, next) } : next
  })
  return withConditions(binding, where)
}

/** A group that one way is left of is no group any more. */
export function removeCondition(binding: Binding, { at, way }: ConditionPlace): Binding {
  const where = conditionsOf(binding).flatMap((condition, place): Condition[] => {
    if (place !== at) return [condition]
    if (!isGroup(condition) || way === undefined) return []
    const left = condition.anyOf.filter((_each, index) => index !== way)
    return left.length < 2 ? left : [{ anyOf: left }]
  })
  return withConditions(binding, where)
}

/** One more way: a condition becomes a group by its second one. A group is tested as a whole, so nothing of it is sent. */
export function addWay(binding: Binding, at: number, way: FieldCondition): Binding {
  const where = conditionsOf(binding).map((condition, place): Condition => {
    if (place !== at) return condition
    return {
      anyOf: isGroup(condition) ? [...condition.anyOf, way] : [testedOnly(condition), testedOnly(way)],
    }
  })
  return withConditions(binding, where)
}

/** The condition tested on the rows alone, where it names a field of them. */
export const testedOnly = ({ argument, ...kept }: FieldCondition): FieldCondition =>
  kept.field === undefined && argument !== undefined ? { ...kept, argument } : kept

/** Each way of a group becomes a condition of its own: all of them must hold then. */
export function dissolveGroup(binding: Binding, at: number): Binding {
  const where = conditionsOf(binding).flatMap((condition, place) =>
    place === at && isGroup(condition) ? condition.anyOf : [condition],
  )
  return withConditions(binding, where)
}

/** `binding` with a condition, or a way among its group, one place up (-1) or down (1); as it was at the end. */
export function moveCondition(binding: Binding, { at, way }: ConditionPlace, by: 1 | -1): Binding {
  const where = conditionsOf(binding)
  if (way === undefined) return withConditions(binding, moved(where, at, by))
  return withConditions(
    binding,
    where.map((condition, place) =>
      place === at && isGroup(condition) ? { anyOf: moved(condition.anyOf, way, by) } : condition,
    ),
  )
}

/** The items with the one at a place moved by one; as they were where it stands at the end. */
export function moved<Item>(items: readonly Item[], at: number, by: 1 | -1): Item[] {
  const item = items[at]
  const to = at + by
  if (item === undefined || to < 0 || to >= items.length) return [...items]
  return items.toSpliced(at, 1).toSpliced(to, 0, item)
}
