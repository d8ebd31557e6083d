import { PlatformError, type SkillStep } from '@bindery/model'
import { quietOutcomeOf } from '../not-found.ts'
import { unfitGiven } from './given-value.ts'
import { quietStep } from './step-outcome.ts'

/**
 * The same error, of its step; what is an ordinary outcome of the step alone ends the whole as one, and what the step refuses
 * of an earlier one is no fault of whoever called.
 */
export function ofStep(step: SkillStep, error: PlatformError): PlatformError {
  const { members, at } = error.details
  if (at !== undefined || members?.['step'] === step.id) return error
  const given = unfitGiven(step, error)
  if (given !== undefined) return given
  const outcome = quietOutcomeOf(step.skill, error)
  const message = `Step "${step.id}": ${error.message}`
  if (outcome !== undefined) return quietStep(outcome, { step: step.id }, message)
  return new PlatformError(error.code, message, { ...error.details, members: { ...members, step: step.id } })
}
