import { type Assignment, isNumeric, type TypeRef } from '@bindery/model'
import { textNumberPrefix } from './scalar-of.ts'

/**
 * The way inside a value to numbers that travel as text on our side, always or because a double cannot hold them, and as
 * bare numbers on the provider's; `*` stands for every item. Undefined when there are none on it.
 */
export function numberPathOf(type: TypeRef): readonly string[] | undefined {
  if (type.kind === 'list') {
    const inner = numberPathOf(type.items)
    return inner === undefined ? undefined : ['*', ...inner]
  }
  if (type.kind === 'map') {
    const inner = numberPathOf(type.values)
    return inner === undefined ? undefined : ['*', ...inner]
  }
  if (type.kind !== 'scalar' || !isNumeric(type.scalar)) return undefined
  return type.format?.startsWith(textNumberPrefix) === true ? undefined : []
}

/** The ways inside the arguments of a call to such numbers, those in each row of a list too. */
export function numberPathsOf(assignments: readonly Assignment[]): readonly (readonly string[])[] {
  return assignments.flatMap(({ target, targetType, each }) => {
    const inner = each === undefined ? numberPathOf(targetType) : undefined
    const own = inner === undefined ? [] : [[...target, ...inner]]
    return [...own, ...numberPathsOf(each ?? []).map((path) => [...target, '*', ...path])]
  })
}
