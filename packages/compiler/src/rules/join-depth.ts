import { outputPath } from '../resolution/output-path.ts'
import { formatFieldPath } from '@bindery/model'
import { findSqlBinding } from '../resolution/sql-binding.ts'
import { valuesOf } from '../resolution/values-of.ts'
import { removing } from './fixes.ts'
import type { Rule } from './rule.ts'

/** `join_too_deep`: a read of a table follows at most one relationship: `customer.name`, not `customer.city.name`. */
export const joinDepth: Rule = (context) => {
  if (findSqlBinding(context) === undefined) return
  for (const { origin, leaf, resolution } of valuesOf(context.outputs)) {
    if (resolution.status !== 'found') continue
    const names = resolution.steps.filter((step) => step.kind === 'field')
    if (names.length <= 2) continue
    context.report({
      code: 'join_too_deep',
      severity: 'error',
      path: outputPath(origin),
      message: `"${formatFieldPath(resolution.steps)}" joins more than one table. Read it with a second skill.`,
      fixes: [removing(`Remove the output "${leaf}"`, origin)],
    })
  }
}
