import { rowsOutputs } from '@bindery/model'
import { resolveColumn } from './condition-entries.ts'
import type { ResolvedBinding } from './resolved-binding.ts'
import { rowOrders } from './row-orders.ts'
import { findSqlBinding } from './sql-binding.ts'
import type { FieldOf } from './step-into.ts'
import { valuesOf } from './values-of.ts'

/** How many relationships of tables a value is away. */
export const stepsOf = (fields: readonly FieldOf[]): number =>
  fields.filter(({ field }) => field.type.kind === 'object').length

/** Whether a binding reads rows within rows, or follows more than one relationship: servers that know format 1 alone cannot. */
export function leadsFar(resolved: ResolvedBinding): boolean {
  const { outputs, assignments, view } = resolved
  if (rowsOutputs(outputs).some(({ origin }) => origin.length > 2)) return true
  if (findSqlBinding(resolved) === undefined) return false
  return (
    valuesOf(outputs).some(
      ({ resolution }) => resolution.status === 'found' && stepsOf(resolution.fields) > 1,
    ) ||
    assignments.some(
      ({ condition, resolution }) =>
        condition !== undefined && resolution.status === 'found' && resolution.target.path.length > 2,
    ) ||
    rowOrders(resolved).some(({ entries, operation }) =>
      entries.some(({ field }) => {
        const found = resolveColumn(field, { operation, view })
        return found.status === 'found' && found.target.path.length > 2
      }),
    )
  )
}
