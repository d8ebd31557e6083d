import { impliedColumns } from '../resolution/implied-columns.ts'
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
  for (const output of outputs.flatMap((entry) =>
    entry.kind === 'rows' ? [entry, ...entry.fields] : [entry],
  )) {
    const { origin, leaf, resolution } = output
    const check = output.kind === 'value' ? output.transform?.check : undefined
    if (resolution.status !== 'blocked' && check?.status !== 'blocked') continue
    report({
      code: 'scoped_out',
      severity: 'error',
      path: [...origin, resolution.status === 'blocked' ? 'path' : 'transform'],
      message: `The output "${leaf}" reads something that is blocked by scoping.`,
      fixes: [removing(`Remove the output "${leaf}"`, origin)],
    })
  }
}

/** Order and joins reveal what columns hold, though nothing names these as outputs. */
function reportImplied(context: RuleContext): void {
  const seen = new Set<string>()
  for (const { object, field, origin } of impliedColumns(context)) {
    const place = origin.join('/')
    if (!context.view.scope.isFieldBlocked(object, field.name) || seen.has(place)) continue
    seen.add(place)
    const isOrder = origin[0] === 'sqlSearch'
    const entry = origin.slice(0, -1)
    context.report({
      code: 'scoped_out',
      severity: 'error',
      path: origin,
      message: isOrder
        ? `Rows are ordered by "${field.name}", which is blocked by scoping.`
        : 'A column that this join compares is blocked by scoping.',
      fixes: [removing(isOrder ? 'Remove the order' : 'Remove the output', entry)],
    })
  }
}
