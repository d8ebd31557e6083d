import type { Binding, PathSegment } from '@bindery/model'

/** The parameter or output that a place of a binding is about, as issues name it; undefined for the whole. */
export function nameAt(binding: Binding, path: readonly PathSegment[]): string | undefined {
  const [part, at, inner, field] = path
  if (typeof at !== 'number') return undefined
  if (part === 'inputs') return binding.inputs[at]?.param
  if (part === 'inputObjectMap') return binding.inputObjectMap[at]?.param
  if (part === 'where') {
    const condition = binding.where?.[at]
    return condition === undefined || 'anyOf' in condition ? undefined : condition.param
  }
  if (part !== 'projection') return undefined
  const entry = binding.projection[at]
  return inner === 'fields' && typeof field === 'number' ? entry?.fields?.[field]?.leaf : entry?.leaf
}
