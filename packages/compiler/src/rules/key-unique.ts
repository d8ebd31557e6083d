import { columnOf, findSqlBinding, uniqueColumns } from '../resolution/sql-binding.ts'
import { renaming } from './fixes.ts'
import type { Rule } from './rule.ts'

/** `key_not_unique`: an update names its row by a column that is unique, so that it can never change two. */
export const keyUnique: Rule = (context) => {
  const sql = findSqlBinding(context)
  if (sql?.mode !== 'update') return
  const unique = uniqueColumns(sql.table)
  const { sqlWrite } = context.binding
  const keys = sqlWrite === undefined ? sql.columns.map(columnOf) : [sqlWrite.keyColumn]
  const hasKey = keys.some((column) => column !== undefined && unique.includes(column))
  const hasValue = sqlWrite === undefined || sqlWrite.keyParam !== undefined
  if (hasKey && hasValue) return
  const suggestions = unique
    .filter((column) => !context.view.scope.isFieldBlocked(sql.table.name, column))
    .slice(0, 3)
  const path = sqlWrite === undefined ? ['inputs'] : ['sqlWrite', hasKey ? 'keyParam' : 'keyColumn']
  context.report({
    code: 'key_not_unique',
    severity: 'error',
    path,
    message: hasKey
      ? `An update of "${sql.table.name}" needs the parameter that holds the key: set "keyParam".`
      : `An update of "${sql.table.name}" must name its row by a unique column.`,
    suggestions: hasKey ? [] : suggestions,
    fixes: hasKey || sqlWrite?.keyColumn === undefined ? [] : renaming(path, suggestions),
  })
}
