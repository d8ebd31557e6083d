import { Binding } from '@bindery/model'
import { type RenameGuess } from '@bindery/model/drift'
import { expect, test } from 'vitest'
import { customersWith, nestedTables } from '../testing/nested-tables.ts'
import { testCatalog } from '../testing/test-catalog.ts'
import { renameBinding } from './rename-binding.ts'

const guess = (
  ...[kind, from, to, owner]: readonly [kind: RenameGuess['kind'], from: string, to: string, owner?: string]
): RenameGuess => ({
  kind,
  from,
  to,
  likeness: 1,
  fingerprint: 'sha256:x',
  ...(owner === undefined ? {} : { owner }),
})

test('follows rows within rows, their conditions and their orders, by the names of each table', () => {
  const lines = (
    ...[path, field, order, leads]: readonly [path: string, field: string, order: string, leads: string]
  ) => ({
    path,
    leaf: 'lines',
    max: 2,
    where: [
      { field, const: 'x' },
      {
        anyOf: [
          { field: leads, const: 'y' },
          { field, const: 'z' },
        ],
      },
    ],
    orderBy: [{ field: order }],
    fields: [{ path: leads, leaf: 'order_number' }],
  })
  const of = (orders: string, inner: ReturnType<typeof lines>, more: object) =>
    Binding.parse(
      customersWith([{ path: orders, leaf: 'orders', max: 2, fields: [inner] }], {
        where: [{ field: 'city.country.name', param: 'country' }],
        ...more,
      }),
    )
  const renames = [
    guess('object', 'orders', 'sales'),
    guess('field', 'title', 'heading', 'lines'),
    guess('field', 'order', 'sale', 'lines'),
    guess('field', 'number', 'sale_number', 'orders'),
    guess('field', 'name', 'label', 'countries'),
    guess('field', 'customer', 'buyer', 'orders'),
  ]
  expect(
    renameBinding(
      of('orders', lines('lines_by_order', 'title', 'title', 'order.number'), {}),
      nestedTables,
      renames,
    ),
  ).toEqual(
    of('sales', lines('lines_by_sale', 'heading', 'heading', 'sale.sale_number'), {
      where: [{ field: 'city.country.label', param: 'country' }],
    }),
  )
  expect(
    renameBinding(
      of('orders_by_customer', lines('lines', 'id', 'id', 'order.id'), {}),
      nestedTables,
      renames,
    ),
  ).toEqual(
    of('sales_by_buyer', lines('lines', 'id', 'id', 'sale.id'), {
      where: [{ field: 'city.country.label', param: 'country' }],
    }),
  )
})

test('follows what is said of the rows of an answer, in arguments and in fields', () => {
  const binding = Binding.parse({
    operation: 'searchContacts',
    toolName: 'Contacts',
    where: [{ argument: 'state', field: 'company.name', param: 'name' }],
    orderBy: [{ field: 'full_name' }],
    rows: '$',
    projection: [],
  })
  const renames = [
    guess('argument', 'state', 'status', 'searchContacts'),
    guess('field', 'full_name', 'display_name', 'Contact'),
    guess('field', 'name', 'title', 'Company'),
  ]
  expect(renameBinding(binding, testCatalog, renames)).toMatchObject({
    where: [{ argument: 'status', field: 'company.title', param: 'name' }],
    orderBy: [{ field: 'display_name' }],
    rows: '$',
  })
  const aggregate = {
    values: [{ fn: 'count', field: 'full_name', leaf: 'name_count' }],
    groupBy: [{ field: 'company.name', leaf: 'company' }],
    leaf: 'full_name',
  }
  const counted = Binding.parse({
    ...binding,
    where: undefined,
    orderBy: [{ field: 'full_name' }],
    aggregate,
  })
  expect(renameBinding(counted, testCatalog, renames)).toMatchObject({
    orderBy: [{ field: 'full_name' }],
    aggregate: {
      values: [{ field: 'display_name' }],
      groupBy: [{ field: 'company.title' }],
      leaf: 'full_name',
    },
  })
})
