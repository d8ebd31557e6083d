import { describe, expect, test } from 'vitest'
import { fits, toConstant } from './fit.ts'

describe('what fits an argument', () => {
  test.each([
    ['phone', 'string', true],
    ['integer', 'number', true],
    ['integer', 'string', true],
    ['string', 'integer', false],
    ['boolean', 'string', false],
    ['boolean', 'boolean', true],
    ['string', 'object', false],
  ])('%s for %s: %s', (parameter, argument, expected) => {
    expect(fits(parameter, argument)).toBe(expected)
  })
})

describe('what was typed as a value', () => {
  test.each([
    ['42', 'integer', { value: 42 }],
    ['42', 'string', { value: '42' }],
    ['', 'string', { value: '' }],
    ['', 'number', undefined],
    ['4,2', 'number', undefined],
    ['4.2', 'number', { value: 4.2 }],
    ['4.2', 'integer', undefined],
    ['0x10', 'integer', undefined],
    ['1e3', 'number', undefined],
    ['9007199254740993', 'integer', undefined],
    ['Infinity', 'number', undefined],
    ['true', 'boolean', { value: true }],
    ['yes', 'boolean', undefined],
    ['["a"]', 'array', { value: ['a'] }],
    ['[', 'array', undefined],
  ])('%j as %s', (text, type, expected) => {
    expect(toConstant(text, type)).toEqual(expected)
  })
})
