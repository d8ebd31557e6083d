import { describe, expect, test } from 'vitest'
import type { BindingInputDocument } from '@bindery/model'
import { codesOf, createTicket, issuesOf } from '../testing/test-catalog.ts'

describe('parameter-fit', () => {
  test.each<[string, BindingInputDocument['inputObjectMap'], readonly string[]]>([
    ['one parameter in two places of one type', [{ field: 'workspace', param: 'subject' }], []],
    [
      'one parameter in places of different types',
      [
        { field: 'workspace', const: 'main' },
        { field: 'urgent', param: 'subject' },
      ],
      ['type_mismatch inputObjectMap/1/field'],
    ],
    [
      'a transform that makes it fit',
      [
        { field: 'workspace', const: 'main' },
        { field: 'priority', param: 'subject', transform: '$length($)' },
      ],
      [],
    ],
    [
      'a transform that does not',
      [
        { field: 'workspace', const: 'main' },
        { field: 'priority', param: 'subject', transform: '$uppercase($)' },
      ],
      ['type_mismatch inputObjectMap/1/transform'],
    ],
    [
      'a parameter known only by its transform',
      [
        { field: 'workspace', const: 'main' },
        { field: 'priority', param: 'urgency_level', transform: '$ + 1' },
      ],
      [],
    ],
    [
      'a canonical parameter by its transform',
      [
        { field: 'workspace', const: 'main' },
        { field: 'priority', param: 'quantity', transform: '$ * 2' },
      ],
      [],
    ],
    [
      'text where no better is known',
      [
        { field: 'workspace', const: 'main' },
        { field: 'priority', param: 'urgency_level', transform: '$number($substring($, 1))' },
      ],
      ['type_mismatch inputObjectMap/1/transform'],
    ],
  ])('judges %s', (_, inputObjectMap, expected) => {
    expect(
      codesOf({ ...createTicket, inputObjectMap }).filter((code) => !code.startsWith('parameter_')),
    ).toEqual(expected)
  })
  test('says both types', () => {
    const inputObjectMap = [
      { field: 'workspace', const: 'main' },
      { field: 'urgent', param: 'subject' },
    ]
    expect(issuesOf({ ...createTicket, inputObjectMap })[0]?.message).toBe(
      '"urgent" takes boolean, but "subject" is string elsewhere. Use another parameter, or a transform.',
    )
  })
})
