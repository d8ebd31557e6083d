import { isJsonObject, type Json, parseJson } from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { toTokenAnswer } from './token-answer.ts'

function read(body: string, type = 'application/json', idTokens: 'kept' | 'dropped' = 'kept') {
  const answer = { status: 200, headers: new Map([['content-type', type]]), body: Buffer.from(body) }
  const { incoming, refreshToken, isErrorUnderSuccess } = toTokenAnswer(answer, idTokens)
  const text = Buffer.from(incoming.body).toString('utf8')
  return {
    status: incoming.status,
    body: text.startsWith('{') ? parseJson(text) : text,
    refreshToken,
    isErrorUnderSuccess,
  }
}

const members = (given: Json): Json => {
  const { body } = read(JSON.stringify(given))
  return isJsonObject(body) ? body : null
}

const plain = { access_token: 'a', token_type: 'bearer' }

describe('an answer of a token endpoint in the form of the standard', () => {
  test.each<[string, Json, Json]>([
    ['no type', { access_token: 'a' }, plain],
    ['a type that is null', { access_token: 'a', token_type: null }, plain],
    ['a type of its own', { access_token: 'a', token_type: 'BearerToken' }, plain],
    ['a type in capitals', { access_token: 'a', token_type: 'Bearer' }, plain],
    ['another type', { access_token: 'a', token_type: 'mac' }, { access_token: 'a', token_type: 'mac' }],
    ['seconds as text', { ...plain, expires_in: '3600' }, { ...plain, expires_in: 3600 }],
    ['seconds with a fraction', { ...plain, expires_in: 3599.9 }, { ...plain, expires_in: 3599 }],
    ['no number of seconds', { ...plain, expires_in: 'never' }, plain],
    ['seconds that are null', { ...plain, expires_in: null }, plain],
    ['a list of scopes', { ...plain, scope: ['a', 'b'] }, { ...plain, scope: 'a b' }],
    ['scopes that are null', { ...plain, scope: null }, plain],
    ['a refresh token that is empty', { ...plain, refresh_token: '' }, plain],
    ['a refresh token', { ...plain, refresh_token: 'r' }, { ...plain, refresh_token: 'r' }],
    ['an error that is none', { ...plain, error: null }, { ...plain, error: null }],
  ])('%s', (_, given, expected) => {
    expect(members(given)).toEqual(expected)
  })

  test.each<[string, string, string]>([
    ['a form', 'access_token=a&expires_in=3600&scope=repo%2Cgist', 'application/x-www-form-urlencoded'],
    ['a form under another label', 'expires_in=3600&scope=repo%2Cgist&access_token=a', 'text/plain'],
    ['JSON under another label', '{"access_token":"a","expires_in":3600,"scope":"repo,gist"}', 'text/html'],
  ])('%s', (_, body, type) => {
    expect(read(body, type).body).toEqual({ ...plain, expires_in: 3600, scope: 'repo,gist' })
  })

  test.each(['<html>', '', 'sorry, an error=1 happened', '[1]'])('leaves %j as it came', (body) => {
    expect(read(body)).toMatchObject({ status: 200, isErrorUnderSuccess: false })
  })

  test('drops id tokens that nobody could check', () => {
    expect(read(JSON.stringify({ ...plain, id_token: 'x' }), 'application/json', 'dropped').body).toEqual(
      plain,
    )
  })

  test.each<[string, string, string]>([
    ['a code of the standard', '{"error":"invalid_grant"}', 'invalid_grant'],
    ['a code of GitHub', 'error=bad_verification_code&error_description=x', 'invalid_grant'],
    ['a code of GitHub for the client', '{"error":"incorrect_client_credentials"}', 'invalid_client'],
    ['a code of Slack', '{"ok":false,"error":"invalid_refresh_token"}', 'invalid_grant'],
    ['an object', '{"error":{"code":"x_1","message":"secret words"}}', 'x_1'],
    ['a sentence', '{"error":"something is wrong","access_token":"a"}', 'unspecified'],
    ['true', '{"error":true,"access_token":"a"}', 'unspecified'],
  ])('an error under a status of success is an error: %s', (_, body, error) => {
    expect(read(body)).toEqual({
      status: 400,
      body: { error },
      refreshToken: undefined,
      isErrorUnderSuccess: true,
    })
  })

  test('tells of a refresh token whatever else is odd', () => {
    expect(read('{"refresh_token":"r2","token_type":7,"expires_in":{}}').refreshToken).toBe('r2')
  })
})
