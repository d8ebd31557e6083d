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
    [
      'a whole and then a part of it',
      [
        { field: 'workspace', const: 'main' },
        { field: 'customer', const: { email: 'a@b.nl' } },
        { field: 'customer.email', param: 'customer_email' },
      ],
      ['param_and_const inputObjectMap/2'],
    ],
    [
      'a part and then the whole that holds it',
      [
        { field: 'workspace', const: 'main' },
        { field: 'customer.email', param: 'customer_email' },
        { field: 'customer', param: 'customer_record' },
      ],
      ['param_and_const inputObjectMap/2'],
    ],
    [
      'parts side by side',
      [
        { field: 'workspace', const: 'main' },
        { field: 'customer.email', param: 'customer_email' },
        { field: 'customer.name', param: 'customer_name' },
      ],
      [],
    ],
  ])('judges %s', (_, inputObjectMap, expected) => {
    expect(codesOf({ ...createTicket, inputObjectMap })).toEqual(expected)
  })
  test('finds an argument that is given whole and in parts', () => {
    const { inputs = [], ...rest } = createTicket
    const found = issuesOf({
      ...rest,
      inputs: [...inputs, { param: 'everything', argument: 'body' }],
      inputObjectMap: [{ field: 'workspace', const: 'main' }],
    }).filter(({ code }) => code === 'param_and_const')
    expect(found.map(({ message }) => message)).toEqual([
      '"body.title" is part of "body", which is given as a whole. Keep one of the entries.',
    ])
    expect(found.flatMap(({ fixes = [] }) => fixes.map((fix) => fix.patch))).toEqual([
      [{ op: 'remove', path: '/inputs/0' }],
      [{ op: 'remove', path: '/inputs/1' }],
    ])
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

  test.each<[string, BindingInputDocument['inputs'], readonly string[]]>([
    ['in the path', [{ argument: 'workspace', const: 'main' }], []],
    [
      'in the query',
      [
        { argument: 'workspace', const: 'main' },
        { argument: 'notify', const: true },
      ],
      [],
    ],
    [
      'of another type',
      [
        { argument: 'workspace', const: 'main' },
        { argument: 'notify', const: 'yes' },
      ],
      ['type_mismatch inputs/1/const'],
    ],
    [
      'beside a parameter',
      [{ argument: 'workspace', const: 'main', param: 'workspace' }],
      ['param_and_const inputs/0'],
    ],
    ['that is none', [{ argument: 'workspace' }], ['param_and_const inputs/0']],
    [
      'twice',
      [
        { argument: 'workspace', const: 'main' },
        { argument: 'path.workspace', const: 'x' },
      ],
      ['param_and_const inputs/1'],
    ],
    ['of a place that could be left out', [{ argument: 'workspace', const: 'main', required: false }], []],
  ])('a constant %s', (_, inputs, expected) => {
    const body = [{ field: 'title', param: 'subject' }]
    expect(codesOf({ ...createTicket, inputs, inputObjectMap: body })).toEqual(expected)
  })
})
