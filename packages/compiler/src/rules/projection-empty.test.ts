import { describe, expect, test } from 'vitest'
import type { BindingInputDocument } from '@bindery/model'
import { codesOf, createTicket, issuesOf, readContact } from '../testing/test-catalog.ts'

describe('projection-empty', () => {
  test.each<[string, BindingInputDocument, readonly string[]]>([
    [
      'a read that returns nothing of its answer',
      { ...readContact, projection: [] },
      ['projection_empty projection'],
    ],
    ['a write that returns nothing', { ...createTicket, projection: [] }, []],
    [
      'an operation without an answer',
      { operation: 'deleteTicket', toolName: 'Delete', inputs: [{ param: 'ticket_id', argument: 'id' }] },
      [],
    ],
  ])('judges %s', (_, binding, expected) => {
    expect(codesOf(binding)).toEqual(expected)
  })
  test('only warns', () => {
    expect(issuesOf({ ...readContact, projection: [] })[0]?.severity).toBe('warning')
  })
})
