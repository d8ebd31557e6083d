import { describe, expect, test } from 'vitest'
import type { BindingInputDocument } from '@bindery/model'
import { codesOf, createTicket, issuesOf, readContact } from '../test-catalog.ts'

describe('read-only-connection', () => {
  test.each<[string, BindingInputDocument, readonly string[]]>([
    ['a read', readContact, []],
    ['a write', createTicket, ['read_only_connection operation']],
  ])('judges %s', (_, binding, expected) => {
    expect(codesOf(binding, { connection: { isReadOnly: true } })).toEqual(expected)
  })
  test('lets a write be on a connection that may write', () => {
    expect(issuesOf(createTicket)).toEqual([])
  })
})
