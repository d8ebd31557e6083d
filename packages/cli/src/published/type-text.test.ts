import { expect, test } from 'vitest'
import { declarationText, typeText } from './type-text.ts'

test.each([
  ['a text', { type: 'string' }, 'string'],
  ['a whole number or nothing', { type: ['integer', 'null'] }, 'number | null'],
  ['words', { enum: ['a', 'b'] }, '"a" | "b"'],
  [
    'rows',
    { type: 'array', items: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] } },
    'readonly ({\n  readonly "id": string\n})[]',
  ],
  ['alternatives', { anyOf: [{ type: 'string' }, { const: 1 }] }, 'string | 1'],
  ['a map', { type: 'object' }, 'Readonly<Record<string, unknown>>'],
  ['anything', {}, 'unknown'],
])('%s', (_, schema, expected) => expect(typeText(schema)).toBe(expected))

test('what a provider wrote does not end a comment', () => {
  const hostile = '*/ export const x = 1 /*\nnext'
  const text = declarationText({
    id: '1',
    name: hostile,
    server: 's',
    skills: [{ name: 'a"b', title: '', description: hostile, params: {}, output: {} }],
  })
  expect(text).toContain('/** * / export const x = 1 /* next */')
  expect(text.split('*/')).toHaveLength(3)
  expect(text).toContain('readonly "a\\"b": {')
})
