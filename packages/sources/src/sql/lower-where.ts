import { type CheckedBinding, PlatformError } from '@bindery/model'
import { hasConditions } from '@bindery/model/tables'
import { codecOf } from './codec.ts'
import { type ConditionSet, writeConditions } from './lower-conditions.ts'
import type { ConditionPlace } from './write-condition.ts'

/**
 * The `where` of a search: its plain filters, which are equalities, then its conditions; nothing when it has neither. Throws
 * `binding_invalid` for a plain search without a filter that the agent fills.
 */
export function whereOf(
  checked: CheckedBinding,
  set: ConditionSet,
  place: ConditionPlace,
): readonly string[] {
  const { writer, dialect } = place
  const plain = checked.assignments.filter(({ condition }) => condition === undefined)
  const isOpen = hasConditions(checked.binding)
  if (!isOpen && plain.every(({ source }) => source.from !== 'parameter'))
    throw new PlatformError('binding_invalid', 'A search needs a filter that the agent fills.', {
      reason: 'no_filter',
    })
  const written = plain.map(({ target, targetType: type, source }) => {
    const [argument = ''] = target
    const column = writer.column('t', argument)
    if (source.from === 'constant' && source.value === null) return `${column} is null`
    const codec = codecOf(type, dialect.lists)
    return writer.equals(column, { type, bind: { argument, codec, whenAbsent: 'refuse', isKey: true } })
  })
  const all = [...written, ...writeConditions(set, place)]
  return all.length === 0 ? [] : [`where ${all.join(' and ')}`]
}
