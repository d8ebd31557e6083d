import { nearestNames } from '@bindery/model'
import { askFor, renaming } from './fixes.ts'
import type { Rule } from './rule.ts'

/** `context_param_unused`: what the platform is to fill is a parameter of the binding. */
export const contextParams: Rule = ({ binding, parameters, report }) => {
  const names = parameters.map((parameter) => parameter.name)
  for (const [index, name] of binding.contextParams.entries()) {
    if (names.includes(name)) continue
    const suggestions = nearestNames(name, names)
    const path = ['contextParams', index]
    report({
      code: 'context_param_unused',
      severity: 'error',
      path,
      message: `"${name}" fills nothing: no entry of the binding uses it.${askFor(suggestions)}`,
      suggestions,
      fixes: renaming(path, suggestions),
    })
  }
}
