import { expect, test } from 'vitest'
import { z } from 'zod'
import { securityCases } from '../testing/security-cases.ts'
import { checkHeader, refuseBadHeaders } from './header-rules.ts'

const cases = securityCases(
  'headers.json',
  z.object({ id: z.string(), name: z.string(), value: z.string(), expect: z.string() }),
)

test.each(cases.map((item) => [item.id, item] as const))(
  'header case %s',
  (_, { name, value, expect: verdict }) => {
    const problem = checkHeader([name, value], new Set())
    if (verdict === 'send') expect(problem).toBeUndefined()
    // Latin-1 is what the wire carries: "é" needs no encoding.
    else if (!verdict.startsWith('reject-or-encode')) expect(problem).toBeDefined()
  },
)

test.each([
  ['Proxy-Authorization', 'x'],
  ['Keep-Alive', 'x'],
  ['TE', 'trailers'],
  ['Expect', '100-continue'],
  ['Upgrade', 'h2c'],
  ['X-Api-Key', 'x'],
  ['x_api_key', 'x'],
  ['', 'x'],
  ['X Ref', 'x'],
  ['X-Ref:', 'x'],
  ['X-Ref', 'a\u007fb'],
])('refuses %s: %j', (name, value) => {
  expect(checkHeader([name, value], new Set(['x-api-key']))).toBeDefined()
})

test.each<[string, string, string, string | undefined]>([
  [
    'a name of the credential in its spelling',
    'X-Api-Key',
    'x',
    'only the credential of the connection sets it',
  ],
  ['the same with underscores', 'X_Api_Key', 'x', 'only the credential of the connection sets it'],
  [
    'a name that the credential writes with underscores',
    'X-Account-Token',
    'x',
    'only the credential of the connection sets it',
  ],
  ['a name that only begins like it', 'X-Api-Key-Id', 'x', undefined],
  ['a value of 8,192 characters', 'X-Ref', 'x'.repeat(8192), undefined],
  ['a longer value', 'X-Ref', 'x'.repeat(8193), 'its value is longer than 8,192 characters'],
  ['a tab and Latin-1', 'X-Ref', 'a\tü\u00a0', undefined],
  ['a control character at its end', 'X-Ref', 'a\n', 'its value holds a control or non-Latin-1 character'],
  [
    'a control character at its beginning',
    'X-Ref',
    '\u0000a',
    'its value holds a control or non-Latin-1 character',
  ],
  ['a cookie', 'Cookie', 'a=b', 'only the credential of the connection sets it'],
])('%s', (...[, name, value, problem]) => {
  expect(checkHeader([name, value], new Set(['x-api-key', 'x_account_token']))).toBe(problem)
})

test('shows of a long name no more than its beginning, and finds a bad header behind good ones', () => {
  const headers = [
    ['X-Ref', 'x'],
    [`${'n'.repeat(70)} `, 'x'],
  ] as const
  expect(() => refuseBadHeaders(headers, new Set())).toThrow(
    expect.objectContaining({
      code: 'template_invalid',
      message: expect.stringContaining(`The header "${'n'.repeat(60)}" may not be sent`),
      details: expect.objectContaining({ reason: 'header', sent: 'no' }),
    }),
  )
  expect(() => refuseBadHeaders([['X-Ref', 'x']], new Set())).not.toThrow()
})

test.each([
  ['in other letters', 'x-ref'],
  ['with another sign', 'X_Ref'],
  ['as a variable of CGI', 'X.Ref'],
])('one header is sent once, also %s', (_, name) => {
  const headers = [
    ['X-Ref', 'a'],
    [name, 'b'],
  ] as const
  expect(() => refuseBadHeaders(headers, new Set())).toThrow('may not be sent: it is there twice.')
})

test('names the header and never shows its value', () => {
  expect(() => refuseBadHeaders([['X-Ref', 'top secret\r\n']], new Set())).toThrow(
    'The header "X-Ref" may not be sent: its value holds a control or non-Latin-1 character.',
  )
})
