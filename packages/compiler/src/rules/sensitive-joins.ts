import { impliedColumns } from '../resolution/implied-columns.ts'
import { removing } from './fixes.ts'
import type { Rule } from './rule.ts'

/**
 * `sensitive_join`: no column of class credential leads from one table to another: which rows come of it would tell what it
 * holds.
 */
export const sensitiveJoins: Rule = (context) => {
  const seen = new Set<string>()
  for (const { field, origin, role } of impliedColumns(context)) {
    const place = origin.join('/')
    if (role !== 'join' || field.sensitivity !== 'credential' || seen.has(place)) continue
    seen.add(place)
    context.report({
      code: 'sensitive_join',
      severity: 'error',
      path: origin,
      message: 'A column that this join compares holds a credential, which is never compared.',
      fixes: [removing('Remove what leads there', origin.slice(0, -1))],
    })
  }
}
