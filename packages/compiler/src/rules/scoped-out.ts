import { everyOutput, type PathSegment } from '@bindery/model'
import { answerOrders } from '../resolution/answer-orders.ts'
import { resolveColumn } from '../resolution/condition-entries.ts'
import { isOfTable } from '../resolution/resolve-reading.ts'
import { outputPath } from '../resolution/output-path.ts'
import { impliedColumns } from '../resolution/implied-columns.ts'
import { rowOrders } from '../resolution/row-orders.ts'
import { removing } from './fixes.ts'
import type { Rule, RuleContext } from './rule.ts'

/** `scoped_out`: nothing that scoping blocks is bound, read, or reached by a transform. Says no name but the authored one. */
export const scopedOut: Rule = (context) => {
  const { assignments, outputs, report } = context
  for (const { origin, key, name, namesRows, resolution, transform } of assignments) {
    const isBlocked = resolution.status === 'blocked' || transform?.check.status === 'blocked'
    if (!isBlocked) continue
    report({
      code: 'scoped_out',
      severity: 'error',
      path: [...origin, resolution.status === 'blocked' ? key : 'transform'],
      message: `"${name}" is blocked by scoping.`,
      fixes: namesRows === true ? [] : [removing(`Remove the entry for "${name}"`, origin)],
    })
  }
  reportImplied(context)
  for (const output of everyOutput(outputs)) {
    const { origin, leaf, resolution } = output
    const check = output.kind === 'value' ? output.transform?.check : undefined
    if (resolution.status !== 'blocked' && check?.status !== 'blocked') continue
    report({
      code: 'scoped_out',
      severity: 'error',
      path: resolution.status === 'blocked' ? outputPath(origin) : [...origin, 'transform'],
      message: `The output "${leaf}" reads something that is blocked by scoping.`,
      fixes: [removing(`Remove the output "${leaf}"`, origin)],
    })
  }
}

/** Order and joins reveal what columns hold, though nothing names these as outputs. */
function reportImplied(context: RuleContext): void {
  const seen = new Set<string>()
  reportOrder(context, seen)
  for (const { object, field, origin, role } of impliedColumns(context)) {
    const place = origin.join('/')
    if (!context.view.scope.isFieldBlocked(object, field.name) || seen.has(place)) continue
    seen.add(place)
    const entry = origin.slice(0, -1)
    const what = origin.includes('where') ? 'condition' : isOrder(origin) ? 'order' : 'output'
    context.report({
      code: 'scoped_out',
      severity: 'error',
      path: origin,
      message:
        role === 'order'
          ? `Rows are ordered by "${field.name}", which is blocked by scoping.`
          : 'A column that this join compares is blocked by scoping.',
      fixes: [removing(`Remove the ${what}`, entry)],
    })
  }
}

const isOrder = (origin: readonly PathSegment[]): boolean => origin.includes('orderBy')

/** Of a row that another leads to nothing is known but that it is blocked. */
function reportOrder(context: RuleContext, seen: Set<string>): void {
  const { view, report } = context
  const ofTables = rowOrders(context).flatMap(({ entries: all, origin, operation }) =>
    all.map(({ field }, at) => ({
      field,
      entry: [...origin, at],
      found: isOfTable(operation) ? resolveColumn(field, { operation, view }) : undefined,
    })),
  )
  // Rows of an answer are looked up where they stand.
  const ofAnswers = answerOrders(context).flatMap(({ order }) =>
    order.map(({ name, origin, resolution }) => ({
      field: name,
      entry: origin.slice(0, -1),
      found: resolution,
    })),
  )
  for (const { field, found, entry } of [...ofTables, ...ofAnswers]) {
    const path = [...entry, 'field']
    if (found?.status !== 'blocked') continue
    seen.add(path.join('/'))
    report({
      code: 'scoped_out',
      severity: 'error',
      path,
      message: `Rows are ordered by "${field}", which is blocked by scoping.`,
      fixes: [removing('Remove the order', entry)],
    })
  }
}
