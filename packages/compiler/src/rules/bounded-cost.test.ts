import type { BindingInputDocument } from '@bindery/model'
import type { CatalogStatistics, IndexStatistics } from '@bindery/model/tables'
import { describe, expect, test } from 'vitest'
import { codesOf, issuesOf } from '../testing/test-catalog.ts'
import { findVisits } from '../testing/visits.ts'

type Where = NonNullable<BindingInputDocument['where']>

const column = (name: string, more: object = {}) => ({
  column: name,
  isOwnCollation: true,
  isOrdered: true,
  servesPrefix: false,
  direction: 'asc' as const,
  nulls: 'last' as const,
  ...more,
})

const visits = (rows: number | undefined, ...indexes: readonly IndexStatistics[]): CatalogStatistics => ({
  tables: [
    {
      object: 'visits',
      ...(rows === undefined ? {} : { rows }),
      distinct: [{ column: 'customer_id', count: 1000 }],
      indexes,
    },
  ],
})

const customer = { field: 'customer_id', param: 'customer_id' } as const

describe('bounded-cost: conditions', () => {
  test.each<[string, Where, CatalogStatistics | undefined, readonly string[]]>([
    ['equality on the first column of an index', [customer], undefined, []],
    ['a stretch of it', [{ field: 'customer_id', op: 'gte', param: 'x' }], undefined, []],
    ['a few values of it', [{ field: 'customer_id', op: 'in', param: 'x' }], undefined, []],
    [
      'another value than this',
      [{ field: 'customer_id', op: 'ne', param: 'x' }],
      undefined,
      ['filter_not_indexed where/0/field'],
    ],
    [
      'the second column of an index',
      [{ field: 'day', param: 'x' }],
      undefined,
      ['filter_not_indexed where/0/field'],
    ],
    ['the second column of a small table', [{ field: 'day', param: 'x' }], visits(10_000), []],
    [
      'the second column of a table of unknown size',
      [{ field: 'day', param: 'x' }],
      visits(undefined),
      ['filter_not_indexed where/0/field'],
    ],
    [
      'the second column of a large table',
      [{ field: 'day', param: 'x' }],
      visits(10_001),
      ['filter_not_indexed where/0/field'],
    ],
    [
      'only what a call may leave out',
      [{ ...customer, optional: true }],
      undefined,
      ['optional_identity where/0/optional', 'condition_missing where', 'filter_not_indexed where'].sort(),
    ],
    ['only a constant', [{ field: 'customer_id', const: 7 }], undefined, ['condition_missing where']],
    [
      'the beginning of a text, unknown',
      [{ field: 'title', op: 'startsWith', param: 'x' }],
      undefined,
      ['filter_not_indexed where/0/field'],
    ],
    [
      'the beginning of a text, which the index serves',
      [{ field: 'title', op: 'startsWith', param: 'x' }],
      visits(undefined, {
        name: 'visits_title',
        serves: 'order',
        columns: [column('title', { servesPrefix: true })],
      }),
      [],
    ],
    [
      'a text of another collation',
      [{ field: 'title', param: 'x' }],
      visits(undefined, {
        name: 'visits_title',
        serves: 'order',
        columns: [column('title', { isOwnCollation: false })],
      }),
      ['filter_not_indexed where/0/field'],
    ],
    [
      'the beginning of a text, by an index in the order of bytes',
      [{ field: 'title', op: 'startsWith', param: 'x' }],
      visits(undefined, {
        name: 'visits_title',
        serves: 'order',
        columns: [column('title', { isOwnCollation: false, servesPrefix: true })],
      }),
      [],
    ],
    [
      'equality by an index of beginnings',
      [{ field: 'title', param: 'x' }],
      visits(undefined, {
        name: 'visits_title',
        serves: 'order',
        columns: [column('title', { isOrdered: false, servesPrefix: true })],
      }),
      [],
    ],
    [
      'a stretch by an index of beginnings',
      [{ field: 'title', op: 'lt', param: 'x' }],
      visits(undefined, {
        name: 'visits_title',
        serves: 'order',
        columns: [column('title', { isOrdered: false, servesPrefix: true })],
      }),
      ['filter_not_indexed where/0/field'],
    ],
    [
      'a text without case',
      [{ field: 'title', param: 'x', fold: true }],
      undefined,
      ['filter_not_indexed where/0/field'],
    ],
    [
      'a stretch in a hash',
      [{ field: 'title', op: 'lt', param: 'x' }],
      visits(undefined, { name: 'visits_title', serves: 'equality', columns: [column('title')] }),
      ['filter_not_indexed where/0/field'],
    ],
    [
      'a partial index of other rows',
      [
        { field: 'day', param: 'x' },
        { field: 'state', const: 'closed' },
      ],
      undefined,
      ['filter_not_indexed where/0/field'],
    ],
    [
      'a partial index of these rows',
      [
        { field: 'day', param: 'x' },
        { field: 'state', const: 'open' },
      ],
      undefined,
      [],
    ],
    [
      'a partial index of these rows, and others in capitals',
      [
        { field: 'seen', param: 'x' },
        { field: 'title', const: 'urgent', fold: true },
      ],
      undefined,
      ['filter_not_indexed where/0/field'],
    ],
    [
      'a partial index of rows with this text',
      [
        { field: 'seen', param: 'x' },
        { field: 'title', const: 'urgent' },
      ],
      visits(undefined, {
        name: 'visits_title',
        serves: 'nothing',
        columns: [column('title')],
      }),
      [],
    ],
    [
      'an index that the server leaves alone',
      [{ field: 'title', param: 'x' }],
      visits(undefined, { name: 'visits_title', serves: 'nothing', columns: [column('title')] }),
      ['filter_not_indexed where/0/field'],
    ],
    [
      'one of two ways, both served',
      [{ anyOf: [customer, { field: 'title', param: 'y' }] }, { field: 'seen', param: 'seen' }],
      undefined,
      [],
    ],
    [
      'one of two ways, one not served',
      [{ anyOf: [customer, { field: 'day', param: 'y' }] }, { field: 'seen', param: 'seen' }],
      undefined,
      ['filter_not_indexed where/0/anyOf/0/field'],
    ],
  ])('%s', (...[, where, statistics, expected]) => {
    const more = statistics === undefined ? {} : { statistics }
    expect([...codesOf(findVisits(where), more)].sort()).toEqual(expected)
  })

  test('what an operator accepts is told instead', () => {
    const codes = codesOf(findVisits([{ field: 'day', op: 'lt', relative: 'today' }], { acceptScan: true }))
    expect(codes).toEqual(['scan_accepted where', 'scan_accepted where/0/field'])
  })

  test('nothing that scoping hides is told or suggested', () => {
    const scoping = { blockedObjects: [], blockedFields: ['visits.customer_id'] }
    const found = issuesOf(findVisits([{ field: 'day', param: 'x' }]), { scoping })
    expect(found.map(({ code, suggestions }) => [code, suggestions])).toEqual([
      ['filter_not_indexed', ['id', 'title']],
    ])
  })

  test.each(['visits.state', 'visits.customer_id'])(
    'an index of what is hidden, %s, is no hint',
    (hidden) => {
      const scoping = { blockedObjects: [], blockedFields: ['visits.customer_id', hidden] }
      const [found] = issuesOf(findVisits([{ field: 'day', param: 'x' }]), { scoping })
      expect(found?.message).not.toMatch(hidden === 'visits.state' ? /state|visits_open/ : /customer/)
    },
  )
})

describe('bounded-cost: a search in the plain form', () => {
  const plain = (...columns: readonly string[]): BindingInputDocument => ({
    operation: 'seats.find',
    toolName: 'Find seat',
    projection: [{ path: '$', leaf: 'seats', max: 5, fields: [{ path: 'meal', leaf: 'meal' }] }],
    sqlSearch: { table: 'seats', filters: columns.map((column) => ({ column, param: `seat_${column}` })) },
  })
  const pinned = (column: string, value: string | null): BindingInputDocument => ({
    ...plain('code'),
    sqlSearch: {
      table: 'seats',
      filter: { column: 'code', param: 'seat_code' },
      constants: [{ column, const: value }],
    },
  })
  const refused = 'filter_not_indexed sqlSearch/filters/0/column'
  test.each<[string, BindingInputDocument, readonly string[]]>([
    ['a whole key', plain('flight', 'place'), []],
    ['a whole key in another order', plain('place', 'flight'), []],
    ['its first part', plain('flight'), []],
    ['its second part alone', plain('place'), [refused]],
    ['a part of the key and what is no part of it, which only narrows', plain('flight', 'meal'), []],
    ['what no index serves', plain('meal', 'gone'), [refused]],
    ['the column of a partial index', plain('code'), [refused]],
    ['the column of a partial index and its rows', pinned('gone', null), []],
    [
      'the column of a partial index and other rows',
      pinned('gone', 'x'),
      ['filter_not_indexed sqlSearch/filter/column'],
    ],
    ['a column that there is not', plain('nope'), ['argument_unknown sqlSearch/filters/0/column']],
    [
      'none',
      { ...plain('flight'), sqlSearch: undefined },
      ['condition_missing inputs', 'filter_not_indexed inputs'],
    ],
  ])('%s', (_, binding, expected) => {
    expect(codesOf(binding)).toEqual(expected)
  })

  test('what is missing for an index is told, with columns that lead one', () => {
    const [found] = issuesOf(plain('place'))
    expect([found?.message, found?.suggestions]).toEqual([
      expect.stringContaining('With "flight" beside it, an index would serve it.'),
      ['flight', 'row'],
    ])
  })
})

describe('bounded-cost: order', () => {
  const inDays: BindingInputDocument['orderBy'] = [{ field: 'day', direction: 'desc' }]
  test.each<
    [string, Where, BindingInputDocument['orderBy'], CatalogStatistics | undefined, readonly string[]]
  >([
    ['that of the index', [customer], inDays, undefined, []],
    [
      'that of the index after several values',
      [{ ...customer, op: 'in' }],
      inDays,
      undefined,
      ['order_not_bounded orderBy'],
    ],
    ['another one', [customer], [{ field: 'title' }], undefined, ['order_not_bounded orderBy']],
    ['another one of few rows', [customer], [{ field: 'title' }], visits(1_000_000), []],
    [
      'another one of many rows',
      [customer],
      [{ field: 'title' }],
      visits(200_000_000),
      ['order_not_bounded orderBy'],
    ],
    [
      'that of an index of beginnings',
      [customer],
      inDays,
      visits(undefined, {
        name: 'visits_customer',
        serves: 'order',
        columns: [column('customer_id'), column('day', { isOrdered: false })],
      }),
      ['order_not_bounded orderBy'],
    ],
    ['another one of one row', [{ field: 'id', param: 'x' }], [{ field: 'title' }], undefined, []],
    [
      'one with nulls, of which the index is not known',
      [customer],
      [{ field: 'starts_at' }],
      undefined,
      ['order_not_bounded orderBy'],
    ],
  ])('%s', (...[, where, orderBy, statistics, expected]) => {
    const more = statistics === undefined ? {} : { statistics }
    expect(codesOf(findVisits(where, { orderBy }), more)).toEqual(expected)
  })
})
