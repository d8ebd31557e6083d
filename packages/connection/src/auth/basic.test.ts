import { expect, test } from 'vitest'
import { credentialOf } from '../testing/local-provider.ts'
import { basic } from './basic.ts'
import { nowhere } from './reach.ts'
import { describeAuthMethod } from './describe-auth-method.contract.ts'

describeAuthMethod({
  method: basic,
  valuesWith: (secret) => ({ username: secret, password: 'other' }),
  findIn: ({ headers }) => headers.authorization,
  expected: `Basic ${Buffer.from('s3cr3t-value:other').toString('base64')}`,
  appliesTo: 'every-request',
})

const desk = 'https://desk.example'

test('a key as user name without a password is a pair too', () => {
  const applied = credentialOf({ username: 'sk_live' }, desk).apply(
    desk,
    { method: 'GET', query: '', headers: [] },
    (secret) => secret.reveal(),
  )
  expect(applied.headers).toEqual([['authorization', `Basic ${Buffer.from('sk_live:').toString('base64')}`]])
})

test('the pair is UTF-8', () => {
  const applied = credentialOf({ username: 'ü', password: 'é' }, desk).apply(
    desk,
    { method: 'GET', query: '', headers: [] },
    (secret) => secret.reveal(),
  )
  expect(applied.headers).toEqual([['authorization', 'Basic w7w6w6k=']])
})

test('a user name cannot hold a colon: the pair would split elsewhere', () => {
  expect(basic.parse({ username: 'a:b', password: 'c' }, nowhere)).toMatchObject({
    ok: false,
    failure: [{ path: ['username'], code: 'credential_invalid' }],
  })
})
