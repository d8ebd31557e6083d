import { describe, expect, test } from 'vitest'
import type { BindingInputDocument } from '@bindery/model'
import { codesOf, issuesOf } from '../testing/test-catalog.ts'

const update = (patch: Partial<BindingInputDocument>): BindingInputDocument => ({
  operation: 'orders.update',
  toolName: 'Update order',
  ...patch,
})
const write = (more: { readonly keyColumn?: string; readonly keyParam?: string }): BindingInputDocument =>
  update({
    sqlWrite: { table: 'orders', mode: 'update', columns: [{ column: 'note', param: 'note' }], ...more },
  })

describe('key-unique', () => {
  test.each<[string, BindingInputDocument, readonly string[]]>([
    ['a primary key', write({ keyColumn: 'id', keyParam: 'order_id' }), []],
    ['a unique index', write({ keyColumn: 'number', keyParam: 'order_number' }), []],
    [
      'a column that is not unique',
      write({ keyColumn: 'email', keyParam: 'customer_email' }),
      ['key_not_unique sqlWrite/keyColumn'],
    ],
    ['a key without a value', write({ keyColumn: 'id' }), ['key_not_unique sqlWrite/keyParam']],
    ['no key', write({}), ['key_not_unique sqlWrite/keyColumn']],
    [
      'an unknown key column',
      write({ keyColumn: 'idd', keyParam: 'order_id' }),
      ['argument_unknown sqlWrite/keyColumn', 'key_not_unique sqlWrite/keyColumn'],
    ],
    [
      'inputs with a key',
      update({
        inputs: [
          { param: 'order_id', argument: 'id' },
          { param: 'note', argument: 'note' },
        ],
      }),
      [],
    ],
    [
      'inputs without a key',
      update({ inputs: [{ param: 'note', argument: 'note' }] }),
      ['key_not_unique inputs'],
    ],
    [
      'an insert',
      {
        operation: 'orders.insert',
        toolName: 'Add order',
        sqlWrite: {
          table: 'orders',
          mode: 'insert',
          columns: [
            { column: 'number', param: 'order_number' },
            { column: 'note', const: 'x' },
          ],
        },
      },
      [],
    ],
  ])('judges %s', (_, binding, expected) => {
    expect(codesOf(binding).filter((code) => !code.startsWith('parameter_'))).toEqual(expected)
  })

  const seat = (...keys: readonly string[]): BindingInputDocument => ({
    operation: 'seats.update',
    toolName: 'Change seat',
    sqlWrite: {
      table: 'seats',
      mode: 'update',
      columns: [{ column: 'meal', param: 'meal' }],
      keys: keys.map((column) => ({ column, param: `seat_${column}` })),
    },
  })
  test.each<[string, BindingInputDocument, readonly string[]]>([
    ['a whole key', seat('flight', 'place'), []],
    ['a whole key in another order, and more', seat('code', 'place', 'flight'), []],
    ['a part of a key', seat('flight'), ['key_not_unique sqlWrite/keys']],
    [
      'a key with a part that may be null',
      { ...seat('row'), inputs: [{ param: 'x', argument: 'gone' }] },
      ['key_not_unique sqlWrite/keys'],
    ],
    ['a key of which only some rows are sure', seat('code'), ['key_not_unique sqlWrite/keys']],
    [
      'inputs with a whole key',
      {
        operation: 'seats.update',
        toolName: 'Change seat',
        inputs: ['flight', 'place', 'meal'].map((argument) => ({ param: `seat_${argument}`, argument })),
      },
      [],
    ],
    [
      'a part of a key beside a constant',
      {
        ...seat('flight'),
        sqlWrite: {
          table: 'seats',
          mode: 'update',
          columns: [{ column: 'meal', param: 'meal' }],
          keys: [
            { column: 'flight', const: '7' },
            { column: 'place', param: 'seat_place' },
          ],
        },
      },
      [],
    ],
  ])('judges %s of a table that has none of one column', (_, binding, expected) => {
    expect(codesOf(binding).filter((code) => !code.startsWith('parameter_'))).toEqual(expected)
  })

  test('says which columns name the row together', () => {
    const [issue] = issuesOf(seat('flight')).filter(({ code }) => code === 'key_not_unique')
    expect([issue?.message, issue?.suggestions]).toEqual([
      'An update of "seats" must name its row by a unique column or by all columns of a key: "flight" and "place" together, in "keys".',
      ['flight', 'place'],
    ])
  })

  test('offers the unique columns', () => {
    expect(issuesOf(write({ keyColumn: 'email', keyParam: 'customer_email' }))[0]?.suggestions).toEqual([
      'id',
      'number',
    ])
  })
})
