import type { HttpBody } from '@bindery/model'
import { expect, test } from 'vitest'
import { credentialOf } from '../testing/local-provider.ts'
import { body } from './body.ts'
import { nowhere } from './reach.ts'
import { describeAuthMethod } from './describe-auth-method.contract.ts'

describeAuthMethod({
  method: body,
  valuesWith: (secret) => ({ fields: { api_token: secret } }),
  findIn: (request) => request.body,
  expected: '{"api_token":"s3cr3t-value","n":12345678901234567890}',
  appliesTo: 'requests-with-body',
})

const desk = 'https://desk.example'
const bodyOf = (contentType: string, text: string): HttpBody => ({ contentType, bytes: Buffer.from(text) })

function apply(given: HttpBody | undefined, method = 'POST'): string {
  const draft = { method, query: '', headers: [] }
  const applied = credentialOf({ fields: { key: 'k"1&' } }, desk).apply(
    desk,
    given === undefined ? draft : { ...draft, body: given },
    (secret) => secret.reveal(),
  )
  return Buffer.from(applied.body?.bytes ?? []).toString()
}

test.each([
  ['no body', undefined, '{"key":"k\\"1&"}'],
  ['an empty object', bodyOf('application/json', ' {} '), '{"key":"k\\"1&"}'],
  ['an object', bodyOf('application/vnd.api+json; charset=utf-8', ' {"a":1}'), '{"key":"k\\"1&","a":1}'],
  ['a form', bodyOf('application/x-www-form-urlencoded', 'a=1'), 'a=1&key=k%221%26'],
  ['an empty form', bodyOf('application/x-www-form-urlencoded', ''), 'key=k%221%26'],
])('goes into %s', (_, given, expected) => {
  expect(apply(given)).toBe(expected)
})

test.each([
  ['a list', bodyOf('application/json', '[1]'), 'POST'],
  ['text', bodyOf('text/plain', 'x'), 'POST'],
  ['nothing that names its type', bodyOf('', 'x'), 'POST'],
  ['a member that the skill fills', bodyOf('application/json', '{"key":1}'), 'POST'],
  ['a form field that the skill fills', bodyOf('application/x-www-form-urlencoded', 'key=1'), 'POST'],
  ['a GET', undefined, 'GET'],
  ['a HEAD', undefined, 'HEAD'],
])('does not go into %s', (...[, given, method]) => {
  expect(() => apply(given, method)).toThrow('The credential cannot be put into the body')
})

test.each([
  ['no field', {}],
  ['21 fields', Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`f${n}`, 'v']))],
])('refuses %s', (_, fields) => {
  expect(body.parse({ fields }, nowhere).ok).toBe(false)
})
