import { expect, test } from 'vitest'
import { rulesOf } from '../testing/local-provider.ts'
import { checkAddress } from './check-address.ts'
import { publicEgress } from './egress-policy.ts'

const everything = { allow: rulesOf('0.0.0.0/0, [::]/0'), plainHttp: 'listed' as const }

test.each([
  '0.1.2.3',
  '10.0.0.1',
  '100.64.0.1',
  '127.8.8.8',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.9',
  '192.0.2.1',
  '192.31.196.1',
  '192.52.193.1',
  '192.88.99.1',
  '192.168.1.1',
  '192.175.48.1',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:8.8.8.8',
  '::8.8.8.8',
  '64:ff9b::8.8.8.8',
  '64:ff9b:1::1',
  '100::1',
  '2001::1',
  '2001:20::1',
  '2001:db8::1',
  '2002:808:808::1',
  '3fff::1',
  '2620:4f:8000::1',
  '5f00::1',
  'fc00::1',
  'fec0::1',
  'ff02::1',
  '2606:4700::5efe:7f00:1',
  '2606:4700::200:5efe:808:808',
])('blocks %s, which is not on the public internet', (address) => {
  expect(checkAddress(address, 443, publicEgress)).toEqual({ verdict: 'block', reason: 'private_address' })
})

test.each([
  '1.1.1.1',
  '8.8.8.8',
  '172.32.0.1',
  '100.128.0.1',
  '2606:4700:4700::1111',
  '2a00:1450:4001::1',
  '2606:4700::a9fe:a9fe',
])('lets %s through, which is', (address) => {
  expect(checkAddress(address, 443, publicEgress)).toEqual({ verdict: 'ok', by: 'public' })
})

test.each([
  '169.254.169.254',
  '169.254.170.2',
  '168.63.129.16',
  '100.100.100.200',
  '192.0.0.192',
  'fe80::1',
  'fd00:ec2::254',
  'fd20:ce::254',
  '::ffff:169.254.169.254',
  '::169.254.169.254',
  '64:ff9b::a9fe:a9fe',
  '2002:a9fe:a9fe::1',
  'fd00::200:5efe:a9fe:a9fe',
])('blocks %s, a metadata address, whatever is listed', (address) => {
  expect(checkAddress(address, 80, everything)).toEqual({ verdict: 'block', reason: 'metadata_address' })
})

test.each(['', 'localhost', 'fe80::1%eth0', '010.0.0.1', '1.2.3', '[::1', '1.2.3.4.5'])(
  'does not take %j for an address',
  (text) => {
    expect(checkAddress(text, 443, everything)).toEqual({ verdict: 'block', reason: 'not_an_address' })
  },
)

test.each([
  ['10.1.0.0/16', '10.1.255.255', 5432, 'ok'],
  ['10.1.0.0/16', '10.2.0.0', 5432, 'block'],
  ['127.0.0.1/32:4401', '127.0.0.1', 4401, 'ok'],
  ['127.0.0.1/32:4401', '127.0.0.1', 4402, 'block'],
  ['[fd00::]/8:443', 'fd12:3456::1', 443, 'ok'],
  ['[fd00::]/8:443', 'fc12:3456::1', 443, 'block'],
  ['[::ffff:7f00:1]', '::ffff:127.0.0.1', 80, 'ok'],
  ['127.0.0.1', '::ffff:127.0.0.1', 80, 'block'],
])('with %s listed, %s port %i: %s', (...[list, address, port, verdict]) => {
  expect(checkAddress(address, port, { allow: rulesOf(list), plainHttp: 'listed' }).verdict).toBe(verdict)
})
