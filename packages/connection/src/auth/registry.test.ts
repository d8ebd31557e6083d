import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { nowhere } from './reach.ts'
import { authMethods, parseCredentials } from './registry.ts'

/** Files of this folder that are not a method. */
const supporting = new Set([
  'auth-method.ts',
  'database-login.ts',
  'describe-auth-method.contract.ts',
  'reach.ts',
  'registry.ts',
  'secret-text.ts',
])

test('every method file is registered under its own name', () => {
  const files = readdirSync(new URL('.', import.meta.url)).filter(
    (file) => !file.endsWith('.test.ts') && !supporting.has(file),
  )
  const names = files.map((file) => file.replace('.ts', '').replaceAll('-', '_'))
  expect(authMethods.map((method) => method.name).sort()).toEqual(names.sort())
})

test('every method but none runs the contract', () => {
  const tested = readdirSync(new URL('.', import.meta.url)).filter((file) => file.endsWith('.test.ts'))
  const expected = authMethods
    .filter((method) => method.name !== 'none')
    .map((method) => `${method.name.replaceAll('_', '-')}.test.ts`)
  expect(tested).toEqual(expect.arrayContaining(expected))
})

test.each([undefined, null, {}])('%j is no credential', (values) => {
  expect(parseCredentials(undefined, values, nowhere)).toMatchObject({
    ok: true,
    value: { method: 'none', secrets: [] },
  })
})

test.each([
  [
    'an unknown method',
    'baerer',
    {},
    { code: 'auth_method_unknown', path: ['type'], suggestions: ['bearer'] },
  ],
  [
    'members of no method',
    undefined,
    { acess_token: 'x' },
    { code: 'credential_unrecognised', suggestions: ['access_token'] },
  ],
  ['a text', undefined, 'Bearer x', { code: 'credential_unrecognised' }],
  [
    'a misspelt member',
    'api_key',
    { api_key: 'k', nam: 'x' },
    { code: 'credential_key_unknown', suggestions: ['name'] },
  ],
  ['a missing member', 'bearer', {}, { code: 'credential_invalid', path: ['access_token'] }],
  ['a text under a method', 'bearer', 'x', { code: 'credential_invalid', path: [] }],
  ['a member of another method', undefined, { access_token: 'x', username: 'y' }, { path: ['username'] }],
])('refuses %s', (...[, method, values, issue]) => {
  expect(parseCredentials(method, values, nowhere)).toMatchObject({ ok: false, failure: [issue] })
})
