import { describe, expect, test } from 'vitest'
import type { BindingInputDocument } from '@bindery/model'
import { codesOf, createTicket, issuesOf, readContact } from '../testing/test-catalog.ts'

describe('transform-valid', () => {
  test.each<[string, BindingInputDocument, readonly string[]]>([
    [
      'a good one',
      {
        ...readContact,
        projection: [{ path: 'full_name', leaf: 'customer_name', transform: '$uppercase($)' }],
      },
      [],
    ],
    [
      'one that does not parse',
      {
        ...readContact,
        projection: [{ path: 'full_name', leaf: 'customer_name', transform: '$uppercase(' }],
      },
      ['transform_invalid projection/0/transform'],
    ],
    [
      'one that does not fit',
      { ...readContact, projection: [{ path: 'id', leaf: 'customer_name', transform: '$uppercase($)' }] },
      ['transform_invalid projection/0/transform'],
    ],
    [
      'an unknown name in rows',
      {
        ...readContact,
        projection: [
          {
            path: 'tickets',
            leaf: 'tickets',
            max: 2,
            fields: [{ path: '$', leaf: 'label_text', transform: 'labls.name' }],
          },
        ],
      },
      ['transform_invalid projection/0/fields/0/transform'],
    ],
    [
      'one of an input',
      { ...readContact, inputs: [{ param: 'customer_id', argument: 'id', transform: '$eval("1")' }] },
      ['transform_invalid inputs/0/transform'],
    ],
    [
      'one of a constant',
      { ...createTicket, inputObjectMap: [{ field: 'workspace', const: 'main', transform: '$' }] },
      ['transform_invalid inputObjectMap/0/transform'],
    ],
  ])('judges %s', (_, binding, expected) => {
    expect(codesOf(binding)).toEqual(expected)
  })
  test('passes the suggestion on', () => {
    const [issue] = issuesOf({
      ...readContact,
      projection: [{ path: '$', leaf: 'customer_name', transform: 'full_nam' }],
    })
    expect([issue?.message, issue?.suggestions]).toEqual([
      'There is no field "full_nam" here. Did you mean "full_name"? (character 9)',
      ['full_name'],
    ])
  })
})
