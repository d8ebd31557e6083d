import { type JsonObject, Secret } from '@bindery/model'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { isHiddenWholeOnly, redactor } from './redactor.ts'
import { securityCases } from './testing/security-cases.ts'

const canaries = securityCases(
  'canaries.json',
  z.object({ id: z.string(), value: z.string(), forms: z.array(z.string()) }),
)

const table = canaries.flatMap(({ id, value, forms }) => forms.map((form) => [id, form, value] as const))

test.each(table)('canary %s: %s is taken out of text and JSON', (_, form, value) => {
  const redact = redactor([new Secret(value)])
  const text = redact.text(`before ${form} after`)
  expect(text).not.toContain(form)
  expect(text).toMatch(/before .*\[secret\].* after/s)
  const json = JSON.stringify(
    redact.json({ list: [form, { [form]: `x${form}y` }], n: 1, ok: true, none: null }),
  )
  expect(json).not.toContain(JSON.stringify(form).slice(1, -1))
})

test.each(['a', 'ab', 'abc', 'user:'])('finds a secret in a pair that begins with %s', (prefix) => {
  const redact = redactor([new Secret('s3cr3t-value-of-a-provider')])
  const pair = Buffer.from(`${prefix}s3cr3t-value-of-a-provider`).toString('base64')
  expect(redact.text(pair)).toContain('[secret]')
  expect(redact.text(pair).length).toBeLessThan(24)
})

test.each<[string, string, string, string]>([
  ['a word', 'name', 'Your name, customer_name and NAME', 'Your name, customer_name and NAME'],
  ['two words', 'customer-name', 'the customer-name is missing', 'the [secret] is missing'],
  ['a word in capitals', 'SESAME', 'open SESAME', 'open SESAME'],
  ['a word of another script', 'пароль', 'мой пароль', 'мой пароль'],
  ['a short number', '1234567', 'order 1234567', 'order 1234567'],
  ['something tiny', 'a1', 'a1 a1b', 'a1 a1b'],
  [
    'something short that is no word',
    'hunt3r',
    'hunt3r, my_hunt3r2 "hunt3r"',
    '[secret], my_hunt3r2 "[secret]"',
  ],
  ['a long number', '12345678', 'x12345678y', 'x[secret]y'],
  ['something of some length', 'hunt3r-2', 'my_hunt3r-2!', 'my_[secret]!'],
  ['letters without sense', 'qhzkvmwpxtrb', 'xqhzkvmwpxtrby', 'x[secret]y'],
])('%s is taken out of a text as far as it can be told from it', (...[, value, said, shown]) => {
  const redact = redactor([new Secret(value), new Secret('')])
  expect([redact.text(said), redact.text(value), redact.json([value])]).toEqual([
    shown,
    '[secret]',
    ['[secret]'],
  ])
})

test.each([
  ['international calls', 'internationalisation-4711', 'international calls'],
  ['cut off, internationa...', 'internationalisation-4711', 'cut off, [secret]...'],
  ['the administration', '4711-0815-nadministration', 'the administration'],
  ['xx4711-08-abcdyy', '4711-08-abcd-7Qm2-9fQx', 'xx[secret]yy'],
])('in %j the ends of the secret %s are told from a word', (said, value, shown) => {
  expect(redactor([new Secret(value)]).text(said)).toBe(shown)
})

test.each<[string, JsonObject, JsonObject]>([
  ['name', { customer_name: 'name', name: 'Ada' }, { customer_name: '[secret]', name: 'Ada' }],
  ['customer1', { customer1_name: 'x', customer1: 1 }, { customer1_name: 'x', '[secret]': 1 }],
  ['sk_live_4711_abcdef', { 'key=sk_live_4711_abcdef': 1 }, { 'key=[secret]': 1 }],
])('the secret %s does not rename what is not it', (value, said, shown) => {
  expect(redactor([new Secret(value)]).json(said)).toEqual(shown)
})

test.each([
  ['', false],
  ['name', true],
  ['hunt3r', true],
  ['hunt3r-2', false],
  ['qhzkvmwpxtrb', false],
])('says of %j whether it is hidden as a whole value only: %s', (value, expected) => {
  expect(isHiddenWholeOnly(new Secret(value))).toBe(expected)
})

test('without secrets nothing changes', () => {
  expect(redactor([]).json({ a: ['b'] })).toEqual({ a: ['b'] })
})

test('upper-case hex and percent forms are found as well', () => {
  const redact = redactor([new Secret("p@ss/w0rd?(it's)")])
  const hex = Buffer.from("p@ss/w0rd?(it's)").toString('hex').toUpperCase()
  expect([redact.text(hex), redact.text('p%40ss%2fw0rd%3f%28it%27s%29')]).toEqual(['[secret]', '[secret]'])
})

const secret = 'sk_live_Zq8-vT2!pé'
const eachByte = (text: string, toText: (byte: number) => string): string =>
  [...Buffer.from(text, 'utf8')].map(toText).join('')
const hexOf = (byte: number): string => byte.toString(16).padStart(2, '0')
const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64')
const entities = (text: string, radix: 'x' | ''): string =>
  Array.from(
    text,
    (sign) => `&#${radix}${(sign.codePointAt(0) ?? 0).toString(radix === 'x' ? 16 : 10)};`,
  ).join('')

test.each<[string, string]>([
  ['every byte percent-encoded', eachByte(secret, (byte) => `%${hexOf(byte)}`)],
  ['percent-encoded twice', encodeURIComponent(eachByte(secret, (byte) => `%${hexOf(byte)}`))],
  ['decimal entities', entities(secret, '')],
  ['hexadecimal entities', entities(secret, 'x')],
  ['named entities', secret.replaceAll('_', '&lowbar;').replaceAll('!', '&excl;')],
  ['entities of entities', entities(secret, '').replaceAll('&', '&amp;')],
  ['base64 of base64', base64(base64(secret))],
  ['base64 of base64 of a pair', base64(`Basic ${base64(`key:${secret}`)}`)],
  ['three times base64', base64(base64(base64(secret)))],
  ['hex of base64', Buffer.from(base64(secret)).toString('hex')],
  ['base64 of percent', base64(encodeURIComponent(secret))],
  ['base64 in percent', encodeURIComponent(base64(base64(secret)))],
  [
    'every sign as a JSON escape',
    Array.from(secret, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  ],
  ['escapes of a shell', eachByte(secret, (byte) => `\\x${hexOf(byte)}`)],
  ['some letters only', secret.replace('l', '%6c').replace('Z', '&#90;')],
])('finds a secret behind %s', (_, form) => {
  const redact = redactor([new Secret(secret)])
  expect(redact.text(`before ${form} after`)).toBe('before [secret] after')
  expect(redact.json({ [`x ${form}`]: form })).toEqual({ 'x [secret]': '[secret]' })
})

test('hides a text too long to look for the place, and leaves one that holds nothing', () => {
  const redact = redactor([new Secret(secret)])
  const filler = 'Ordinary text & <b>more</b> of it, 100%25. '.repeat(2_000)
  expect(redact.text(`${filler}${base64(secret)}`)).toBe('[secret]')
  expect(redact.text(filler)).toBe(filler)
})

test.each<[string, string, number, unknown]>([
  ['a secret of digits', '4711471147', 4_711_471_147, '[secret]'],
  ['one with zeros in front', '0047114711', 47_114_711, '[secret]'],
  ['one inside of a longer number', '47114711', 9_947_114_711, '[secret]'],
  ['a number like a short secret', '4711', 4711, 4711],
  ['another number', '4711471147', 4_711_471_148, 4_711_471_148],
])('%s, sent back as a number', (...[, value, said, expected]) => {
  expect(redactor([new Secret(value)]).json({ said })).toEqual({ said: expected })
})

test.each([
  ['text with a percent sign', '100% of it, 5%20 & more &copy; &nothing;'],
  ['base64 of something else', base64('the quick brown fox jumps over the lazy dog')],
  ['hex of something else', Buffer.from('the quick brown fox').toString('hex')],
  ['half of an escape', '%6 &#; &#x; \\u00 %zz &#99999999;'],
  ['an address', 'https://shop.example/a%2Fb?q=%C3%A9&amp;r=1'],
])('leaves %s as it is', (_, text) => {
  expect(redactor([new Secret(secret), new Secret('hunt3r')]).text(text)).toBe(text)
})

test.each([
  ['percent', '%25'.repeat(200_000)],
  ['entities', '&amp;#38;'.repeat(100_000)],
  ['one token', 'QUFB'.repeat(200_000)],
  ['many tokens', 'QUFBQUFBQUFBQUFB '.repeat(40_000)],
  ['ends that never come', '&#x'.repeat(200_000)],
])('a megabyte of %s comes out whole', (_, text) => {
  expect(redactor([new Secret(secret)]).text(text)).toBe(text)
})
