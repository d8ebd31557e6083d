import { findArgumentGaps } from '../resolution/required-targets.ts'
import { describeGap } from './describe-gap.ts'
import type { Rule } from './rule.ts'

/** `argument_required`: an argument that the operation needs is filled by a required parameter or by a constant. */
export const argumentRequired: Rule = (context) => {
  for (const gap of findArgumentGaps(context)) context.report(describeGap('argument_required', gap, context))
}
