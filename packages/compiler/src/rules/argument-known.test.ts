import { describe, expect, test } from 'vitest'
import type { BindingInputDocument } from '@bindery/model'
import { codesOf, createTicket, issuesOf, readContact } from '../testing/test-catalog.ts'

describe('argument-known', () => {
  test.each<[string, Partial<BindingInputDocument>, readonly string[]]>([
    [
      'an argument by name',
      {
        inputs: [
          { param: 'subject', argument: 'body.title' },
          { param: 'workspace', argument: 'workspace' },
        ],
        inputObjectMap: [],
      },
      [],
    ],
    [
      'an argument by place',
      {
        inputs: [
          { param: 'subject', argument: 'title' },
          { param: 'workspace', argument: 'path.workspace' },
        ],
        inputObjectMap: [],
      },
      [],
    ],
    [
      'fields with and without the name of the input object',
      {
        inputObjectMap: [
          { field: 'workspace', const: 'main' },
          { field: 'body.priority', const: 2 },
          { field: 'customer.email', param: 'customer_email' },
          { field: 'path.workspace', const: 'x' },
        ],
      },
      ['param_and_const inputObjectMap/3'],
    ],
    [
      'a misspelt argument',
      { inputs: [{ param: 'subject', argument: 'titel' }] },
      ['argument_unknown inputs/0/argument', 'input_required_unbound inputObjectMap'],
    ],
    [
      'an unknown field',
      {
        inputObjectMap: [
          { field: 'workspace', const: 'main' },
          { field: 'nope.deep', const: 1 },
        ],
      },
      ['argument_unknown inputObjectMap/1/field'],
    ],
    [
      'a field with an index',
      {
        inputObjectMap: [
          { field: 'workspace', const: 'main' },
          { field: 'labels[0]', const: 'a' },
        ],
      },
      ['argument_unknown inputObjectMap/1/field'],
    ],
    [
      'an unreadable name',
      {
        inputObjectMap: [
          { field: 'workspace', const: 'main' },
          { field: 'a..b', const: 'a' },
        ],
      },
      ['argument_unknown inputObjectMap/1/field'],
    ],
    [
      'a step into a scalar',
      {
        inputObjectMap: [
          { field: 'workspace', const: 'main' },
          { field: 'priority.level', const: 'a' },
        ],
      },
      ['argument_unknown inputObjectMap/1/field'],
    ],
  ])('judges %s', (_, patch, expected) => {
    expect(codesOf({ ...createTicket, ...patch })).toEqual(expected)
  })

  test('offers the nearest names and the removal', () => {
    const [issue] = issuesOf({
      ...readContact,
      inputs: [...(readContact.inputs ?? []), { param: 'fields', argument: 'feilds' }],
    })
    expect(issue).toEqual({
      code: 'argument_unknown',
      severity: 'error',
      path: ['inputs', 1, 'argument'],
      message: '"getContact" has no argument or input field "feilds". Did you mean "fields"?',
      suggestions: ['fields'],
      fixes: [
        { title: 'Use "fields"', patch: [{ op: 'replace', path: '/inputs/1/argument', value: 'fields' }] },
        { title: 'Remove the entry for "feilds"', patch: [{ op: 'remove', path: '/inputs/1' }] },
      ],
    })
  })
})
