import { expect, test } from 'vitest'
import { z } from 'zod'
import { rulesOf } from '../testing/local-provider.ts'
import { securityCases } from '../testing/security-cases.ts'
import { checkUrl } from './check-url.ts'
import { type EgressPolicy, publicEgress } from './egress-policy.ts'

const cases = securityCases(
  'ssrf-urls.json',
  z.object({ id: z.string(), url: z.string(), expect: z.enum(['block', 'allow', 'resolve-then-check']) }),
)

// The cases are about addresses, so plain http does not decide them.
const anyScheme: EgressPolicy = { allow: [], plainHttp: 'anywhere' }

test.each(cases.map((item) => [item.id, item] as const))('SSRF literal %s', (_, item) => {
  const { verdict } = checkUrl(item.url, anyScheme)
  expect(verdict).toBe(item.expect === 'allow' ? 'ok-literal' : item.expect)
})

test.each(cases.filter((item) => item.expect === 'block').map((item) => [item.id, item] as const))(
  'SSRF literal %s stays blocked though a private network is listed',
  (_, item) => {
    const policy: EgressPolicy = { allow: rulesOf('10.200.0.0/16:9'), plainHttp: 'listed' }
    expect(checkUrl(item.url, policy).verdict).toBe('block')
  },
)

const listed = (text: string): EgressPolicy => ({ allow: rulesOf(text), plainHttp: 'listed' })

test.each([
  [
    'plain http to a public name',
    'http://api.example.com/',
    publicEgress,
    { verdict: 'block', reason: 'plain_http' },
  ],
  [
    'plain http to a public address',
    'http://8.8.8.8/',
    publicEgress,
    { verdict: 'block', reason: 'plain_http' },
  ],
  ['port 0', 'https://api.example.com:0/', publicEgress, { verdict: 'block', reason: 'port' }],
  [
    'a listed address over http',
    'http://127.0.0.1:4401/v1',
    listed('127.0.0.1:4401'),
    { verdict: 'ok-literal', host: '127.0.0.1', port: 4401 },
  ],
  [
    'another port of a listed address',
    'http://127.0.0.1:4402/v1',
    listed('127.0.0.1:4401'),
    { verdict: 'block', reason: 'private_address' },
  ],
  [
    'a mapped spelling of a listed address',
    'http://[::ffff:127.0.0.1]:4401/',
    listed('127.0.0.1:4401'),
    { verdict: 'block', reason: 'private_address' },
  ],
  [
    'a local name when its port is listed',
    'http://localhost:4401/',
    listed('127.0.0.1:4401'),
    { verdict: 'resolve-then-check', host: 'localhost', port: 4401, addresses: 'listed' },
  ],
  [
    'a local name when its port is not listed',
    'https://localhost/',
    listed('127.0.0.1:4401'),
    { verdict: 'block', reason: 'local_name' },
  ],
  [
    'the metadata name when everything is listed',
    'http://metadata.google.internal/',
    listed('0.0.0.0/0'),
    { verdict: 'block', reason: 'metadata_address' },
  ],
  [
    'a public name over http when its port is listed',
    'http://api.example.com/',
    listed('10.0.0.0/8'),
    { verdict: 'resolve-then-check', addresses: 'listed' },
  ],
])('%s', (...[, url, policy, expected]) => {
  expect(checkUrl(url, policy)).toMatchObject(expected)
})

test.each<readonly [url: string, reason: string]>([
  ['https://user@api.example.com/', 'userinfo'],
  ['https://:secret@api.example.com/', 'userinfo'],
  ['ftp://api.example.com/', 'scheme'],
  ['javascript:1', 'scheme'],
  ['//api.example.com/', 'not_a_url'],
  ['https://{tenant}.desk.example/', 'not_a_url'],
  ['https://desk/', 'local_name'],
  ['https://metadata.google.internal./', 'metadata_address'],
  ['https://metadata.goog/', 'metadata_address'],
  ['https://a.metadata.google.internal/', 'metadata_address'],
  ...[
    'localhost',
    'localdomain',
    'local',
    'internal',
    'intranet',
    'private',
    'svc',
    'lan',
    'home',
    'corp',
    'home.arpa',
  ].map((suffix) => [`https://desk.${suffix}./`, 'local_name'] as const),
])('refuses %s: %s', (url, reason) => {
  expect(checkUrl(url, publicEgress)).toMatchObject({ verdict: 'block', reason })
})

test.each([
  'https://localhost.example.com/',
  'https://desk.mylocal/',
  'https://xmetadata.goog/',
  'https://metadata.google.com/',
])('takes %s for the public name that it is', (url) => {
  expect(checkUrl(url, publicEgress)).toEqual({
    verdict: 'resolve-then-check',
    host: new URL(url).hostname,
    port: 443,
    addresses: 'public-or-listed',
  })
})

test('a public name over http goes to public addresses too where the operator lets it', () => {
  expect(checkUrl('http://api.example.com/', anyScheme)).toEqual({
    verdict: 'resolve-then-check',
    host: 'api.example.com',
    port: 80,
    addresses: 'public-or-listed',
  })
})
