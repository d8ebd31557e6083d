import { expect, test } from 'vitest'
import { toUrl } from './to-url.ts'

test.each([
  ['https://bücher.example/ä', undefined, 'https://xn--bcher-kva.example/%C3%A4'],
  ['/a', 'https://desk.example/b/', 'https://desk.example/a'],
  ['desk.example', undefined, undefined],
  ['', undefined, undefined],
])('%j against %j is %j', (text, base, href) => {
  expect(toUrl(text, base)?.href).toBe(href)
})

test('is the same however often it was asked before', () => {
  const hosts = Array.from({ length: 100_000 }, () => toUrl('https://bücher.example')?.host)
  expect([...new Set(hosts)]).toEqual(['xn--bcher-kva.example'])
})
