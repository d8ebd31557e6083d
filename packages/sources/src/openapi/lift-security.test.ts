import type { Json } from '@bindery/model'
import { expect, test } from 'vitest'
import { liftRequirements } from './lift-security.ts'

const known = new Map([
  ['oauth', 'oauth2'],
  ['openId', 'oauth2'],
  ['key', 'api_key'],
] as const)

test.each<[string, Json | undefined, Json | undefined, object]>([
  ['nothing', undefined, undefined, { security: [] }],
  ['a key, which has no scopes', [{ key: [] }], undefined, { security: [['key']] }],
  ['roles of a key, which are no scopes', [{ key: ['admin'] }], undefined, { security: [['key']] }],
  [
    'alternatives with scopes of their own',
    [{ oauth: ['write', 'read', 'read'] }, { oauth: ['all'] }, { key: [] }],
    undefined,
    { security: [['oauth'], ['oauth'], ['key']], scopes: [['read', 'write'], ['all'], []] },
  ],
  [
    'several schemes of one alternative',
    [{ oauth: ['read'], openId: ['email'], key: [] }],
    undefined,
    { security: [['oauth', 'openId', 'key']], scopes: [['email', 'read']] },
  ],
  ['those of the document', undefined, [{ oauth: ['read'] }], { security: [['oauth']], scopes: [['read']] }],
  ['its own in place of those of the document', [], [{ oauth: ['read'] }], { security: [] }],
  ['an alternative that nobody can fulfil', [{ unknown: ['x'] }], undefined, { security: [] }],
  ['what is no list of texts', [{ oauth: [1, '', 'a'.repeat(400)] }], undefined, { security: [['oauth']] }],
])('reads %s', (...[, own, shared, expected]) => {
  expect(liftRequirements(own, shared, known)).toEqual(expected)
})
