import { describe, expect, test } from 'vitest'
import type { BindingInputDocument } from '@bindery/model'
import { codesOf, createTicket, issuesOf } from '../testing/test-catalog.ts'

const without = { ...createTicket, inputs: [] }

describe('input-required', () => {
  test.each<[string, BindingInputDocument, readonly string[]]>([
    ['all bound', createTicket, []],
    ['a missing field', without, ['input_required_unbound inputObjectMap']],
    [
      'a constant in its place',
      {
        ...without,
        inputObjectMap: [
          { field: 'workspace', const: 'main' },
          { field: 'title', const: 'Help' },
        ],
      },
      [],
    ],
    [
      'a field that is optional for the agent',
      { ...createTicket, inputs: [{ param: 'subject', argument: 'title', required: false }] },
      ['input_required_unbound inputs/0'],
    ],
    [
      'the same by the input object map',
      {
        ...createTicket,
        inputs: [{ param: 'subject', argument: 'workspace', required: false, default: 'x' }],
        inputObjectMap: [{ field: 'title', param: 'subject' }],
      },
      [],
    ],
    [
      'a nested field of an object that is sent',
      {
        ...createTicket,
        inputObjectMap: [
          { field: 'workspace', const: 'main' },
          { field: 'customer.name', param: 'customer_name' },
        ],
      },
      ['input_required_unbound inputObjectMap'],
    ],
    [
      'a nested object sent as a whole',
      {
        ...createTicket,
        inputObjectMap: [
          { field: 'workspace', const: 'main' },
          { field: 'customer', const: { email: 'a@b.c' } },
        ],
      },
      [],
    ],
    [
      'a body sent as a whole',
      {
        ...createTicket,
        inputs: [],
        inputObjectMap: [
          { field: 'workspace', const: 'main' },
          { field: 'body', const: { title: 'Help' } },
        ],
      },
      [],
    ],
    [
      'an optional body without any field',
      { operation: 'updateTicket', toolName: 'Update', inputs: [{ param: 'ticket_id', argument: 'id' }] },
      [],
    ],
    [
      'an optional body with one field',
      {
        operation: 'updateTicket',
        toolName: 'Update',
        inputs: [
          { param: 'ticket_id', argument: 'id' },
          { param: 'priority_level', argument: 'body.priority' },
        ],
      },
      ['input_required_unbound inputObjectMap'],
    ],
  ])('judges %s', (_, binding, expected) => {
    expect(codesOf(binding).filter((code) => !code.startsWith('parameter_'))).toEqual(expected)
  })
  test('offers the missing field', () => {
    expect(issuesOf(without)[0]).toEqual({
      code: 'input_required_unbound',
      severity: 'error',
      path: ['inputObjectMap'],
      message: '"createTicket" needs the input field "body.title". Bind a parameter or a constant to it.',
      fixes: [
        {
          title: 'Ask the agent for "title"',
          patch: [{ op: 'add', path: '/inputObjectMap/-', value: { field: 'body.title', param: 'title' } }],
        },
      ],
    })
  })
})
