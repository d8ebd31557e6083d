import { type Door, PlatformError, type SkillResult } from '@bindery/model'

/** A result whose failure knows where it is told: what to do next depends on that. */
export function atDoor(result: SkillResult, door: Door): SkillResult {
  if (result.status !== 'failed' && result.status !== 'outcome_unknown') return result
  const { code, message, details } = result.error
  return { ...result, error: new PlatformError(code, message, { ...details, door }) }
}
