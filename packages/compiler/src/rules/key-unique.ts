import { type ObjectType, type SqlWrite } from '@bindery/model'
import { sqlKeys, uniqueKeys } from '@bindery/model/tables'
import { columnOf, findSqlBinding } from '../resolution/sql-binding.ts'
import { renaming } from './fixes.ts'
import type { Rule } from './rule.ts'

/** `key_not_unique`: an update names its row by all columns of a unique key, so that it can never change two. */
export const keyUnique: Rule = (context) => {
  const sql = findSqlBinding(context)
  if (sql?.mode !== 'update') return
  const { sqlWrite } = context.binding
  const given =
    sqlWrite === undefined ? sql.columns.map(columnOf) : sqlKeys(sqlWrite).map(({ column }) => column)
  const keys = uniqueKeys(sql.table)
  const key = keys.find((fields) => fields.every((field) => given.includes(field)))
  const hasValue = sqlWrite?.keyColumn === undefined || sqlWrite.keyParam !== undefined
  if (key !== undefined && hasValue) return
  const visible = keys.filter(
    (fields) => !fields.some((field) => context.view.scope.isFieldBlocked(sql.table.name, field)),
  )
  const single = visible.flatMap((fields) => (fields.length === 1 ? fields : [])).slice(0, 3)
  const suggestions = single.length > 0 ? single : (visible[0] ?? [])
  const hasKey = key !== undefined
  const path = sqlWrite === undefined ? ['inputs'] : ['sqlWrite', memberOf(sqlWrite, hasKey)]
  context.report({
    code: 'key_not_unique',
    severity: 'error',
    path,
    message: hasKey
      ? `An update of "${sql.table.name}" needs the parameter that holds the key: set "keyParam".`
      : `An update of "${sql.table.name}" must name its row by a unique column${orKey(sql.table, visible)}.`,
    suggestions: hasKey ? [] : suggestions,
    fixes: hasKey || sqlWrite?.keyColumn === undefined ? [] : renaming(path, single),
  })
}

const memberOf = ({ keys }: SqlWrite, hasKey: boolean): 'keyParam' | 'keys' | 'keyColumn' =>
  hasKey ? 'keyParam' : keys === undefined ? 'keyColumn' : 'keys'

/** The key of several columns that a table has, in words. */
function orKey({ key }: ObjectType, visible: readonly (readonly string[])[]): string {
  const whole = visible.find((fields) => fields.length > 1)
  if (whole === undefined) return ''
  const names = whole.map((field) => `"${field}"`).join(' and ')
  return `${key.length > 1 ? '' : ','} or by all columns of a key: ${names} together, in "keys"`
}
