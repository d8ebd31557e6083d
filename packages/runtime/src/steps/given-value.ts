import { type OperationSkill, PlatformError, type SkillStep } from '@bindery/model'
import { sourceParameters } from '@bindery/model/syntax'

/**
 * The refusal of a value that an earlier step gives, as that of an answer that cannot be used: who called neither gave it nor
 * can correct it. Undefined where what the caller gave has a part in it, and where the refusal is about no value.
 */
export function unfitGiven(step: SkillStep, error: PlatformError): PlatformError | undefined {
  if (error.code !== 'validation_error' || error.details.reason === 'timezone_missing') return undefined
  const refused = refusedParameters(step.skill, error)
  const wires = step.wires.filter(({ parameter }) => refused.has(parameter))
  if (refused.size === 0 || wires.length < refused.size) return undefined
  const values = wires.map(({ name }) => `"${name}"`).join(' and ')
  return unfitValue(step, `${values} cannot be used. ${error.message}`, error)
}

/** Says of a value of an earlier step, under its authored name, why it is of no use; `problem` must not hold it. */
export function unfitValue({ id, wires }: SkillStep, problem: string, cause?: unknown): PlatformError {
  const said = wires.reduce(
    (text, { parameter, name }) => text.replaceAll(`"${parameter}"`, `"${name}"`),
    problem,
  )
  return new PlatformError(
    'upstream_invalid_response',
    `What step "${id}" is given does not fit it: ${said}`,
    { reason: 'step_value_invalid', sent: 'no', members: { step: id }, cause },
  )
}

/** Parameters that a refusal is about: by its issues, or by the argument or condition that they fill. */
function refusedParameters(
  { assignments }: OperationSkill,
  { details: { issues = [], members } }: PlatformError,
): ReadonlySet<string> {
  const named = issues.flatMap(({ path: [head, name] }) =>
    head === 'params' && typeof name === 'string' ? [name] : [],
  )
  const place = members?.['argument']
  const filling = assignments.filter(({ target, condition }) =>
    condition === undefined ? target[0] === place : place === `condition ${condition.id}`,
  )
  return new Set([...named, ...filling.flatMap(({ source }) => sourceParameters(source))])
}
