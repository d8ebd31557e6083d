import { describe, expect, test } from 'vitest'
import { codesOf, createTicket, readContact } from '../testing/test-catalog.ts'

describe('text-well-formed', () => {
  test.each([
    ['whole characters', { ...readContact, description: 'a😀' }, []],
    [
      'half a character in the description',
      { ...readContact, description: 'a\ud83d' },
      ['type_mismatch description'],
    ],
    [
      'half a character in a constant',
      { ...createTicket, inputObjectMap: [{ field: 'workspace', const: '\ude00' }] },
      ['type_mismatch inputObjectMap/0/const'],
    ],
    [
      'half a character in a name',
      {
        ...createTicket,
        inputObjectMap: [
          { field: 'workspace', const: 'main' },
          { field: 'customer', const: { email: 'a@b.c', '\ude00': 'x' } },
        ],
      },
      ['type_mismatch inputObjectMap/1/const', 'type_mismatch inputObjectMap/1/const'],
    ],
  ])('judges %s', (_, binding, expected) => {
    expect(codesOf(binding)).toEqual(expected)
  })
})
