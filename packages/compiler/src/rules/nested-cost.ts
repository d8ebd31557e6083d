import { type ObjectType, rowsOutputs } from '@bindery/model'
import { setting } from './fixes.ts'
import type { Rule } from './rule.ts'

/**
 * `rows_not_indexed`: rows within rows are looked up once for each row around them, so an index of their table begins with
 * the columns that lead there; or an operator accepts the scans, which is told as `scan_accepted`.
 */
export const nestedCost: Rule = (context) => {
  for (const { resolution, origin, leaf } of rowsOutputs(context.outputs)) {
    if (resolution.status !== 'found' || resolution.reverse === undefined) continue
    const { object, relationship } = resolution.reverse
    const table = context.view.index.object(object)
    if (table === undefined || leadsIndex(relationship.from.fields, table)) continue
    const path = [...origin, 'path']
    const what = `No index of "${object}" begins with the columns by which "${leaf}" is found, so each row around it reads the whole table`
    if (context.binding.acceptScan === true) {
      const message = `${what}. An operator has accepted it (rows_not_indexed).`
      context.report({ code: 'scan_accepted', severity: 'warning', path, message })
    } else {
      context.report({
        code: 'rows_not_indexed',
        severity: 'error',
        path,
        message: `${what}. Add an index, or accept it with "acceptScan".`,
        fixes: [setting('Accept it', ['acceptScan'], true)],
      })
    }
  }
}

/** Whether the first columns of an index that holds every row are these, in whichever order. */
function leadsIndex(columns: readonly string[], { key, indexes }: ObjectType): boolean {
  const whole = indexes.filter(({ isPartial }) => !isPartial).map(({ fields }) => fields)
  return [key, ...whole].some((fields) => {
    const first = fields.slice(0, columns.length)
    return first.length === columns.length && columns.every((column) => first.includes(column))
  })
}
