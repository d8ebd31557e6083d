import { expect, test } from 'vitest'
import { readQueryPlan } from './explain-statement.ts'

test('a plan of PostgreSQL: what a bitmap reads it reads by the index below it', () => {
  const written = [
    {
      Plan: {
        'Node Type': 'Limit',
        'Total Cost': 21.5,
        'Plan Rows': 6,
        Plans: [
          {
            'Node Type': 'Bitmap Heap Scan',
            'Relation Name': 'orders',
            'Plan Rows': 40,
            'Total Cost': 20,
            Plans: [{ 'Node Type': 'Bitmap Index Scan', 'Index Name': 'orders_customer', 'Plan Rows': 40 }],
          },
          { 'Node Type': 'Seq Scan', 'Relation Name': 'customers', 'Plan Rows': 900 },
        ],
      },
    },
  ]
  expect(readQueryPlan(written)).toEqual({
    rows: 6,
    cost: 21.5,
    reads: [
      { table: 'orders', by: 'index', index: 'orders_customer', rows: 40 },
      { table: 'customers', by: 'whole', index: null, rows: 900 },
    ],
  })
})

test.each([
  [
    'MariaDB',
    {
      query_block: {
        select_id: 1,
        cost: 0.5,
        nested_loop: [{ table: { table_name: 't', access_type: 'ref', key: 'by_customer', rows: 3 } }],
      },
    },
    { rows: 3, cost: 0.5, reads: [{ table: 't', by: 'index', index: 'by_customer', rows: 3 }] },
  ],
  [
    'MySQL',
    {
      query_block: {
        cost_info: { query_cost: '12.5' },
        table: { table_name: 't', access_type: 'ALL', rows_examined_per_scan: 900 },
      },
    },
    { rows: 900, cost: 12.5, reads: [{ table: 't', by: 'whole', index: null, rows: 900 }] },
  ],
  ['a server that says nothing', null, { rows: null, cost: null, reads: [] }],
  [
    'a server that says something else',
    { query_block: { message: 'Impossible WHERE' } },
    { rows: null, cost: null, reads: [] },
  ],
])('a plan of %s', (_, written, expected) => {
  expect(readQueryPlan(written)).toEqual(expected)
})
