import { Secret } from '@bindery/model'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { redactor } from './redactor.ts'
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

test('short secrets are found as whole texts only', () => {
  const redact = redactor([new Secret('abc'), new Secret('')])
  expect([redact.text('abc'), redact.text('abcd'), redact.text('')]).toEqual(['[secret]', 'abcd', ''])
})

test('without secrets nothing changes', () => {
  expect(redactor([]).json({ a: ['b'] })).toEqual({ a: ['b'] })
})

test('upper-case hex and percent forms are found as well', () => {
  const redact = redactor([new Secret("p@ss/w0rd?(it's)")])
  const hex = Buffer.from("p@ss/w0rd?(it's)").toString('hex').toUpperCase()
  expect([redact.text(hex), redact.text('p%40ss%2fw0rd%3f%28it%27s%29')]).toEqual(['[secret]', '[secret]'])
})
