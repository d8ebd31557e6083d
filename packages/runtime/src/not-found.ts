import { isQuietOutcome, type PlatformError, type QuietOutcome, type Skill } from '@bindery/model'
import { sourceParameters } from '@bindery/model/syntax'

/**
 * Whether a failure is an answer to the question that was asked, so that nothing was read and nothing was changed: a
 * parameter named what is not there, what must hold before a change does not, or what was read is not all there is. Where only the skill itself named what is
 * not there, the skill or the provider is at fault.
 */
export function quietOutcomeOf(skill: Skill, { code, details }: PlatformError): QuietOutcome | undefined {
  if (code !== 'upstream_error') return undefined
  if (details.reason === 'not_certain') return 'not_certain'
  if (details.reason === 'conditions_not_met' && details.sent === 'no') return 'conditions_not_met'
  // Of several steps the one that it is of has said what it means.
  if (skill.steps !== undefined) return isQuietOutcome(details.reason) ? details.reason : undefined
  if (details.upstreamStatus !== 404) return undefined
  const named = new Set(details.addressedBy)
  const isNamed = skill.assignments.some(
    ({ target: [argument = ''], source }) => sourceParameters(source).length > 0 && named.has(argument),
  )
  return isNamed ? 'not_found' : undefined
}
