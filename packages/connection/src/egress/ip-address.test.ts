import { expect, test } from 'vitest'
import { parseIp, parseIpRange } from './ip-address.ts'

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

test.each(['', 'a', '1.2.3', '1.2.3.4/8', '::1%lo', ':::'])('does not read %j', (text) => {
  expect(parseIp(text)).toBeUndefined()
})

test.each(['x/8', '10.0.0.0/8/1', '10.0.0.0/', '10.0.0.0/-1', '::/129'])(
  'does not read the range %j',
  (text) => {
    expect(parseIpRange(text)).toBeUndefined()
  },
)
