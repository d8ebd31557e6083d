import { namedOutputs, type PathSegment } from '@bindery/model'
import { authoredConditions } from '../resolution/condition-entries.ts'
import type { ResolvedRows } from '../resolution/resolved-binding.ts'
import { removing } from './fixes.ts'
import type { Rule, RuleContext } from './rule.ts'

/**
 * `condition_unsupported`, `tested_after_reading` (info): rows within rows of an answer are what the provider put there, so
 * nothing is sent for them; they are tested and sorted after reading.
 */
export const innerConditions: Rule = (context) => {
  for (const { name, output } of namedOutputs(context.outputs)) {
    if (output.kind !== 'rows' || output.inner === undefined) continue
    reportSent(output, context)
    if (output.where !== undefined) tell(name, [...output.origin, 'where'], context)
    if (output.orderBy !== undefined) tell(name, [...output.origin, 'orderBy'], context)
  }
}

function reportSent({ where, origin: place, leaf }: ResolvedRows, { report }: RuleContext): void {
  for (const { condition, origin } of authoredConditions({ where }, { origin: place, prefix: '' })) {
    if (condition.argument === undefined) continue
    report({
      code: 'condition_unsupported',
      severity: 'error',
      path: [...origin, 'argument'],
      message: `Rows of "${leaf}" come within the rows of the answer, and nothing is sent for them: name a field of theirs instead of "${condition.argument}".`,
      fixes: [
        condition.field === undefined
          ? removing('Remove this condition', origin)
          : removing('Test it alone', [...origin, 'argument']),
      ],
    })
  }
}

function tell(name: string, path: readonly PathSegment[], { report }: RuleContext): void {
  const done = path.at(-1) === 'where' ? 'tested' : 'sorted'
  report({
    code: 'tested_after_reading',
    severity: 'info',
    path,
    message: `Rows of "${name}" are ${done} after reading: it says nothing of what the provider has beyond those that come within a row. Where there may be more, those that fit are shown, and that there are none is "not_certain".`,
  })
}
