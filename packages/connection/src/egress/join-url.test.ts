import { expect, test } from 'vitest'
import { joinTarget, parseBaseUrl } from './join-url.ts'

test.each([
  ['https://api.example.com', '/x', '', '/x'],
  ['https://api.example.com', '', '', '/'],
  ['https://api.example.com/v1/', '/x', 'a=1&b=%20', '/v1/x?a=1&b=%20'],
  ['https://api.example.com/v1', '', '', '/v1'],
  ['https://api.example.com/v1//', '/x', '', '/v1/x'],
  ['https://api.example.com/a//b', '/x', '', '/a//b/x'],
  ['https://api.example.com', '', 'a=1', '/?a=1'],
  ['https://api.example.com/v1', '/...', '', '/v1/...'],
  ['https://api.example.com/v1', '/a//b', 'a[b]={c|d}/?', '/v1/a//b?a[b]={c|d}/?'],
  ['https://api.example.com/v1', '/a%2Fb/c', '', '/v1/a%2Fb/c'],
  ['https://api.example.com/v1', '/..a/b..', '', '/v1/..a/b..'],
  ['https://api.example.com/v1', "/a:b@c;d=e,f'(g)*", '', "/v1/a:b@c;d=e,f'(g)*"],
])('joins %s and %s', (...[base, path, query, expected]) => {
  expect(joinTarget(parseBaseUrl(base), path, query)).toBe(expected)
})

test.each([
  '//evil.example/x',
  '/\\evil.example',
  '\\\\evil.example',
  '@evil.example/',
  'evil',
  '.evil.example',
  ':8080/x',
  'https://evil.example/',
  '/..',
  '/../x',
  '/a/../b',
  '/a/./b',
  '/%2e%2e/x',
  '/.%2E/x',
  '/a/%2e',
  '/..%2fx',
  '/..%5cx',
  '/a?b',
  '/a#b',
  '/a b',
  '/a\r\nHost: evil',
  '/a\u0000',
  '/é',
  '/%zz',
  '/%2',
])('refuses the path %j, which would leave the base', (path) => {
  expect(() => joinTarget(parseBaseUrl('https://api.example.com/v1'), path, '')).toThrow('percent signs')
})

test.each(['a=1#b', 'a b', 'a=\r\n', 'a=é', 'a=%z', 'a=\\'])('refuses the query %j', (query) => {
  expect(() => joinTarget(parseBaseUrl('https://api.example.com'), '/x', query)).toThrow('query')
})

test.each<[string, string, string, string]>([
  ['a path', '/..', '', 'unsafe_path'],
  ['a query', '/x', 'a=#', 'unsafe_query'],
])('says of %s which part it is, and that nothing was sent', (...[, path, query, reason]) => {
  const base = parseBaseUrl('https://api.example.com')
  expect(() => joinTarget(base, path, query)).toThrow(
    expect.objectContaining({
      code: 'template_invalid',
      details: expect.objectContaining({ reason, sent: 'no' }),
    }),
  )
})

test.each(['https://api.example.com/?a=1', 'https://api.example.com/#x'])('refuses the base %s', (base) => {
  expect(() => parseBaseUrl(base)).toThrow(
    expect.objectContaining({
      code: 'template_invalid',
      message: expect.stringContaining('A base URL has no'),
      details: expect.objectContaining({ reason: 'base_url', sent: 'no' }),
    }),
  )
})
