import {
  failure,
  type Issue,
  type Json,
  type JsonObject,
  nearestNames,
  ownProperty,
  type Result,
  type SkillParameter,
  success,
} from '@bindery/model'
import { checkValue, constraintProblem } from './check-value.ts'

/**
 * Prepares the check of a skill's parameters. The check reports every problem at once, each with its path and, for an
 * unknown name, the nearest ones; else it gives the values with defaults filled in. No message holds a value.
 */
export function prepareParams(
  parameters: readonly SkillParameter[],
): (params: JsonObject) => Result<JsonObject, readonly Issue[]> {
  const known = new Set(parameters.map((parameter) => parameter.name))
  if (known.has('__proto__')) throw new TypeError('A parameter cannot be called "__proto__".')
  return (params) => {
    const issues: Issue[] = []
    for (const name of Object.keys(params)) if (!known.has(name)) issues.push(unknownParam(name, known))
    const values: { [name: string]: Json } = {}
    for (const parameter of parameters) {
      const value = checkOne(parameter, params, issues)
      if (value !== undefined) values[parameter.name] = value
    }
    return issues.length > 0 ? failure(issues) : success(values)
  }
}

function checkOne(parameter: SkillParameter, params: JsonObject, issues: Issue[]): Json | undefined {
  const { name, nullable, required } = parameter
  const given = ownProperty(params, name)
  if (given === undefined) {
    if (parameter.default === undefined && required)
      issues.push(problem(name, 'param_required', missing(name)))
    return parameter.default
  }
  if (given === null && nullable) return null
  const checked = checkValue(given, parameter.type)
  if (!checked.ok) {
    issues.push(problem(name, checked.code, `"${name}" must be ${checked.expected}.`))
    return undefined
  }
  const exceeded = constraintProblem(checked.value, parameter.constraints)
  if (exceeded !== undefined) issues.push(problem(name, 'param_constraint', `"${name}" must be ${exceeded}.`))
  return checked.value
}

const missing = (name: string): string => `"${name}" is required.`

const problem = (name: string, code: string, message: string): Issue => ({
  code,
  severity: 'error',
  path: ['params', name],
  message,
})

function unknownParam(name: string, known: ReadonlySet<string>): Issue {
  const shown = JSON.stringify(name.slice(0, 60))
  const suggestions = nearestNames(name, known)
  const hint = suggestions.length === 0 ? '' : ` Did you mean "${suggestions[0]}"?`
  return {
    ...problem(name, 'param_unknown', `This skill has no parameter ${shown}.${hint}`),
    ...(suggestions.length === 0 ? {} : { suggestions }),
  }
}
