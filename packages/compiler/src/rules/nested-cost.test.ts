import { expect, test } from 'vitest'
import { customersWith, linesWith, nestedTables } from '../testing/nested-tables.ts'
import { codesOf } from '../testing/test-catalog.ts'

const moves = (name: string) => ({
  path: 'orders',
  leaf: 'orders',
  max: 2,
  fields: [{ path: name, leaf: 'moves', max: 2, fields: [{ path: 'id', leaf: 'move_id' }] }],
})
const place = 'projection/0/fields/0/fields/0/path'

test.each([
  ['an index that begins with what leads there', linesWith([{ path: 'title', leaf: 'title' }]), []],
  ['no such index', customersWith([moves('transfers_by_from')]), [`rows_not_indexed ${place}`]],
  [
    'no such index, which an operator accepts',
    customersWith([moves('transfers_by_to')], { acceptScan: true }),
    [`scan_accepted ${place}`],
  ],
])('judges %s', (_, binding, expected) => {
  expect(codesOf(binding, { catalog: nestedTables })).toEqual(expected)
})
