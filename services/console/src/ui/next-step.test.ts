import { expect, test } from 'vitest'
import { nextStep } from './next-step.ts'

const next = 'Do not retry: an operator of Bindery must act first.'

test.each([
  ['what an operator settles', { code: 'skill_stale', actor: 'operator' }, /^It is yours to settle/],
  ['what was entered wrong', { code: 'validation_error', actor: 'caller' }, /^Correct what was asked/],
  ['what broke inside', { code: 'internal_error', actor: 'platform' }, /^Look for the request in the log/],
  ['a credential', { code: 'upstream_error', actor: 'provider', upstreamStatus: 401 }, /^Replace the cred/],
  ['what nobody knows', { code: 'outcome_unknown', actor: 'provider' }, /^Look at the provider first/],
] as const)('of %s nobody is sent to an operator', (_, problem, said) => {
  const step = nextStep({ ...problem, next })
  expect(step).toMatch(said)
  expect(step).not.toContain('operator')
})

test.each([
  ['may be tried again', { code: 'rate_limited', actor: 'caller', retryable: true }],
  ['is the provider', { code: 'upstream_error', actor: 'provider' }],
  ['an older server did not say', { code: 'conflict' }],
] as const)('what %s is said in the words of the server', (_, problem) =>
  expect(nextStep({ ...problem, next: 'Wait 3 seconds.' })).toBe('Wait 3 seconds.'),
)
