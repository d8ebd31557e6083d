import { describe, expect, test } from 'vitest'
import type { BindingInputDocument } from '@bindery/model'
import { codesOf, createTicket, issuesOf, readContact } from '../testing/test-catalog.ts'

const scoping = {
  blockedObjects: ['Company'],
  blockedFields: ['Contact.ssn', 'Contact.birth_date', 'NewTicket.priority'],
}
const reading = (projection: BindingInputDocument['projection']): BindingInputDocument => ({
  ...readContact,
  projection,
})

/** Reads each column of a table in another way: filter, constant, order, join. */
const findOrders: BindingInputDocument = {
  operation: 'orders.find',
  toolName: 'Find order',
  sqlSearch: {
    table: 'orders',
    filter: { column: 'id', param: 'order_id' },
    constants: [{ column: 'note', const: 'x' }],
    orderBy: { column: 'number' },
  },
  projection: [
    { path: '$', leaf: 'orders', max: 5, fields: [{ path: 'customer.name', leaf: 'customer_name' }] },
  ],
}
const changeNote: BindingInputDocument = {
  operation: 'orders.update',
  toolName: 'Change note',
  sqlWrite: {
    table: 'orders',
    mode: 'update',
    columns: [{ column: 'note', param: 'note' }],
    keyColumn: 'id',
    keyParam: 'order_id',
  },
}

describe('scoped-out', () => {
  test.each<[string, BindingInputDocument, readonly string[]]>([
    ['an open field', readContact, []],
    ['a blocked field', reading([{ path: 'ssn', leaf: 'ssn' }]), ['scoped_out projection/0/path']],
    [
      'a field of a blocked object',
      reading([{ path: 'company.name', leaf: 'company_name' }]),
      ['scoped_out projection/0/path'],
    ],
    [
      'a union member that is blocked',
      reading([{ path: 'source.city', leaf: 'city' }]),
      ['path_not_found projection/0/path'],
    ],
    ['a union member that is open', reading([{ path: 'source.channel', leaf: 'channel' }]), []],
    [
      'a blocked field in a transform',
      reading([{ path: '$', leaf: 'ssn', transform: 'ssn' }]),
      ['scoped_out projection/0/transform'],
    ],
    [
      'a whole object that holds blocked fields',
      reading([{ path: '$', leaf: 'all_of_it', transform: '$string($)' }]),
      ['scoped_out projection/0/transform'],
    ],
    [
      'rows of a blocked object',
      reading([
        { path: 'company', leaf: 'company', max: 1, fields: [{ path: 'name', leaf: 'company_name' }] },
      ]),
      ['scoped_out projection/0/path'],
    ],
    [
      'a blocked target',
      {
        ...createTicket,
        inputObjectMap: [
          { field: 'workspace', const: 'main' },
          { field: 'priority', const: 1 },
        ],
      },
      ['scoped_out inputObjectMap/1/field'],
    ],
  ])('judges %s', (_, binding, expected) => {
    expect(codesOf(binding, { scoping })).toEqual(expected)
  })
  test.each<[blocked: string, BindingInputDocument, readonly string[]]>([
    ['orders.id', findOrders, ['scoped_out sqlSearch/filter/column']],
    ['orders.note', findOrders, ['scoped_out sqlSearch/constants/0/column']],
    ['orders.number', findOrders, ['scoped_out sqlSearch/orderBy/column']],
    ['orders.email', findOrders, ['scoped_out projection/0/fields/0/path']],
    ['customers.id', findOrders, ['scoped_out projection/0/fields/0/path']],
    ['customers.name', findOrders, ['scoped_out projection/0/fields/0/path']],
    ['customers.region', findOrders, []],
    ['orders.note', changeNote, ['scoped_out sqlWrite/columns/0/column']],
    ['orders.id', changeNote, ['scoped_out sqlWrite/keyColumn']],
    ['orders.number', changeNote, []],
  ])('judges a table of which %s is blocked', (blocked, binding, expected) => {
    const scopedTable = { blockedObjects: [], blockedFields: [blocked] }
    expect(codesOf(binding, { scoping: scopedTable })).toEqual(expected)
  })
  const byCustomer: BindingInputDocument = {
    operation: 'visits.find',
    toolName: 'Find visits',
    where: [{ field: 'id', param: 'visit_id' }],
    orderBy: [{ field: 'customer.name' }],
    projection: [{ path: '$', leaf: 'visits', max: 5, fields: [{ path: 'title', leaf: 'subject' }] }],
  }
  test.each(['customers', 'customers.name', 'customers.id', 'visits.customer', 'visits.customer_id'])(
    'an order by a row that another leads to, of which %s is blocked',
    (blocked) => {
      const isField = blocked.includes('.')
      const hidden = {
        blockedObjects: isField ? [] : [blocked],
        blockedFields: isField ? [blocked] : [],
      }
      expect(codesOf(byCustomer, { scoping: hidden })).toEqual(['scoped_out orderBy/0/field'])
    },
  )
  test('never offers a blocked name', () => {
    expect(
      JSON.stringify(
        issuesOf(
          reading([
            { path: 'ssnn', leaf: 'ssn' },
            { path: '$', leaf: 'other', transform: 'birth_dat' },
          ]),
          { scoping },
        ),
      ),
    ).not.toMatch(/"ssn"|birth_date/)
  })
})
