import { X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, expect, it, test } from 'vitest'
import { localCertificate } from '../testing/local-certificate.ts'
import { type LocalProvider, rulesOf, startProvider } from '../testing/local-provider.ts'
import { createEgress } from './egress.ts'

let secure: LocalProvider
let plain: LocalProvider
let requests = 0
beforeAll(async () => {
  const listener = () => void (requests += 1)
  secure = await startProvider(listener, localCertificate)
  plain = await startProvider(listener)
})
afterAll(async () => {
  await secure.close()
  await plain.close()
  expect(requests).toBe(0)
})

const policy = { allow: rulesOf('127.0.0.1/32'), plainHttp: 'listed' } as const
const trusting = createEgress({ policy, extraRoots: [localCertificate.cert] })
const strict = createEgress({ policy })

it('shows the protocol of a server and how long its certificate holds', async () => {
  expect(await trusting.greet(secure.origin)).toEqual({
    protocol: 'TLSv1.3',
    validTo: new X509Certificate(localCertificate.cert).validTo,
  })
})

it('has nothing to show of one without TLS', async () => {
  expect(await strict.greet(plain.origin)).toBeUndefined()
})

test.each([
  ['a certificate that nobody trusts', () => secure.origin, { code: 'upstream_unreachable', reason: 'tls' }],
  [
    'https where none is spoken',
    () => plain.origin.replace('http:', 'https:'),
    { code: 'upstream_unreachable', reason: 'tls' },
  ],
  ['an address inside', () => 'https://10.1.2.3', { code: 'egress_blocked', reason: 'private_address' }],
  [
    'a port where nobody listens',
    () => 'https://127.0.0.1:1',
    { code: 'upstream_unreachable', reason: 'connect' },
  ],
])('refuses %s', async (_, origin, { code, reason }) => {
  await expect(strict.greet(origin())).rejects.toMatchObject({ code, details: { reason } })
})
