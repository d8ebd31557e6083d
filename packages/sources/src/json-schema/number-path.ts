import type { TypeRef } from '@bindery/model'
import { textNumberPrefix } from './scalar-of.ts'

/**
 * The way inside a value to integers and decimals that travel as text on our side and as bare numbers on the provider's;
 * `*` stands for every item. Undefined when there are none on it.
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
  if (type.kind !== 'scalar' || (type.scalar !== 'int64' && type.scalar !== 'decimal')) return undefined
  return type.format?.startsWith(textNumberPrefix) === true ? undefined : []
}
