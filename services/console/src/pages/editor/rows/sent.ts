import type { Binding } from '@bindery/client'
import type { Target } from '../source.ts'
import { type Column, comparisonOf, type FieldCondition, withComparison } from './condition.ts'
import { isGroup } from './conditions.ts'

/** What conditions are about: fields of rows, and what the operation takes. */
export interface Comparable {
  readonly columns: readonly Column[]
  readonly targets: readonly Target[]
}

/** The field that a condition tests, or else the argument that it is sent in; undefined where neither is known. */
export function comparedBy(
  { field, argument }: Pick<FieldCondition, 'field' | 'argument'>,
  { columns, targets }: Comparable,
): Column | undefined {
  if (field !== undefined) return columns.find(({ name }) => name === field)
  const target = targets.find(({ name }) => name === argument)
  return target === undefined ? undefined : ofArgument(target)
}

/** A value is sent as it is: what the provider compares with it is its own affair. */
const ofArgument = ({ name, type, jsonType, allowedValues }: Target): Column => ({
  name,
  type,
  jsonType: jsonType === 'array' ? 'string' : jsonType,
  operators: [jsonType === 'array' ? 'in' : 'eq'],
  ...(allowedValues !== undefined && { allowedValues: [...allowedValues] }),
})

/** The condition sent in an argument too; one that takes a list is sent a list. */
export function sentIn(condition: FieldCondition, { name, jsonType }: Target): FieldCondition {
  const sent = { ...condition, argument: name }
  return jsonType === 'array' && comparisonOf(condition) === 'eq' ? withComparison(sent, 'in') : sent
}

/** The condition sent alone: what is said of the field goes with it. */
export function sentOnly({ field: _field, fold: _fold, ...kept }: FieldCondition): FieldCondition {
  return kept
}

/** Which of the conditions of a binding is sent in an argument; undefined for none. What is one of several is never sent. */
export function sendingOf(
  { where = [] }: Pick<Binding, 'where'>,
  { name, slot, isTwin }: Pick<Target, 'name' | 'slot' | 'isTwin'>,
): number | undefined {
  // A name that an argument and a field share is that of the argument.
  if (isTwin === true && slot === 'field') return undefined
  const at = where.findIndex((condition) => !isGroup(condition) && condition.argument === name)
  return at < 0 ? undefined : at
}
