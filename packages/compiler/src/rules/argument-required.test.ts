import { describe, expect, test } from 'vitest'
import type { BindingInputDocument } from '@bindery/model'
import { codesOf, createTicket, issuesOf, readContact } from '../testing/test-catalog.ts'

describe('argument-required', () => {
  test.each<[string, BindingInputDocument, readonly string[]]>([
    ['all bound', readContact, []],
    ['a missing argument', { ...readContact, inputs: [] }, ['argument_required inputs']],
    [
      'an argument that is optional for the agent',
      { ...readContact, inputs: [{ param: 'customer_id', argument: 'id', required: false }] },
      ['argument_required inputs/0'],
    ],
    [
      'an optional one with a default',
      { ...readContact, inputs: [{ param: 'customer_id', argument: 'id', required: false, default: 1 }] },
      [],
    ],
    [
      'a filter of a search that is optional for the agent',
      {
        operation: 'orders.find',
        toolName: 'Find order',
        inputs: [{ param: 'order_number', argument: 'number', required: false }],
        projection: [{ path: '[0].number', leaf: 'order_number' }],
      },
      ['argument_required inputs/0'],
    ],
    [
      'a part of a key that is optional, beside a change that may be',
      {
        operation: 'seats.update',
        toolName: 'Change seat',
        inputs: ['flight', 'place', 'meal'].map((argument) => ({
          param: `seat_${argument}`,
          argument,
          required: argument === 'flight',
        })),
      },
      ['argument_required inputs/1'],
    ],
    ['a constant', createTicket, []],
    [
      'a whole body that is missing',
      { operation: 'setNote', toolName: 'Note' },
      ['argument_required inputs'],
    ],
    [
      'defaults and credentials of the connection',
      {
        operation: 'searchContacts',
        toolName: 'Search',
        inputs: [{ param: 'search_text', argument: 'query' }],
        projection: [{ path: '[0].full_name', leaf: 'customer_name' }],
      },
      [],
    ],
  ])('judges %s', (_, binding, expected) => {
    expect(codesOf(binding)).toEqual(expected)
  })
  test('offers the missing input', () => {
    const [issue] = issuesOf({ ...readContact, inputs: [] })
    expect(issue?.fixes).toEqual([
      {
        title: 'Ask the agent for "id"',
        patch: [{ op: 'add', path: '/inputs/-', value: { param: 'id', argument: 'id' } }],
      },
    ])
  })
})
