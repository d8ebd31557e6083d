import { PlatformError, type SkillStep } from '@bindery/model'
import { quietOutcomeOf } from '../not-found.ts'
import { quietStep } from './step-outcome.ts'

/** The same error, of its step; what is an ordinary outcome of the step alone ends the whole as one. */
export function ofStep(step: SkillStep, error: PlatformError): PlatformError {
  if (error.details.at !== undefined) return error
  const outcome = quietOutcomeOf(step.skill, error)
  const message = `Step "${step.id}": ${error.message}`
  if (outcome !== undefined) return quietStep(outcome, { step: step.id }, message)
  const { members } = error.details
  return new PlatformError(error.code, message, { ...error.details, members: { ...members, step: step.id } })
}
