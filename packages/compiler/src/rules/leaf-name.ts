import { everyOutput } from '@bindery/model'
import { parameterName, toSnakeCase } from '../resolution/propose-parameter.ts'
import { renaming } from './fixes.ts'
import type { Rule } from './rule.ts'

/** `leaf_invalid`: output names are snake_case, at most 64 characters. */
export const leafName: Rule = ({ outputs, report }) => {
  for (const { leaf, origin } of everyOutput(outputs)) {
    if (parameterName.test(leaf)) continue
    const suggestions = [toSnakeCase(leaf)]
    report({
      code: 'leaf_invalid',
      severity: 'error',
      path: [...origin, 'leaf'],
      message: `The output name "${leaf}" is not snake_case. Use "${suggestions[0]}".`,
      suggestions,
      fixes: renaming([...origin, 'leaf'], suggestions),
    })
  }
}
