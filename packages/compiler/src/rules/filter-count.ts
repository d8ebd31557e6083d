import { findSqlBinding, leadingColumns } from '../resolution/sql-binding.ts'
import { removing } from './fixes.ts'
import type { Rule } from './rule.ts'

/** `filter_count`: a search of a table has exactly one filter that the agent fills; constants only narrow it. */
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
  for (const { origin, name } of filters.slice(1)) {
    context.report({
      code: 'filter_count',
      severity: 'error',
      path: origin,
      message: `A search has one filter that the agent fills; "${name}" is another. Remove it, or make it a constant.`,
      fixes: [removing(`Remove the filter "${name}"`, origin)],
    })
  }
}
