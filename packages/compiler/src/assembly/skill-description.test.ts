import type { BindingInputDocument, Pagination } from '@bindery/model'
import { expect, test } from 'vitest'
import { compile } from '../compile.ts'
import { inputOf, testCatalog } from '../testing/test-catalog.ts'

const paged: Pagination = { style: 'page', arguments: ['page'], sizeArgument: 'limit' }

const described = (more: Partial<BindingInputDocument>, pagination?: Pagination): string => {
  const catalog = {
    ...testCatalog,
    operations: testCatalog.operations.map((each) =>
      each.name === 'searchContacts' && pagination !== undefined ? { ...each, pagination } : each,
    ),
  }
  const result = compile(
    inputOf(
      {
        operation: 'searchContacts',
        toolName: 'Search',
        description: 'Finds contacts',
        inputs: [{ param: 'search_text', argument: 'query' }],
        projection: [
          { path: '$', leaf: 'contacts', max: 5, fields: [{ path: 'full_name', leaf: 'customer_name' }] },
        ],
        ...more,
      },
      { catalog },
    ),
  )
  return result.ok ? result.value.skill.description : JSON.stringify(result.failure)
}

const where = [{ field: 'full_name', op: 'contains', const: 'Jans' }] as const
const inputs = [
  { param: 'search_text', argument: 'query' },
  { param: 'limit', argument: 'limit' },
]

test.each<[string, Partial<BindingInputDocument>, Pagination | undefined, string]>([
  ['whose list is whole', { where: [...where] }, undefined, 'Finds contacts'],
  ['that tests nothing', { pages: 3 }, paged, 'Finds contacts'],
  [
    'with pages of a size',
    { where: [...where] },
    paged,
    "Finds contacts. Looks at the first 10 rows of the provider's list.",
  ],
  [
    'with several of them',
    { where: [...where], pages: 3 },
    paged,
    "Finds contacts. Looks at the first 30 rows of the provider's list.",
  ],
  [
    'that sorts',
    { orderBy: [{ field: 'id' }] },
    paged,
    "Finds contacts. Looks at the first 10 rows of the provider's list.",
  ],
  [
    'whose caller says how many',
    { where: [...where], inputs },
    paged,
    "Finds contacts. Looks at the first page of the provider's list.",
  ],
])('a skill %s', (...[, more, pagination, expected]) => {
  expect(described(more, pagination)).toBe(expected)
})
