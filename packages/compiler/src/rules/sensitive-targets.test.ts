import { describe, expect, test } from 'vitest'
import type { BindingInputDocument } from '@bindery/model'
import { codesOf, createTicket, issuesOf, readContact } from '../testing/test-catalog.ts'

describe('sensitive-targets', () => {
  test.each<[string, BindingInputDocument, readonly string[]]>([
    [
      'a credential of the connection',
      {
        ...readContact,
        inputs: [...(readContact.inputs ?? []), { param: 'note', argument: 'Authorization' }],
      },
      ['sensitive_field inputs/1/argument'],
    ],
    [
      'a credential field whose name has a dot',
      {
        ...createTicket,
        inputObjectMap: [
          { field: 'workspace', const: 'main' },
          { field: 'secret.key', const: 'x' },
        ],
      },
      ['sensitive_field inputObjectMap/1/field'],
    ],
    [
      'a write of a contact class',
      {
        ...createTicket,
        inputObjectMap: [
          { field: 'workspace', const: 'main' },
          { field: 'customer.email', param: 'customer_email' },
        ],
      },
      [],
    ],
    [
      'a write of a stricter class',
      {
        ...createTicket,
        inputObjectMap: [
          { field: 'workspace', const: 'main' },
          { field: 'ssn', const: 'x' },
        ],
      },
      ['sensitive_field inputObjectMap/1/field'],
    ],
    [
      'a field that the provider sets',
      {
        ...createTicket,
        inputObjectMap: [
          { field: 'workspace', const: 'main' },
          { field: 'internal_id', const: 'x' },
        ],
      },
      ['path_forbidden inputObjectMap/1/field'],
    ],
  ])('judges %s', (_, binding, expected) => {
    expect(codesOf(binding)).toEqual(expected)
  })
  test('names the class', () => {
    const inputObjectMap = [
      { field: 'workspace', const: 'main' },
      { field: 'ssn', const: 'x' },
    ]
    expect(issuesOf({ ...createTicket, inputObjectMap })[0]?.message).toBe(
      '"ssn" is of class government_id. Writes take only what is of class none or contact.',
    )
  })
})
