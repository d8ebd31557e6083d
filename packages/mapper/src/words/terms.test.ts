import { expect, test } from 'vitest'
import { stem } from './stem.ts'
import { termsOf } from './terms.ts'

/** Processor time of this process so far: what others do on the machine is no part of it. */
const processorMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

test.each([
  [['cancelled', 'cancels', 'cancelling', 'cancel'], ['cancel']],
  [['companies', 'company'], ['compani']],
  [['charges', 'charged', 'charge'], ['charg']],
  [
    ['status', 'address', 'addresses'],
    ['status', 'addres'],
  ],
])('gives the forms of %j one spelling', (words, expected) => {
  expect([...new Set(words.map(stem))]).toEqual(expected)
})

test.each([
  ['customerEmail', ['customer', 'email']],
  ['HTTPServer_errors', ['server', 'error']],
  ['createlabelfororder', ['creat', 'label', 'order']],
  ['Look up a gift card', ['look', 'look_up', 'gift', 'gift_card', 'card']],
])('takes %j apart', (text, expected) => {
  expect(termsOf(text)).toEqual(expected)
})

test('is quick on names that are made to be slow', () => {
  const began = processorMs()
  termsOf('asforto'.repeat(4) + 'q')
  termsOf('a'.repeat(100_000))
  expect(processorMs() - began).toBeLessThan(1000)
})
