import { expect, test } from 'vitest'
import { type EgressRule, parseEgressAllow, publicEgress } from './egress-policy.ts'

const rule = (family: 4 | 6, bits: bigint, length: number): EgressRule => ({
  range: { base: { family, bits }, length },
})
const loopback = rule(4, 0x7f000001n, 32)
const unique = rule(6, 0xfd00n << 112n, 8)

test.each<[string, readonly EgressRule[]]>([
  ['', []],
  [' , \n', []],
  ['127.0.0.1', [loopback]],
  ['127.0.0.1/32:4401', [{ ...loopback, port: 4401 }]],
  ['127.0.0.1:1,127.0.0.1:65535', [1, 65_535].map((port) => ({ ...loopback, port }))],
  ['10.1.0.0/16,[fd00::]/8:443', [rule(4, 0x0a010000n, 16), { ...unique, port: 443 }]],
  ['127.0.0.1\n[FD00::]/8\t0.0.0.0/0', [loopback, unique, rule(4, 0n, 0)]],
])('reads %j', (text, rules) => {
  expect(parseEgressAllow(text)).toEqual({ ok: true, value: rules })
})

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
  '10.0.0.1:443x',
  'x10.0.0.1',
  '10.0.0.1/32:',
  '10.0.0.0/8/8',
  '10.0.0.0/x',
  '*',
])('refuses %s', (entry) => {
  expect(parseEgressAllow(`127.0.0.1,${entry}`)).toEqual({
    ok: false,
    failure: [`"${entry}" is not address[/prefix][:port]; IPv6 needs brackets.`],
  })
})

test('tells of every bad entry at once', () => {
  const problems = ['a', 'b'].map(
    (entry) => `"${entry}" is not address[/prefix][:port]; IPv6 needs brackets.`,
  )
  expect(parseEgressAllow('a,127.0.0.1 b')).toEqual({ ok: false, failure: problems })
})

test('opens nothing beyond the public internet when nobody says otherwise', () => {
  expect(publicEgress).toEqual({ allow: [], plainHttp: 'listed' })
})
