import { describe, expect, test } from 'vitest'
import type { BindingInputDocument } from '@bindery/model'
import { codesOf, createTicket, issuesOf, readContact } from '../testing/test-catalog.ts'

describe('path-allowed', () => {
  test.each<[string, BindingInputDocument, readonly string[]]>([
    ['a created id', createTicket, []],
    [
      'an error channel',
      {
        ...createTicket,
        projection: [
          { path: 'userErrors', leaf: 'problems', max: 3, fields: [{ path: 'message', leaf: 'message' }] },
        ],
      },
      ['path_forbidden projection/0/path'],
    ],
    [
      'an error channel in a transform',
      { ...createTicket, projection: [{ path: '$', leaf: 'problem', transform: 'userErrors[0].message' }] },
      ['path_forbidden projection/0/path'],
    ],
    [
      'a field that is only written',
      { ...readContact, projection: [{ path: 'password', leaf: 'password' }] },
      ['path_forbidden projection/0/path'],
    ],
  ])('judges %s', (_, binding, expected) => {
    expect(codesOf(binding)).toEqual(expected)
  })
  test('says why', () => {
    expect(
      issuesOf({ ...readContact, projection: [{ path: 'password', leaf: 'password' }] })[0]?.message,
    ).toBe('The output "password" cannot read "password": the provider never sends it.')
  })
})
