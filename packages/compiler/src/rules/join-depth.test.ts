import { describe, expect, test } from 'vitest'
import type { BindingInputDocument } from '@bindery/model'
import { nestedTables } from '../testing/nested-tables.ts'
import { codesOf, readContact } from '../testing/test-catalog.ts'

const find = (path: string): BindingInputDocument => ({
  operation: 'orders.find',
  toolName: 'Find order',
  inputs: [{ param: 'order_number', argument: 'number' }],
  projection: [{ path: '$', leaf: 'orders', max: 5, fields: [{ path, leaf: 'value_read' }] }],
})

const isOfPath = (code: string): boolean => !code.startsWith('parameter_')

describe('join-depth', () => {
  test.each([
    ['note', []],
    ['customer.name', []],
    ['customer.region.name', []],
    ['customer.nam', ['path_not_found projection/0/fields/0/path']],
  ])('judges %s', (path, expected) => {
    expect(codesOf(find(path)).filter(isOfPath)).toEqual(expected)
  })
  test.each([
    ['line.order.customer.name', []],
    ['line.order.customer.city.name', ['join_too_deep projection/0/fields/0/path']],
  ])('judges %s of a note', (path, expected) => {
    const projection = [{ path: '$', leaf: 'notes', max: 5, fields: [{ path, leaf: 'value_read' }] }]
    const notes = { operation: 'notes.find', toolName: 'Find', where: [{ field: 'id', param: 'record_id' }] }
    expect(codesOf({ ...notes, projection }, { catalog: nestedTables }).filter(isOfPath)).toEqual(expected)
  })
  test('leaves deep paths of other sources alone', () => {
    expect(
      codesOf({ ...readContact, projection: [{ path: 'company.parent.parent.name', leaf: 'company_name' }] }),
    ).toEqual([])
  })
})
