import { PlatformError } from '@bindery/model'
import { expect, test } from 'vitest'
import { tokenFailure } from './token-failure.ts'
import type { Witness } from './witness.ts'

const asked = { host: 'id.example.com', hint: ' Try another way.', isEncoded: true }
const failing = (error: unknown, witness: Partial<Witness> = {}) =>
  tokenFailure(error, { failure: undefined, status: undefined, ...witness }, asked)
const saying = (error: string) => Object.assign(new Error('canary'), { error })

const cases: readonly (readonly [
  what: string,
  error: unknown,
  witness: Partial<Witness>,
  outcome: object,
])[] = [
  [
    'a grant that is over',
    saying('invalid_grant'),
    { status: 400 },
    { code: 'integration_not_connected', reason: 'invalid_grant' },
  ],
  ['no answer', new Error('canary'), {}, { code: 'upstream_unreachable', reason: 'token_endpoint' }],
  ...[408, 429, 500, 503].map(
    (status) =>
      [
        `status ${status}`,
        new Error('canary'),
        { status },
        { code: 'upstream_unreachable', reason: 'token_endpoint' },
      ] as const,
  ),
  ...['temporarily_unavailable', 'server_error'].map(
    (code) =>
      [
        code,
        saying(code),
        { status: 400 },
        { code: 'upstream_unreachable', reason: 'token_endpoint' },
      ] as const,
  ),
  ...[400, 401, 404, 499].map(
    (status) =>
      [
        `status ${status}`,
        new Error('canary'),
        { status },
        { code: 'integration_connection_failed', reason: 'token_refused' },
      ] as const,
  ),
  [
    'a code of the standard under 200',
    saying('invalid_scope'),
    { status: 200 },
    { code: 'integration_connection_failed', reason: 'token_refused' },
  ],
  [
    'an error of its own under 200',
    saying('canary'),
    { status: 200, isErrorUnderSuccess: true },
    { code: 'integration_connection_failed', reason: 'token_refused' },
  ],
  [
    'something else under 200',
    new Error('canary'),
    { status: 200 },
    { code: 'upstream_invalid_response', reason: 'token_endpoint' },
  ],
]

test.each(cases)('%s', (...[, error, witness, outcome]) => {
  const failure = failing(error, witness)
  expect({ code: failure.code, reason: failure.details.reason }).toEqual(outcome)
  expect(failure.message).toContain('"id.example.com"')
  // A library's error carries the answer of the endpoint.
  expect([failure.cause, JSON.stringify([failure.message, failure.details])]).toEqual([
    undefined,
    expect.not.stringContaining('canary'),
  ])
})

test.each<[string, string | undefined, boolean]>([
  ['a client that is not known', 'invalid_client', true],
  ['a refusal without a code', undefined, true],
  ['another refusal', 'invalid_scope', false],
])('%s is told of the other ways to say who it is, or is not', (_, code, isTold) => {
  const failure = failing(code === undefined ? new Error('x') : saying(code), { status: 400 })
  expect(failure.message.includes('Try another way.')).toBe(isTold)
  expect(failure.details.members).toEqual(isTold ? { isEncoded: true } : undefined)
  expect(failure.message).toContain(`(${code ?? 'status 400'})`)
})

test.each([
  ['upstream_unreachable', 'cannot be reached'],
  ['upstream_timeout', 'did not answer in time'],
] as const)('%s of the token endpoint means that the write behind it did not happen', (code, said) => {
  const failure = new PlatformError(code, 'canary', { reason: 'connection_lost', sent: 'maybe' })
  expect(failing(new Error('x'), { failure })).toMatchObject({
    code,
    message: `The token endpoint at "id.example.com" ${said}. The credential is kept.`,
    details: { reason: 'connection_lost', sent: 'no' },
  })
})

test('a refusal of the egress guard, and any other error of ours, passes through', () => {
  const own = new PlatformError('egress_blocked', 'no')
  expect([failing(new Error('x'), { failure: own }), failing(own)]).toEqual([own, own])
})
