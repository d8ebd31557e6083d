import { outputPath } from '../resolution/output-path.ts'
import { everyOutput, formatFieldPath } from '@bindery/model'
import { mostSteps } from '../resolution/condition-entries.ts'
import { stepsOf } from '../resolution/leads-far.ts'
import { findSqlBinding } from '../resolution/sql-binding.ts'
import { removing } from './fixes.ts'
import type { Rule } from './rule.ts'

/** `join_too_deep`: a read of a table follows at most three relationships to a value: `order.customer.city.name`. */
export const joinDepth: Rule = (context) => {
  if (findSqlBinding(context) === undefined) return
  for (const { origin, leaf, resolution } of everyOutput(context.outputs)) {
    if (resolution.status !== 'found' || stepsOf(resolution.fields) <= mostSteps) continue
    context.report({
      code: 'join_too_deep',
      severity: 'error',
      path: outputPath(origin),
      message: `"${formatFieldPath(resolution.steps)}" follows more than ${mostSteps} relationships. Read it with a second skill.`,
      fixes: [removing(`Remove the output "${leaf}"`, origin)],
    })
  }
}
