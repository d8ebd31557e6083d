import { canonicalParameters, type Fix, type PathSegment } from '@bindery/model'
import { nearCanonicalNames, parameterName, toSnakeCase } from '../resolution/propose-parameter.ts'
import type { ResolvedParameter } from '../resolution/resolved-binding.ts'
import { renaming } from './fixes.ts'
import type { Rule } from './rule.ts'

/** `leaf_invalid`: parameter names are snake_case. `parameter_not_canonical` (info): a shared name is near. */
export const parameterNames: Rule = ({ parameters, report }) => {
  for (const { name, origin, key } of parameters) {
    const path = [...origin, key]
    if (!parameterName.test(name)) {
      const suggestions = [...new Set([...nearCanonicalNames(name), toSnakeCase(name)])]
      report({
        code: 'leaf_invalid',
        severity: 'error',
        path,
        message: `The parameter name "${name}" is not snake_case. Use "${suggestions[0]}".`,
        suggestions,
        fixes: fixesOf(key, path, suggestions),
      })
      continue
    }
    const isCanonical = canonicalParameters.some((parameter) => parameter.name === name)
    const suggestions = isCanonical ? [] : nearCanonicalNames(name)
    if (suggestions[0] === undefined) continue
    report({
      code: 'parameter_not_canonical',
      severity: 'info',
      path,
      message: `Agents share the name "${suggestions[0]}" across providers. Use it if "${name}" means the same.`,
      suggestions,
      fixes: fixesOf(key, path, suggestions),
    })
  }
}

/** The name of a parameter in a template is no member of its own that a fix could replace. */
const fixesOf = (
  key: ResolvedParameter['key'],
  path: readonly PathSegment[],
  suggestions: readonly string[],
): readonly Fix[] => (key === 'template' ? [] : renaming(path, suggestions))
