import { findFieldGaps } from '../resolution/required-targets.ts'
import { describeGap } from './describe-gap.ts'
import type { Rule } from './rule.ts'

/** `input_required_unbound`: a field that the input object needs is filled by a required parameter or by a constant. */
export const inputRequired: Rule = (context) => {
  for (const gap of findFieldGaps(context))
    context.report(describeGap('input_required_unbound', gap, context))
}
