import { leadingColumns } from '@bindery/model'
import { columnOf, findSqlBinding, servedFilters } from '../resolution/sql-binding.ts'
import { removing } from './fixes.ts'
import type { Rule } from './rule.ts'

/**
 * `filter_count`: a search of a table has one filter that the agent fills, or several that are the first columns of one
 * index; constants only narrow it.
 */
export const filterCount: Rule = (context) => {
  const sql = findSqlBinding(context)
  if (sql?.mode !== 'find') return
  const filters = sql.columns.filter(({ source }) => source.from === 'parameter')
  const isHidden = context.assignments.some(({ resolution }) => resolution.status === 'blocked')
  if (filters.length === 0 && !isHidden) {
    context.report({
      code: 'filter_count',
      severity: 'error',
      path: ['inputs'],
      message: `A search of "${sql.table.name}" needs one filter that the agent fills.`,
      suggestions: leadingColumns(sql.table).slice(0, 3),
    })
  }
  const served = servedFilters(sql)
  const first = filters.find((filter) => served.has(columnOf(filter))) ?? filters[0]
  for (const filter of filters) {
    if (filter === first || served.has(columnOf(filter))) continue
    context.report({
      code: 'filter_count',
      severity: 'error',
      path: filter.origin,
      message:
        `A search has one filter that the agent fills, or several that together are the first columns of one index; ` +
        `"${filter.name}" is another. Remove it, or make it a constant.`,
      fixes: [removing(`Remove the filter "${filter.name}"`, filter.origin)],
    })
  }
}
