import { expect, test } from 'vitest'
import { parseEgressAllow } from './egress-policy.ts'

test.each(['', ' , ', '127.0.0.1/32:4401,10.1.0.0/16,[fd00::]/8:443', '10.0.0.1\n[::1]:80'])(
  'reads %j',
  (text) => {
    expect(parseEgressAllow(text).ok).toBe(true)
  },
)

test.each([
  'localhost',
  '10.0.0.1/33',
  '10.0.0.1/8',
  '10.0.0/8',
  'fd00::/8',
  '[fd00::/8]',
  '[fd00::]/129',
  '10.0.0.1:0',
  '10.0.0.1:65536',
  '10.0.0.0/8/8',
  '10.0.0.0/x',
  '*',
])('refuses %s', (entry) => {
  expect(parseEgressAllow(`127.0.0.1,${entry}`)).toEqual({
    ok: false,
    failure: [`"${entry}" is not address[/prefix][:port]; IPv6 needs brackets.`],
  })
})
