import { rowNames } from '../resolution/sql-binding.ts'
import type { Rule } from './rule.ts'

/** `comparison_folded` (warning): what names rows is compared loosely by the provider, so more than the value is found. */
export const comparisonFolded: Rule = (context) => {
  for (const { origin, resolution, source, condition } of rowNames(context)) {
    if (resolution.status !== 'found' || resolution.target.argument.comparison !== 'folded') continue
    // Neither asks for a value.
    if (condition?.op === 'isNull' || (source.from === 'constant' && source.value === null)) continue
    const { name } = resolution.target.argument
    context.report({
      code: 'comparison_folded',
      severity: 'warning',
      path: origin,
      message:
        `"${context.operation.name}" compares "${name}" without regard to case, accents or blanks at the end, as the ` +
        'database does: "ADMIN", "admin " and "ádmin" may all find "admin". Compare the value that comes back where the difference counts.',
    })
  }
}
