import { expect, test } from 'vitest'
import type { Target } from './source.ts'
import { pointerOf } from './source-place.ts'

const target = (slot: Target['slot'], name: string): Target => ({
  name,
  slot,
  type: 'string',
  jsonType: 'string',
  required: false,
  place: 'column',
  sensitivity: 'none',
})
const head = { operation: 'orders.find', toolName: 'Find' }

test.each([
  ['an argument', { inputs: [{ param: 'a', argument: 'phone' }] }, target('argument', 'phone'), '/inputs/0'],
  [
    'a field',
    { inputObjectMap: [{ field: 'name', const: 1 }] },
    target('field', 'name'),
    '/inputObjectMap/0',
  ],
  [
    'the one filter',
    { sqlSearch: { table: 'orders', filter: { column: 'id', param: 'id' } } },
    target('search', 'id'),
    '/sqlSearch/filter',
  ],
  [
    'one of several filters',
    {
      sqlSearch: {
        table: 'orders',
        filters: [
          { column: 'a', param: 'a' },
          { column: 'b', param: 'b' },
        ],
      },
    },
    target('search', 'b'),
    '/sqlSearch/filters/1',
  ],
  [
    'a constant of a search',
    { sqlSearch: { table: 'orders', constants: [{ column: 'status', const: 'open' }] } },
    target('search', 'status'),
    '/sqlSearch/constants/0',
  ],
  [
    'a written column',
    { sqlWrite: { table: 'orders', mode: 'insert' as const, columns: [{ column: 'a', const: 1 }] } },
    target('write', 'a'),
    '/sqlWrite/columns/0',
  ],
  [
    'the key of an update',
    {
      sqlWrite: { table: 'orders', mode: 'update' as const, columns: [], keyColumn: 'id', keyParam: 'id' },
    },
    target('key', 'id'),
    '/sqlWrite/keyColumn',
  ],
  ['nothing', {}, target('search', 'id'), undefined],
])('finds where %s has its source', (...[, parts, of, pointer]) => {
  expect(pointerOf({ ...head, ...parts }, of)).toBe(pointer)
})
