import { expect, test } from 'vitest'
import { customHeaders } from './custom-headers.ts'
import { describeAuthMethod } from './describe-auth-method.contract.ts'
import { nowhere } from './reach.ts'

describeAuthMethod({
  method: customHeaders,
  valuesWith: (secret) => ({ headers: { 'X-Account': 'a-1', Authorization: secret } }),
  findIn: ({ headers }) => headers.authorization,
  expected: 's3cr3t-value',
  appliesTo: 'every-request',
})

test.each([
  ['no header', {}],
  ['a framing header', { 'Transfer-Encoding': 'chunked' }],
  ['a bad name', { 'X Y': 'z' }],
  ['21 headers', Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`x-${n}`, 'v']))],
])('refuses %s', (_, headers) => {
  expect(customHeaders.parse({ headers }, nowhere).ok).toBe(false)
})
