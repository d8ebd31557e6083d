import type { HttpPlace } from '@bindery/model'
import { expect, test } from 'vitest'
import { joinTarget, parseBaseUrl } from './join-url.ts'
import { locateAddress } from './locate-address.ts'

const base = parseBaseUrl('https://api.desk.example/v1')
const locate = (address: string, under = base, from: HttpPlace = { path: '/things', query: 'a=1' }) =>
  locateAddress(address, from, { base: under, reserved: new Set(['api_key']) })

test.each<[string, HttpPlace]>([
  ['https://api.desk.example/v1/things?page=2', { path: '/things', query: 'page=2' }],
  ['https://API.DESK.example:443/v1/things?page=2#x', { path: '/things', query: 'page=2' }],
  ['/v1/other?b=2', { path: '/other', query: 'b=2' }],
  ['other?b=2', { path: '/other', query: 'b=2' }],
  ['?page=2', { path: '/things', query: 'page=2' }],
  ['/v1', { path: '', query: '' }],
  ['?q=a|b^c`d e"f&$skiptoken=%zz', { path: '/things', query: 'q=a|b%5Ec%60d%20e%22f&$skiptoken=%25zz' }],
  ['?page=2&api_key=secret&b=1', { path: '/things', query: 'page=2&b=1' }],
  ['https:evil.example', { path: '/evil.example', query: '' }],
  ['?api%5Fkey=secret&page=2', { path: '/things', query: 'page=2' }],
])('%s leads to a place of the connection that can be asked', (address, place) => {
  expect(locate(address)).toEqual(place)
  expect(() => joinTarget(base, place.path, place.query)).not.toThrow()
})

test.each([
  'http://api.desk.example/v1/things?page=2',
  'https://api.desk.example:8443/v1/things',
  'https://desk.example/v1/things',
  'https://api.desk.example.evil.example/v1/things',
  'https://evil.example/v1/things',
  '//evil.example/v1/things',
  '\\\\evil.example/v1/things',
  '/\\evil.example/v1/things',
  'https://user@api.desk.example/v1/things',
  'https://api.desk.example@evil.example/v1/things',
  'https://169.254.169.254/latest/meta-data',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:application/json,{}',
  'https://',
  '/v2/things',
  '/v1x/things',
  '../admin',
  '/v1/../admin',
  '/v1/%2e%2e/admin',
  '/v1/..%2fadmin',
  '/v1/x%2F..%5cadmin',
  '/v1//evil.example/x',
])('%s leads nowhere', (address) => {
  expect(locate(address)).toBeUndefined()
})

test('under a base without a path every path of the origin is a place', () => {
  const root = parseBaseUrl('https://api.desk.example')
  expect(locate('/any?b=1', root)).toEqual({ path: '/any', query: 'b=1' })
  expect(locate('//any', root)).toBeUndefined()
})
