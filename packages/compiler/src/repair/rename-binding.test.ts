import { Binding, type RenameGuess } from '@bindery/model'
import { expect, test } from 'vitest'
import { customersWith, nestedTables } from '../testing/nested-tables.ts'
import { renameBinding } from './rename-binding.ts'

const guess = (kind: RenameGuess['kind'], from: string, to: string, owner?: string): RenameGuess => ({
  kind,
  from,
  to,
  likeness: 1,
  fingerprint: 'sha256:x',
  ...(owner === undefined ? {} : { owner }),
})

test('follows rows within rows, their conditions and their orders, by the names of each table', () => {
  const lines = (path: string, field: string, order: string, leads: string) => ({
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
