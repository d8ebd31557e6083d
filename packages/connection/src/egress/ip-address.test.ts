import { expect, test } from 'vitest'
import { isInRange, isSameIp, parseIp, parseIpRange } from './ip-address.ts'

test.each([
  ['1.2.3.4', 4, 0x01020304n],
  ['::', 6, 0n],
  ['[::1]', 6, 1n],
  ['1:2:3:4:5:6:7:8', 6, 0x00010002000300040005000600070008n],
  ['1::8', 6, 0x00010000000000000000000000000008n],
  ['::ffff:1.2.3.4', 6, 0xffff01020304n],
  ['fe80::', 6, 0xfe800000000000000000000000000000n],
])('reads %s', (text, family, bits) => {
  expect(parseIp(text)).toEqual({ family, bits })
})

test.each(['', 'a', '1.2.3', '1.2.3.4/8', '::1%lo', '[::1', '::1]', 'x::1]', '[::1x', '[1.2.3.4', ':::'])(
  'does not read %j',
  (text) => {
    expect(parseIp(text)).toBeUndefined()
  },
)

test.each([
  'x/8',
  '10.0.0.0/8/1',
  '10.0.0.0/8x',
  '10.0.0.0/x8',
  '10.0.0.0/33',
  '10.0.0.1/31',
  '::1/0',
  '10.0.0.0/',
  '10.0.0.0/-1',
  '::/129',
])('does not read the range %j', (text) => {
  expect(parseIpRange(text)).toBeUndefined()
})

test.each<[string, string, boolean]>([
  ['10.0.0.0/8', '10.255.255.255', true],
  ['10.0.0.0/8', '11.0.0.0', false],
  ['0.0.0.0/0', '255.255.255.255', true],
  ['0.0.0.0/0', '::', false],
  ['::/0', '0.0.0.0', false],
  ['127.0.0.1', '127.0.0.1', true],
  ['127.0.0.1', '127.0.0.0', false],
  ['fd00::/8', 'fdff::', true],
  ['fd00::/8', 'fe00::', false],
  ['2001:db8::/33', '2001:db8:8000::', false],
])('%s holds %s: %s', (text, literal, expected) => {
  const [range, address] = [parseIpRange(text), parseIp(literal)]
  expect(range !== undefined && address !== undefined && isInRange(address, range)).toBe(expected)
})

test.each<[string, string, boolean]>([
  ['127.0.0.1', '127.0.0.1', true],
  ['127.0.0.1', '127.0.0.2', false],
  ['::1', '0:0::1', true],
  ['::7f00:1', '127.0.0.1', false],
  ['', '127.0.0.1', false],
  ['127.0.0.1', 'localhost', false],
  ['', '', false],
])('%s is %s: %s', (one, other, expected) => {
  expect(isSameIp(one, other)).toBe(expected)
})
