import { askFor, removing, renaming } from './fixes.ts'
import type { Rule } from './rule.ts'

/** `argument_unknown`: every bound name is an argument, a field of the input object, or a column. */
export const argumentKnown: Rule = ({ assignments, operation, report }) => {
  for (const { origin, key, name, namesRows, resolution } of assignments) {
    if (resolution.status !== 'unknown') continue
    const { suggestions } = resolution
    const path = [...origin, key]
    report({
      code: 'argument_unknown',
      severity: 'error',
      path,
      message: `"${operation.name}" has no argument or input field "${name}".${askFor(suggestions)}`,
      suggestions,
      fixes: [
        ...renaming(path, suggestions),
        ...(namesRows === true ? [] : [removing(`Remove the entry for "${name}"`, origin)]),
      ],
    })
  }
}
