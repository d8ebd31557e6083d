import { type Assignment, PlatformError, scalarType, type SkillStep } from '@bindery/model'
import { expect, test } from 'vitest'
import { sampleSkill } from '../testing/sample-run.ts'
import { unfitGiven } from './given-value.ts'

const filling = (target: string, name: string, more: Partial<Assignment> = {}): Assignment => ({
  target: [target],
  targetType: scalarType('string'),
  targetNullable: false,
  source: { from: 'parameter', name },
  ...more,
})

const step: SkillStep = {
  id: 'ticket',
  skill: sampleSkill({
    assignments: [
      filling('id', 'from_person_note'),
      filling('reason', 'reason'),
      filling('body', 'from_person_note'),
      filling('body', 'reason'),
      filling('owner', 'from_person_note', { condition: { id: '0', op: 'eq' } }),
    ],
  }),
  wires: [{ parameter: 'from_person_note', step: 'person', leaf: 'note', name: 'person.note' }],
}

const named = (argument: string) => ({ members: { argument } })
const issued = (name: string, reason?: string) => ({
  issues: [{ code: 'param_transform', severity: 'error', path: ['params', name], message: '' } as const],
  ...(reason === undefined ? {} : { reason }),
})

test.each<[string, PlatformError['details'], string | undefined]>([
  ['an argument that an earlier step fills', named('id'), 'upstream_invalid_response'],
  ['a condition that an earlier step fills', named('condition 0'), 'upstream_invalid_response'],
  ['a parameter that an earlier step gives', issued('from_person_note'), 'upstream_invalid_response'],
  ['an argument of the caller', named('reason'), undefined],
  ['an argument that both have a part in', named('body'), undefined],
  ['a parameter of the caller', issued('reason'), undefined],
  ['the time zone that the agent has not', issued('from_person_note', 'timezone_missing'), undefined],
  ['nothing that has a name', {}, undefined],
])('what refuses %s', (...[, details, code]) => {
  const refusal = new PlatformError('validation_error', '"from_person_note" is refused.', details)
  const given = unfitGiven(step, refusal)
  expect(given?.code).toBe(code)
  expect(given?.message ?? 'What step "ticket" is given "person.note"').toMatch(
    /^What step "ticket" is given.*"person\.note"/,
  )
  expect(given?.message ?? '').not.toContain('from_person_note')
})
