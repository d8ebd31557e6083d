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
  ['', 'x'],
  ['X Ref', 'x'],
  ['X-Ref:', 'x'],
  ['X-Ref', 'a\u007fb'],
])('refuses %s: %j', (name, value) => {
  expect(checkHeader([name, value], new Set(['x-api-key']))).toBeDefined()
})

test('names the header and never shows its value', () => {
  expect(() => refuseBadHeaders([['X-Ref', 'top secret\r\n']], new Set())).toThrow(
    'The header "X-Ref" may not be sent: its value holds a control or non-Latin-1 character.',
  )
})
