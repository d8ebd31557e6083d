import { describe, expect, test } from 'vitest'
import type { Argument, BindingInputDocument, SchemaCatalog } from '@bindery/model'
import { codesOf, issuesOf, testCatalog } from '../testing/test-catalog.ts'

/** The test catalog, where some columns of every table compare folded. */
function foldedCatalog(...names: readonly string[]): SchemaCatalog {
  const fold = (argument: Argument): Argument =>
    names.includes(argument.name) && argument.place === 'column'
      ? { ...argument, comparison: 'folded' }
      : argument
  const operations = testCatalog.operations.map((operation) => ({
    ...operation,
    arguments: operation.arguments.map(fold),
  }))
  return { ...testCatalog, operations }
}

const catalog = foldedCatalog('number', 'flight', 'note', 'meal')
const projection = [{ path: '[0].number', leaf: 'order_number' }]
const byNumber: BindingInputDocument = {
  operation: 'orders.find',
  toolName: 'Find order',
  inputs: [{ param: 'order_number', argument: 'number' }],
  projection,
}

describe('comparison-folded', () => {
  test.each<[string, BindingInputDocument, readonly string[]]>([
    ['a search, bound as arguments', byNumber, ['comparison_folded inputs/0']],
    [
      'a search, bound as a filter',
      {
        ...byNumber,
        inputs: [],
        sqlSearch: { table: 'orders', filter: { column: 'number', param: 'order_number' } },
      },
      ['comparison_folded sqlSearch/filter'],
    ],
    [
      'a constant of a search',
      {
        ...byNumber,
        inputs: [],
        sqlSearch: {
          table: 'orders',
          filter: { column: 'id', param: 'order_id' },
          constants: [{ column: 'note', const: 'open' }],
        },
        projection: [{ path: '[0].number', leaf: 'order_number' }],
      },
      ['comparison_folded sqlSearch/constants/0'],
    ],
    [
      'a condition on a value, and not whether there is one',
      {
        operation: 'orders.find',
        toolName: 'Find order',
        where: [
          { field: 'id', param: 'order_id' },
          { field: 'note', op: 'isNull', const: false },
          { field: 'number', op: 'ne', param: 'order_number' },
        ],
        projection,
      },
      ['comparison_folded where/2'],
    ],
    [
      'a part of the key of an update, and not what it changes',
      {
        operation: 'seats.update',
        toolName: 'Change seat',
        inputs: ['flight', 'place', 'meal'].map((argument) => ({ param: `seat_${argument}`, argument })),
      },
      ['comparison_folded inputs/0'],
    ],
    [
      'what an insert stores',
      {
        operation: 'orders.insert',
        toolName: 'Add order',
        inputs: [{ param: 'order_number', argument: 'number' }],
      },
      [],
    ],
    ['a column that compares exactly', { ...byNumber, inputs: [{ param: 'order_id', argument: 'id' }] }, []],
  ])('is said of %s', (_, binding, expected) => {
    const codes = codesOf(binding, { catalog }).filter((code) => code.startsWith('comparison_folded'))
    expect(codes).toEqual(expected)
  })

  test('as a warning that shows what else is found', () => {
    expect(issuesOf(byNumber, { catalog }).find(({ code }) => code === 'comparison_folded')).toMatchObject({
      severity: 'warning',
      message:
        '"orders.find" compares "number" without regard to case, accents or blanks at the end, as the database does: "ADMIN", "admin " and "ádmin" may all find "admin". Compare the value that comes back where the difference counts.',
    })
  })
})
