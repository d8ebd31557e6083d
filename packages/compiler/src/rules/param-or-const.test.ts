import { describe, expect, test } from 'vitest'
import type { BindingInputDocument } from '@bindery/model'
import { codesOf, createTicket, issuesOf } from '../testing/test-catalog.ts'

describe('param-or-const', () => {
  test.each<[string, BindingInputDocument['inputObjectMap'], readonly string[]]>([
    ['a constant', [{ field: 'workspace', const: 'main' }], []],
    [
      'a constant that is false',
      [
        { field: 'workspace', const: 'main' },
        { field: 'urgent', const: false },
      ],
      [],
    ],
    [
      'both',
      [{ field: 'workspace', const: 'main', param: 'workspace' }],
      ['param_and_const inputObjectMap/0'],
    ],
    ['neither', [{ field: 'workspace' }], ['param_and_const inputObjectMap/0']],
    [
      'one place filled twice',
      [
        { field: 'workspace', const: 'main' },
        { field: 'title', const: 'Help' },
      ],
      ['param_and_const inputObjectMap/1'],
    ],
  ])('judges %s', (_, inputObjectMap, expected) => {
    expect(codesOf({ ...createTicket, inputObjectMap })).toEqual(expected)
  })
  test('offers to keep either', () => {
    const [issue] = issuesOf({
      ...createTicket,
      inputObjectMap: [{ field: 'workspace', const: 'main', param: 'workspace' }],
    })
    expect(issue?.fixes?.map((fix) => fix.patch)).toEqual([
      [{ op: 'remove', path: '/inputObjectMap/0/const' }],
      [{ op: 'remove', path: '/inputObjectMap/0/param' }],
    ])
  })
})
