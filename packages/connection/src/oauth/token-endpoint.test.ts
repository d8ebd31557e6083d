import { expect, test } from 'vitest'
import { grantMembers, oauth2AuthorizationCode } from '../auth/oauth2-authorization-code.ts'
import { nowhere } from '../auth/reach.ts'
import { toIssuedToken } from './token-endpoint.ts'

const answered = (scope?: string) =>
  toIssuedToken({ access_token: 'a', token_type: 'bearer', ...(scope === undefined ? {} : { scope }) }, 0)

test.each<[string, string | undefined, readonly string[] | undefined]>([
  ['nothing when the endpoint names none', undefined, undefined],
  ['none when it names an empty text', '', []],
  ['each scope once', 'read write read', ['read', 'write']],
  ['scopes that are parted by commas', 'read,write', ['read', 'write']],
  ['addresses', 'https://example.com/auth/x openid', ['https://example.com/auth/x', 'openid']],
  ['nothing that is no scope', 'a"b c\\d ok', ['ok']],
])('reads %s', (_, scope, expected) => {
  expect(answered(scope).scopes).toEqual(expected)
})

test('what was granted is kept with the grant and comes back with it', () => {
  const kept = oauth2AuthorizationCode.parse(
    {
      client_id: 'c',
      authorization_url: 'https://id.example.com/authorize',
      token_url: 'https://id.example.com/token',
      scopes: 'read write',
      ...grantMembers(answered('read')),
    },
    nowhere,
  )
  expect(kept.ok ? kept.value.scopes : kept.failure).toEqual({ asked: ['read', 'write'], granted: ['read'] })
})
