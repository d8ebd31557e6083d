import { PlatformError } from '@bindery/model'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { rulesOf } from '../testing/local-provider.ts'
import { securityCases } from '../testing/security-cases.ts'
import { type EgressPolicy, publicEgress } from './egress-policy.ts'
import { type Lookup, resolveTarget, systemResolver } from './resolve-target.ts'

const cases = securityCases(
  'ssrf-dns.json',
  z.object({
    id: z.string(),
    host: z.string(),
    answers: z.array(z.array(z.string())),
    calls: z.int(),
    expect: z.array(z.string()),
  }),
)

test.each(cases.map((item) => [item.id, item] as const))('DNS answer %s', async (_, item) => {
  const answers = [...item.answers]
  const lookup: Lookup = () => Promise.resolve(answers.shift() ?? [])
  const outcomes: string[] = []
  for (let call = 0; call < item.calls; call++)
    outcomes.push(await outcomeOf(`https://${item.host}/`, lookup))
  expect(outcomes).toEqual(item.expect)
})

async function outcomeOf(url: string, lookup: Lookup, policy: EgressPolicy = publicEgress): Promise<string> {
  const target = await resolveTarget(url, { policy, lookup, timeoutMs: 50 }).catch((error: unknown) => error)
  if (!(target instanceof PlatformError)) return 'ok'
  return target.code === 'egress_blocked' ? 'block' : `error:${target.details.reason}`
}

test('looks a name up once and keeps exactly the addresses that it checked', async () => {
  let lookups = 0
  const lookup: Lookup = () => {
    lookups += 1
    return Promise.resolve(lookups === 1 ? ['93.184.216.34', '2606:4700:4700::1111'] : ['169.254.169.254'])
  }
  const target = await resolveTarget('https://b.example/x', { policy: publicEgress, lookup, timeoutMs: 50 })
  expect(target).toEqual({
    host: 'b.example',
    port: 443,
    addresses: ['93.184.216.34', '2606:4700:4700::1111'],
  })
  expect(lookups).toBe(1)
})

const policy: EgressPolicy = { allow: rulesOf('10.0.0.0/8'), plainHttp: 'listed' }

test.each([
  ['a literal without a lookup', 'https://8.8.8.8/', [], 'ok'],
  ['a blocked literal', 'https://192.168.0.1/', [], 'block'],
  ['a listed address over http', 'http://desk.example/', ['10.0.0.5'], 'ok'],
  ['a public address over http', 'http://desk.example/', ['93.184.216.34'], 'block'],
  ['a local name at a listed address', 'https://desk.internal/', ['10.0.0.5'], 'ok'],
  ['a local name at a public address', 'https://desk.internal/', ['93.184.216.34'], 'block'],
  ['an answer with a zone', 'https://desk.example/', ['fe80::1%eth0'], 'block'],
])('%s', async (...[, url, addresses, expected]) => {
  expect(await outcomeOf(url, () => Promise.resolve(addresses), policy)).toBe(expected)
})

test.each<[string, Lookup, unknown]>([
  ['fails', () => Promise.reject(new Error('ENOTFOUND')), 'ENOTFOUND'],
  ['never answers', () => new Promise(() => undefined), 'The name server did not answer in time.'],
  ['knows no address', () => Promise.resolve([]), undefined],
])('a resolver that %s is told from others by its cause', async (_, lookup, cause) => {
  const resolving = resolveTarget('https://a.example/', { policy: publicEgress, lookup, timeoutMs: 20 })
  const error: unknown = await resolving.catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({
    code: 'upstream_unreachable',
    message: '"a.example" has no address: check the spelling of the base URL.',
    details: { reason: 'dns', sent: 'no' },
  })
  const found = error instanceof Error ? error.cause : error
  expect(found instanceof Error ? found.message : found).toBe(cause)
})

test('a resolver that fails or never answers is a DNS error', async () => {
  expect(await outcomeOf('https://a.example/', () => Promise.reject(new Error('ENOTFOUND')))).toBe(
    'error:dns',
  )
  expect(await outcomeOf('https://a.example/', () => new Promise(() => undefined))).toBe('error:dns')
})

test('the resolver of the system gives texts', async () => {
  expect(await systemResolver('localhost')).toEqual(
    expect.arrayContaining([expect.stringMatching(/^(127\.0\.0\.1|::1)$/)]),
  )
})

test('an answer leaves nothing behind that waits for a resolver', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
  const before = timers()
  const lookup: Lookup = () => Promise.resolve(['93.184.216.34'])
  for (let call = 0; call < 20; call += 1)
    await resolveTarget('https://a.example/', { policy: publicEgress, lookup, timeoutMs: 60_000 })
  expect(timers()).toBeLessThan(before + 10)
})
