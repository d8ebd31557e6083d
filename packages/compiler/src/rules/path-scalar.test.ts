import { describe, expect, test } from 'vitest'
import type { BindingInputDocument } from '@bindery/model'
import { codesOf, issuesOf, readContact } from '../testing/test-catalog.ts'

const reading = (...projection: NonNullable<BindingInputDocument['projection']>): BindingInputDocument => ({
  ...readContact,
  projection,
})
const title = [{ path: 'title', leaf: 'title' }]

describe('path-scalar', () => {
  test.each<[string, BindingInputDocument, readonly string[]]>([
    ['a scalar', reading({ path: 'company.city', leaf: 'city' }), []],
    ['an item of a list', reading({ path: 'tags[0]', leaf: 'tag' }), []],
    ['an object', reading({ path: 'company', leaf: 'company' }), ['path_not_scalar projection/0/path']],
    ['a list of scalars', reading({ path: 'tags', leaf: 'tags' }), ['path_not_scalar projection/0/path']],
    [
      'a list of objects',
      reading({ path: 'tickets', leaf: 'tickets' }),
      ['path_not_scalar projection/0/path'],
    ],
    [
      'a step over a list',
      reading({ path: 'tickets.title', leaf: 'titles' }),
      ['path_not_scalar projection/0/path'],
    ],
    ['a list made scalar', reading({ path: 'tags', leaf: 'tags', transform: '$join($, ", ")' }), []],
    ['a list of scalars by transform', reading({ path: 'tickets', leaf: 'titles', transform: 'title' }), []],
    [
      'a transform that gives an object',
      reading({ path: 'tickets', leaf: 'first_ticket', transform: '$[0]' }),
      ['path_not_scalar projection/0/transform'],
    ],
    ['rows', reading({ path: 'tickets', leaf: 'tickets', max: 3, fields: title }), []],
    [
      'rows without a bound',
      reading({ path: 'tickets', leaf: 'tickets', fields: title }),
      ['rows_default projection/0'],
    ],
    [
      'rows of one object',
      reading({ path: 'company', leaf: 'company', max: 3, fields: [{ path: 'name', leaf: 'company_name' }] }),
      ['rows_of_one projection/0/path'],
    ],
    [
      'rows of a scalar',
      reading({ path: 'full_name', leaf: 'tickets', max: 3, fields: [{ path: '$', leaf: 'value' }] }),
      ['path_not_scalar projection/0/path'],
    ],
    [
      'rows of scalars',
      reading({ path: 'tags', leaf: 'tags', max: 3, fields: [{ path: '$', leaf: 'tag' }] }),
      [],
    ],
    [
      'rows behind a list',
      reading({
        path: 'tickets.labels',
        leaf: 'labels',
        max: 3,
        fields: [{ path: 'name', leaf: 'label_name' }],
      }),
      ['path_not_scalar projection/0/path'],
    ],
    [
      'a list inside rows',
      reading({
        path: 'tickets',
        leaf: 'tickets',
        max: 3,
        fields: [{ path: 'labels.name', leaf: 'labels' }],
      }),
      ['path_not_scalar projection/0/fields/0/path'],
    ],
    [
      'undescribed JSON',
      reading({ path: 'raw.anything', leaf: 'raw' }),
      ['output_untyped projection/0/path'],
    ],
  ])('judges %s', (_, binding, expected) => {
    expect(codesOf(binding)).toEqual(expected)
  })
  test('turns a list into rows of its plain fields', () => {
    const [issue] = issuesOf(reading({ path: 'tickets', leaf: 'tickets' }))
    expect(issue?.fixes?.[0]).toEqual({
      title: 'Return rows',
      patch: [
        {
          op: 'replace',
          path: '/projection/0',
          value: {
            path: 'tickets',
            leaf: 'tickets',
            max: 20,
            fields: [
              { path: 'id', leaf: 'id' },
              { path: 'title', leaf: 'title' },
              { path: 'status', leaf: 'status' },
              { path: 'amount', leaf: 'amount' },
            ],
          },
        },
      ],
    })
  })
  test('turns a step over a list into rows', () => {
    const [issue] = issuesOf(reading({ path: 'tickets.title', leaf: 'titles' }))
    expect(issue?.suggestions).toEqual(['tickets[0].title'])
    expect(issue?.fixes?.[0]?.patch).toEqual([
      {
        op: 'replace',
        path: '/projection/0',
        value: { path: 'tickets', leaf: 'titles', max: 20, fields: [{ path: 'title', leaf: 'title' }] },
      },
    ])
  })
  test('names the plain fields of an object', () => {
    expect(issuesOf(reading({ path: 'company', leaf: 'company' }))[0]?.suggestions).toEqual([
      'company.name',
      'company.city',
    ])
  })
  test('keeps a list of scalars by a transform', () => {
    expect(issuesOf(reading({ path: 'tags', leaf: 'tags' }))[0]?.fixes?.[0]?.patch).toEqual([
      { op: 'add', path: '/projection/0/transform', value: '$' },
    ])
  })
})
