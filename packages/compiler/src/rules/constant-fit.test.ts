import { describe, expect, test } from 'vitest'
import type { BindingInputDocument } from '@bindery/model'
import { createTicket, issuesOf, readContact } from '../testing/test-catalog.ts'

const withConst = (
  field: string,
  value: NonNullable<BindingInputDocument['inputObjectMap']>[number]['const'],
): BindingInputDocument => ({
  ...createTicket,
  inputObjectMap: [
    { field: 'workspace', const: 'main' },
    { field, const: value },
  ],
})

describe('constant-fit', () => {
  test.each([
    ['priority', 2, undefined],
    ['priority', '2', 'type_mismatch'],
    ['priority', 2.5, 'type_mismatch'],
    ['priority', 0, 'type_mismatch'],
    ['priority', 9, 'type_mismatch'],
    ['priority', true, 'type_mismatch'],
    ['priority', null, 'type_mismatch'],
    ['status', 'closed', undefined],
    ['status', 'close', 'enum_mismatch'],
    ['status', 7, 'enum_mismatch'],
    ['urgent', true, undefined],
    ['urgent', 'true', 'type_mismatch'],
    ['urgent', 'false', 'type_mismatch'],
    ['urgent', 1, 'type_mismatch'],
    ['labels', ['a'], undefined],
    ['labels', 'a', 'type_mismatch'],
    ['labels', [1], 'type_mismatch'],
    ['due', '2026-11-30T10:00:00Z', undefined],
    ['due', 'tomorrow', 'type_mismatch'],
    ['due', '2026-02-30T99:00:00Z', 'type_mismatch'],
    ['due', 5, 'type_mismatch'],
    ['customer', { email: 'a@b.c' }, undefined],
    ['customer', { email: 'nobody' }, 'type_mismatch'],
    ['customer', { mail: 'a@b.c' }, 'type_mismatch'],
    ['customer', 'a', 'type_mismatch'],
    ['customer.email', 'a@b.c', undefined],
  ])('judges %s = %j', (field, value, expected) => {
    expect(
      issuesOf(withConst(field, value))
        .map((issue) => issue.code)
        .filter((code) => code.endsWith('mismatch')),
    ).toEqual(expected === undefined ? [] : [expected])
  })
  test.each([
    [{ default: 'x' }, 'error'],
    [{ example: 'x' }, 'warning'],
  ])('judges %j', (more, severity) => {
    const [issue] = issuesOf({ ...readContact, inputs: [{ param: 'customer_id', argument: 'id', ...more }] })
    expect([issue?.code, issue?.severity]).toEqual(['type_mismatch', severity])
  })
  test('offers the value that was meant', () => {
    const [issue] = issuesOf(withConst('status', 'Closed'))
    expect(issue).toEqual({
      code: 'enum_mismatch',
      severity: 'error',
      path: ['inputObjectMap', 1, 'const'],
      message: 'The const of "status" must be one of "open", "pending", "closed".',
      suggestions: ['closed'],
      fixes: [
        { title: 'Use "closed"', patch: [{ op: 'add', path: '/inputObjectMap/1/const', value: 'closed' }] },
      ],
    })
  })
})
