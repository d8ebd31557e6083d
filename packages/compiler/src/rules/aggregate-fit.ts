import { isOwnForm } from '@bindery/model/tables'
import { isOfTable } from '../resolution/resolve-reading.ts'
import { findSqlBinding } from '../resolution/sql-binding.ts'
import { removing, setting } from './fixes.ts'
import type { Rule } from './rule.ts'

/**
 * `aggregate_missing`, `aggregate_unsupported`, `aggregate_invalid`: counts and sums are of an operation that makes them, and
 * say all that comes of it.
 */
export const aggregateFit: Rule = (context) => {
  const { binding, operation, report } = context
  const { aggregate, projection, orderBy } = binding
  const isAggregate = findSqlBinding(context)?.mode === 'aggregate'
  if (aggregate === undefined) {
    if (!isOwnForm(operation) && !isAggregate) return
    const message = `"${operation.name}" is bound with "aggregate", which says what is counted, summed or compared.`
    const fix = setting('Count the rows', ['aggregate'], { values: [{ fn: 'count', leaf: 'row_count' }] })
    return report({
      code: 'aggregate_missing',
      severity: 'error',
      path: ['aggregate'],
      message,
      fixes: [fix],
    })
  }
  const refuse = (path: readonly (string | number)[], message: string): void =>
    report({ code: 'aggregate_invalid', severity: 'error', path, message })
  // What an answer holds is counted after reading; that of a change is refused by itself.
  if (!isAggregate && isOfTable(operation)) {
    return report({
      code: 'aggregate_unsupported',
      severity: 'error',
      path: ['aggregate'],
      message: `"${operation.name}" makes no counts or sums. Bind "${operation.object ?? 'a table'}.aggregate".`,
      fixes: [removing('Remove "aggregate"', ['aggregate'])],
    })
  }
  if (projection.length > 0)
    refuse(['projection'], 'What comes of it is said in "aggregate": remove the projection.')
  const { groupBy, leaf, max, values } = aggregate
  if (groupBy !== undefined && leaf === undefined)
    refuse(['aggregate', 'leaf'], 'Groups are a list, which needs a name: set "leaf".')
  if (groupBy === undefined && leaf !== undefined)
    refuse(['aggregate', 'leaf'], 'Without groups each value has a name of its own: remove "leaf".')
  if (groupBy === undefined && max !== undefined)
    refuse(['aggregate', 'max'], 'Without groups there is one answer: remove "max".')
  const leaves = new Set([...values, ...(groupBy ?? [])].map((entry) => entry.leaf))
  for (const [at, { field }] of (orderBy ?? []).entries()) {
    if (groupBy === undefined) refuse(['orderBy', at], 'Without groups there is nothing to order.')
    else if (!leaves.has(field))
      refuse(['orderBy', at, 'field'], `Groups are ordered by what they show, and "${field}" is none of it.`)
  }
}
