import { columnOf, findSqlBinding, leadingColumns } from '../resolution/sql-binding.ts'
import { renaming } from './fixes.ts'
import type { Rule } from './rule.ts'

/** `filter_not_indexed`: a search filters by a column that leads an index, so that it never reads the whole table. */
export const filterIndexed: Rule = (context) => {
  const sql = findSqlBinding(context)
  if (sql?.mode !== 'find') return
  const leading = leadingColumns(sql.table)
  for (const filter of sql.columns) {
    if (filter.source.from !== 'parameter' || leading.includes(columnOf(filter))) continue
    const path = [...filter.origin, filter.key]
    const suggestions = leading
      .filter((column) => !context.view.scope.isFieldBlocked(sql.table.name, column))
      .slice(0, 3)
    context.report({
      code: 'filter_not_indexed',
      severity: 'error',
      path,
      message: `No index of "${sql.table.name}" begins with "${columnOf(filter)}". Filter by a column that leads an index.`,
      suggestions,
      fixes: renaming(path, suggestions),
    })
  }
}
