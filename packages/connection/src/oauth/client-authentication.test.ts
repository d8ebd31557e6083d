import { Secret } from '@bindery/model'
import * as library from 'openid-client'
import { describe, expect, test } from 'vitest'
import { otherWays, toClientAuth } from './client-authentication.ts'
import type { ClientAuthWay } from './oauth-client.ts'

const uuid = '3f2504e0-4f89-41d3-9a0c-0305e82c3301'

const clientOf = (clientAuth: ClientAuthWay, clientId: string, secret: string) => ({
  clientId,
  clientSecret: new Secret(secret),
  clientAuth,
  tokenUrl: 'https://id.example.com/token',
})

function headerOf(...given: Parameters<typeof clientOf>): string {
  const client = clientOf(...given)
  const headers = new Headers()
  const server = { issuer: 'https://id.example.com' }
  toClientAuth(library, client)(server, { client_id: client.clientId }, new URLSearchParams(), headers)
  return Buffer.from(headers.get('authorization')?.slice(6) ?? '', 'base64').toString('utf8')
}

describe('the header of a client', () => {
  test.each<[ClientAuthWay, string, string, string]>([
    ['client_secret_basic', uuid, 'abc_DEF-123.x~*', `${uuid}:abc_DEF-123.x~*`],
    ['client_secret_basic', 'desk:1', 'ab+/cd== ü', 'desk%3A1:ab%2B%2Fcd%3D%3D+%C3%BC'],
    ['client_secret_basic_unencoded', 'desk', 'ab+/cd== ü', 'desk:ab+/cd== ü'],
    ['client_secret_post', 'desk', 'ab', ''],
  ])('%s of %s and %s', (...[way, id, secret, expected]) => {
    expect(headerOf(way, id, secret)).toBe(expected)
  })
})

test.each<[ClientAuthWay, string, readonly string[]]>([
  ['client_secret_basic', 'ab+/cd==', ['client_secret_post', 'client_secret_basic_unencoded']],
  ['client_secret_basic', 'abc-1', ['client_secret_post']],
  ['client_secret_post', 'ab+/cd==', []],
])('%s of %s names the ways out %j', (way, secret, words) => {
  const hint = otherWays(clientOf(way, uuid, secret))
  expect(words.filter((word) => !hint.includes(word))).toEqual([])
  expect(hint === '').toBe(words.length === 0)
  expect(hint).not.toContain(secret)
})
