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

test('compares every column that was named: what an index serves in every call, the rest where it is given', () => {
  const { where } = tableParts('find', customers, placed({ note: 'note', caller_phone: 'phone' }))
  expect(where).toEqual([
    { field: 'note', param: 'note', optional: true },
    { field: 'phone', param: 'caller_phone' },
  ])
})

test('a call may leave out four conditions at most, and never one that says who somebody is', () => {
  const { assigned, ...rest } = placed({
    a: 'a',
    b: 'b',
    c: 'c',
    d: 'd',
    e: 'e',
    f: 'f',
    caller_phone: 'phone',
  })
  const personal = assigned.map((line) =>
    line.name === 'a' ? { ...line, place: { ...line.place, sensitivity: 'contact' as const } } : line,
  )
  const { where = [] } = tableParts('find', customers, { ...rest, assigned: personal })
  expect(
    where.filter((entry) => 'optional' in entry).map((entry) => 'field' in entry && entry.field),
  ).toEqual(['b', 'c', 'd', 'e'])
})

test('a goal with more names than a binding takes conditions keeps as many as it takes', () => {
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`name_${at}`, `column_${at}`]))
  expect(tableParts('find', customers, placed(many)).where).toHaveLength(20)
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
    { flight_no: 'flight', seat_no: 'place' },
    [
      { field: 'flight', param: 'flight_no' },
      { field: 'place', param: 'seat_no' },
    ],
  ],
  [{ flight_no: 'flight' }, [{ field: 'flight', param: 'flight_no' }]],
])('finds by as much of a key of several columns as was named: %j', (columns, expected) => {
  expect(tableParts('find', seats, placed(columns)).where).toEqual(expected)
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
