import { PlatformError, type SkillStep } from '@bindery/model'
import { quietStep } from './step-outcome.ts'

/** Bytes that the answers of all steps may have together. */
export const mostBytes = 20 * 1024 * 1024

/** A step was found without the value that another needs. */
export function withoutValue({ id }: SkillStep, { name, step }: SkillStep['wires'][number]): PlatformError {
  const message = `"${name}" has no value, so step "${id}" has nothing to look up.`
  return quietStep('not_found', { step: id }, `Step "${step}" was found, and ${message}`)
}

export function tooMuch(): PlatformError {
  const message = `The answers of all steps are larger than ${mostBytes} bytes together: take fewer rows or fields.`
  return new PlatformError('upstream_invalid_response', message, {
    reason: 'response_too_large',
    sent: 'maybe',
  })
}

export const tooLate = (): PlatformError =>
  new PlatformError(
    'upstream_timeout',
    'Too little of the deadline was left after the steps before, so the write was not begun.',
    { reason: 'deadline', sent: 'no' },
  )
