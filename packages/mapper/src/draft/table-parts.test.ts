import type { ObjectType } from '@bindery/model'
import { expect, test } from 'vitest'
import { tableParts } from './table-parts.ts'

const customers: ObjectType = {
  name: 'public.customers',
  origin: 'named',
  fields: [],
  key: ['id'],
  indexes: [{ name: 'by_phone', fields: ['phone'], isUnique: false, isPartial: false }],
  provenance: 'table public.customers',
}

function placed(columns: Readonly<Record<string, string>>) {
  const assigned = Object.entries(columns).map(([name, target]) => ({
    name,
    place: {
      target,
      path: [target],
      place: 'column',
      context: '',
      type: { kind: 'scalar', scalar: 'string' } as const,
      required: false,
      sensitivity: 'none' as const,
      description: '',
      isPaging: false,
      depth: 0,
    },
    score: 1,
    margin: 1,
    others: [],
  }))
  return { assigned, unplaced: [], unfilled: [] }
}

test('filters by a column that leads an index, whatever was named first', () => {
  const { sqlSearch } = tableParts('find', customers, placed({ note: 'note', caller_phone: 'phone' }))
  expect(sqlSearch?.filter).toEqual({ column: 'phone', param: 'caller_phone' })
})

test('names the row of an update by the key when nobody named one', () => {
  const { sqlWrite } = tableParts('update', customers, placed({ note: 'note' }))
  expect(sqlWrite).toEqual({
    table: 'public.customers',
    mode: 'update',
    columns: [{ column: 'note', param: 'note' }],
    keyColumn: 'id',
    keyParam: 'customer_id',
  })
})

const seats: ObjectType = { ...customers, name: 'seats', key: ['flight', 'place'], indexes: [] }

test.each([
  [
    'find',
    { flight_no: 'flight', seat_no: 'place' },
    {
      filters: [
        { column: 'flight', param: 'flight_no' },
        { column: 'place', param: 'seat_no' },
      ],
    },
  ],
  ['find', { flight_no: 'flight' }, { filter: { column: 'flight', param: 'flight_no' } }],
] as const)('%s by as much of a key of several columns as was named: %j', (mode, columns, expected) => {
  expect(tableParts(mode, seats, placed(columns)).sqlSearch).toEqual({
    table: 'seats',
    limit: 10,
    ...expected,
  })
})

test('names the row of an update by all columns of the key, those that nobody named too', () => {
  const { sqlWrite } = tableParts('update', seats, placed({ meal: 'meal', seat_no: 'place' }))
  expect(sqlWrite).toEqual({
    table: 'seats',
    mode: 'update',
    columns: [{ column: 'meal', param: 'meal' }],
    keys: [
      { column: 'flight', param: 'flight' },
      { column: 'place', param: 'seat_no' },
    ],
  })
})
