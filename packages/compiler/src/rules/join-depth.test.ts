import { describe, expect, test } from 'vitest'
import type { BindingInputDocument } from '@bindery/model'
import { codesOf, readContact } from '../testing/test-catalog.ts'

const find = (path: string): BindingInputDocument => ({
  operation: 'orders.find',
  toolName: 'Find order',
  inputs: [{ param: 'order_number', argument: 'number' }],
  projection: [{ path: '$', leaf: 'orders', max: 5, fields: [{ path, leaf: 'value_read' }] }],
})

describe('join-depth', () => {
  test.each([
    ['note', []],
    ['customer.name', []],
    ['customer.region.name', ['join_too_deep projection/0/fields/0/path']],
    ['customer.nam', ['path_not_found projection/0/fields/0/path']],
  ])('judges %s', (path, expected) => {
    expect(codesOf(find(path)).filter((code) => !code.startsWith('parameter_'))).toEqual(expected)
  })
  test('leaves deep paths of other sources alone', () => {
    expect(
      codesOf({ ...readContact, projection: [{ path: 'company.parent.parent.name', leaf: 'company_name' }] }),
    ).toEqual([])
  })
})
