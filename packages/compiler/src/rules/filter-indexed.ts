import { leadingColumns, type ObjectType } from '@bindery/model'
import { columnOf, findSqlBinding, servedFilters } from '../resolution/sql-binding.ts'
import { renaming } from './fixes.ts'
import type { Rule } from './rule.ts'

/**
 * `filter_not_indexed`: a search filters by columns that lead an index, so that it never reads the whole table. Beside a
 * filter that does, another one is a matter of `filter_count`.
 */
export const filterIndexed: Rule = (context) => {
  const sql = findSqlBinding(context)
  if (sql?.mode !== 'find' || servedFilters(sql).size > 0) return
  const leading = leadingColumns(sql.table)
  for (const filter of sql.columns) {
    if (filter.source.from !== 'parameter') continue
    const path = [...filter.origin, filter.key]
    const suggestions = leading
      .filter((column) => !context.view.scope.isFieldBlocked(sql.table.name, column))
      .slice(0, 3)
    context.report({
      code: 'filter_not_indexed',
      severity: 'error',
      path,
      message: `No index of "${sql.table.name}" begins with "${columnOf(filter)}". Filter by a column that leads an index.${hintOf(sql.table, columnOf(filter))}`,
      suggestions,
      fixes: renaming(path, suggestions),
    })
  }
}

/** What is missing for an index that has the column: columns before it, or a constant that says which rows it holds. */
function hintOf({ indexes, key }: ObjectType, column: string): string {
  const partial = indexes.find(({ isPartial, fields }) => isPartial && fields[0] === column)
  if (partial !== undefined) {
    const pins = (partial.rows ?? []).map((row) => `"${row.column}"`).join(', ')
    return pins === ''
      ? ` "${partial.name}" begins with it, but holds only some rows, so it proves nothing.`
      : ` "${partial.name}" begins with it, but holds only the rows that ${pins} decides: pin that with a constant.`
  }
  const later = [key, ...indexes.flatMap(({ isPartial, fields }) => (isPartial ? [] : [fields]))].find(
    (fields) => fields.includes(column),
  )
  const before = later?.slice(0, later.indexOf(column)).map((name) => `"${name}"`) ?? []
  return before.length === 0 ? '' : ` With ${before.join(', ')} beside it, an index would serve it.`
}
