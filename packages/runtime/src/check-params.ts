import {
  failure,
  isJsonArray,
  isJsonObject,
  type Issue,
  type Json,
  type JsonObject,
  nearestNames,
  ownProperty,
  type PathSegment,
  type Result,
  type SkillParameter,
  success,
} from '@bindery/model'
import { checkValue, constraintProblem } from './check-value.ts'

/** Checks what a caller gave, and what the platform knows of the conversation. */
export type ParamsCheck = (params: JsonObject, context?: JsonObject) => Result<JsonObject, readonly Issue[]>

/**
 * Prepares the check of a skill's parameters. The check reports every problem at once, each with its path and, for an
 * unknown name, the nearest ones; else it gives the values with defaults filled in. What the platform fills is taken from
 * the context and from nowhere else. No message holds a value.
 */
export function prepareParams(parameters: readonly SkillParameter[]): ParamsCheck {
  const asked = parameters.filter((parameter) => parameter.origin !== 'context')
  const known = new Set(asked.map((parameter) => parameter.name))
  if (parameters.some((parameter) => parameter.name === '__proto__'))
    throw new TypeError('A parameter cannot be called "__proto__".')
  const rows = new Map(
    parameters.flatMap((parameter) =>
      parameter.members === undefined ? [] : [[parameter, prepareParams(parameter.members)] as const],
    ),
  )
  return (params, context = {}) => {
    const issues: Issue[] = []
    for (const name of Object.keys(params)) if (!known.has(name)) issues.push(unknownParam(name, known))
    const values: { [name: string]: Json } = {}
    for (const parameter of parameters) {
      const from = parameter.origin === 'context' ? context : params
      const checkRow = rows.get(parameter)
      const value = checkOne(parameter, { params: from, issues, checkRow })
      if (value !== undefined) values[parameter.name] = value
    }
    return issues.length > 0 ? failure(issues) : success(values)
  }
}

interface Checking {
  readonly params: JsonObject
  readonly issues: Issue[]
  /** Of a parameter that is a list of rows. */
  readonly checkRow: ParamsCheck | undefined
}

function checkOne(parameter: SkillParameter, { params, issues, checkRow }: Checking): Json | undefined {
  const { name, nullable, required } = parameter
  const given = ownProperty(params, name)
  // Models write null for what they leave out; where null is no value, it says nothing else.
  if (given === undefined || (given === null && !nullable && !required)) {
    if (parameter.default === undefined && required)
      issues.push(problem(name, 'param_required', missing(parameter)))
    return parameter.default
  }
  if (given === null && nullable) return null
  if (checkRow !== undefined) return checkRows(parameter, { given, issues, checkRow })
  const checked = checkValue(given, parameter.type)
  if (!checked.ok) {
    issues.push(problem(name, checked.code, `"${name}" must be ${checked.expected}.`))
    return undefined
  }
  const exceeded = constraintProblem(checked.value, parameter.constraints)
  if (exceeded !== undefined) issues.push(problem(name, 'param_constraint', `"${name}" must be ${exceeded}.`))
  return checked.value
}

interface Rows {
  readonly given: Json
  readonly issues: Issue[]
  readonly checkRow: ParamsCheck
}

/** Each row is checked as the parameters of a call are, and too many are not looked at. */
function checkRows(
  { name, constraints }: SkillParameter,
  { given, issues, checkRow }: Rows,
): Json | undefined {
  if (!isJsonArray(given)) {
    issues.push(problem(name, 'param_type', `"${name}" must be a list of objects.`))
    return undefined
  }
  const exceeded = constraintProblem(given, constraints)
  if (exceeded !== undefined) {
    issues.push(problem(name, 'param_constraint', `"${name}" must be ${exceeded}.`))
    return undefined
  }
  return given.flatMap((row, at): readonly Json[] => {
    const checked = isJsonObject(row) ? checkRow(row) : undefined
    if (checked === undefined)
      issues.push(inRow(problem(name, 'param_type', 'It must be an object.'), name, [at]))
    else if (checked.ok) return [checked.value]
    else issues.push(...checked.failure.map((issue) => inRow(issue, name, [at, ...issue.path.slice(1)])))
    return []
  })
}

/** What is wrong with a row, or with a member of it, is said of that row. */
function inRow(issue: Issue, name: string, [at, ...member]: readonly [number, ...PathSegment[]]): Issue {
  const message = `Row ${at + 1} of "${name}": ${issue.message}`
  return { ...issue, path: ['params', name, at, ...member], message }
}

const missing = ({ name, origin }: SkillParameter): string =>
  origin === 'context'
    ? `"${name}" comes from the context of the conversation, which does not have it.`
    : `"${name}" is required.`

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
