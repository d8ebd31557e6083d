import { impliedValue, wouldOverwrite } from '../resolution/implied-values.ts'
import { findFieldGaps } from '../resolution/required-targets.ts'
import { describeGap } from './describe-gap.ts'
import type { Rule } from './rule.ts'

/**
 * `input_required_unbound`: a field that the input object needs is filled by a required parameter or by a constant.
 * `default_not_sent` (warning): in an update one with a default is left out, as sending it would overwrite what is there.
 */
export const inputRequired: Rule = (context) => {
  for (const gap of findFieldGaps(context)) {
    const { optional, target } = gap
    const hasValue = optional === undefined && impliedValue(target, context) !== undefined
    const issue = describeGap('input_required_unbound', gap, context)
    if (!hasValue || !wouldOverwrite(target, context)) {
      context.report(issue)
      continue
    }
    const name = target.path.join('.')
    const message = `"${context.operation.name}" needs "${name}". Its default is not sent, since that would overwrite what is there: bind a parameter or a constant to it if the provider refuses the call.`
    context.report({ ...issue, code: 'default_not_sent', severity: 'warning', message })
  }
}
