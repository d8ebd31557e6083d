import { expect, test } from 'vitest'
import { parseBaseUrl } from '../egress/join-url.ts'
import { followRedirect, isRedirect } from './redirect.ts'

const base = parseBaseUrl('https://api.desk.example/v1')
const follow = (location: string | undefined, current = '/v1/things?a=1', under = base) => {
  const headers = new Map(location === undefined ? [] : [['location', location]])
  return followRedirect({ status: 302, headers, body: Buffer.from('') }, current, under)
}

test.each([
  ['/v1/other?b=2', { path: '/v1/other', query: 'b=2' }],
  ['other', { path: '/v1/other', query: '' }],
  ['?page=2', { path: '/v1/things', query: 'page=2' }],
  ['/v1', { path: '/v1', query: '' }],
  ['https://api.desk.example:443/v1/x#y', { path: '/v1/x', query: '' }],
])('a redirect to %s is inside of the base', (location, expected) => {
  expect(follow(location)).toEqual(expected)
})

test('everything of the origin is inside of a base without a path', () => {
  const root = parseBaseUrl('https://api.desk.example')
  expect(follow('/any', '/', root)).toEqual({ path: '/any', query: '' })
})

test.each([
  undefined,
  'https://',
  'http://api.desk.example/v1/x',
  'https://api.desk.example:8443/v1/x',
  'https://desk.example/v1/x',
  '//evil.example/v1/x',
  '/\\evil.example/v1/x',
  'https://user@api.desk.example/v1/x',
  'https://:secret@api.desk.example/v1/x',
  '/v1x',
  '/v2/x',
  '../admin',
  '/v1/../admin',
  '/v1/%2e%2e/admin',
  '/v1/..%2fadmin',
  '/v1/x%2F..%5cadmin',
])('a redirect to %s is refused, and not shown', (location) => {
  expect(() => follow(location)).toThrow(
    expect.objectContaining({
      code: 'upstream_error',
      message:
        'The provider redirected the call (status 302), which is not followed: correct the base URL or path.',
      details: expect.objectContaining({ reason: 'redirect', upstreamStatus: 302, sent: 'maybe' }),
    }),
  )
})

test('an answer that tells to go elsewhere is known by its status', () => {
  const statuses = [200, 201, 300, 301, 302, 303, 304, 305, 306, 307, 308, 309, 400]
  expect(statuses.filter(isRedirect)).toEqual([301, 302, 303, 307, 308])
})
