import { describe, expect, test } from 'vitest'
import { apiKey } from './api-key.ts'
import { describeAuthMethod } from './describe-auth-method.contract.ts'
import { nowhere } from './reach.ts'

describe('in a header', () => {
  describeAuthMethod({
    method: apiKey,
    valuesWith: (secret) => ({ api_key: secret }),
    findIn: ({ headers }) => String(headers['x-api-key']),
    expected: 's3cr3t-value',
    appliesTo: 'every-request',
  })
})

describe('in the query', () => {
  describeAuthMethod({
    method: apiKey,
    valuesWith: (secret) => ({ api_key: secret, in: 'query', name: 'api key' }),
    findIn: ({ url }) => url,
    expected: '/things?a=1&api%20key=s3cr3t-value',
    appliesTo: 'every-request',
  })
})

test.each(['Host', 'Content-Length', 'X Key', 'Proxy-Authorization'])(
  'cannot go into the header %s',
  (name) => {
    expect(apiKey.parse({ api_key: 'k', name }, nowhere)).toMatchObject({
      ok: false,
      failure: [{ path: ['name'] }],
    })
  },
)

test('may go into Authorization as it is', () => {
  expect(apiKey.parse({ api_key: 'Token k', name: 'Authorization' }, nowhere).ok).toBe(true)
})
