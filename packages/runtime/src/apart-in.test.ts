import { expect, test } from 'vitest'
import { apartIn } from './apart-in.ts'

test.each([
  ['production', 'c-1', 'c-1'],
  ['staging', 'c-1', 'staging c-1'],
  ['development', 'c-1', 'development c-1'],
] as const)('in %s %j is called %j', (environment, name, expected) => {
  expect(apartIn(environment, name)).toBe(expected)
})
