import { describe, expect, test } from 'vitest'
import { codesOf, createTicket, issuesOf, readContact } from '../testing/test-catalog.ts'

describe('leaf-unique', () => {
  test('renames the second of two, at the top and inside rows', () => {
    const projection = [
      { path: 'full_name', leaf: 'a' },
      { path: 'email', leaf: 'a' },
      { path: 'phone', leaf: 'a_2' },
      {
        path: 'tickets',
        leaf: 'tickets',
        max: 2,
        fields: [
          { path: 'title', leaf: 'a' },
          { path: 'status', leaf: 'a' },
        ],
      },
    ]
    expect(
      issuesOf({ ...readContact, projection }).map(({ code, path, suggestions }) => [
        code,
        path.join('/'),
        suggestions,
      ]),
    ).toEqual([
      ['leaf_duplicate', 'projection/1/leaf', ['a_3']],
      ['leaf_duplicate', 'projection/3/fields/1/leaf', ['a_2']],
    ])
  })
  test('lets different names be', () => {
    expect(codesOf(createTicket)).toEqual([])
  })
})
