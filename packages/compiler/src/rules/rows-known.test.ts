import type { BindingInputDocument } from '@bindery/model'
import { expect, test } from 'vitest'
import { compile } from '../compile.ts'
import { field, listOf, object, operation, ref } from '../testing/catalog-parts.ts'
import { codesOf, inputOf, issuesOf, readContact, testCatalog } from '../testing/test-catalog.ts'
import { findVisits } from '../testing/visits.ts'

const search: BindingInputDocument = {
  operation: 'searchContacts',
  toolName: 'Search',
  inputs: [{ param: 'search_text', argument: 'query' }],
  projection: [
    { path: '$', leaf: 'contacts', max: 5, fields: [{ path: 'full_name', leaf: 'customer_name' }] },
  ],
}
const visitsOf = { field: 'customer_id', param: 'customer_id' }
const update: BindingInputDocument = {
  operation: 'updateTicket',
  toolName: 'Update',
  inputs: [{ param: 'ticket_id', argument: 'id' }],
  projection: [{ path: 'title', leaf: 'title' }],
}

test.each<[string, BindingInputDocument, readonly string[]]>([
  ['the answer itself', { ...search, rows: '$' }, []],
  ['the list of the projection', { ...search, pages: 1 }, []],
  ['the only list of an answer', { ...readContact, pages: 1 }, []],
  ['a list inside', { ...readContact, rows: 'tickets' }, []],
  ['no list', { ...readContact, rows: 'company' }, ['rows_unknown rows']],
  ['a name that there is not', { ...readContact, rows: 'ticket' }, ['rows_unknown rows']],
  ['a list in rows', { ...search, rows: 'tickets' }, ['rows_unknown rows']],
  ['one item', { ...search, rows: '[0].tickets' }, ['rows_unknown rows']],
  ['rows of a table', findVisits([visitsOf], { rows: '$' }), ['rows_unsupported rows']],
  ['pages of a table', findVisits([visitsOf], { pages: 2 }), ['rows_unsupported pages']],
  ['rows of what changes something', { ...update, rows: 'labels' }, ['rows_unsupported rows']],
])('rows are %s', (_, document, expected) => {
  expect(codesOf(document)).toEqual(expected)
})

test('names the lists of an answer that has several', () => {
  const catalog = {
    ...testCatalog,
    objects: [
      ...testCatalog.objects,
      object('Desk', [field('open', listOf(ref('Ticket'))), field('done', listOf(ref('Ticket')))]),
    ],
    operations: [
      ...testCatalog.operations,
      operation('readDesk', { returns: { type: ref('Desk'), nullable: false } }),
    ],
  }
  const document = { operation: 'readDesk', toolName: 'Desk', pages: 2, projection: [] }
  const [issue] = issuesOf(document, { catalog }).filter(({ severity }) => severity === 'error')
  expect([issue?.code, issue?.suggestions, issue?.fixes?.map(({ patch }) => patch)]).toEqual([
    'rows_unknown',
    ['open', 'done'],
    [[{ op: 'add', path: '/rows', value: 'open' }], [{ op: 'add', path: '/rows', value: 'done' }]],
  ])
})

test('a skill says where its rows stand, in the second format', () => {
  const result = compile(inputOf({ ...readContact, pages: 1 }))
  const skill = result.ok ? result.value.skill : undefined
  expect([skill?.formatVersion, skill?.reading]).toEqual([
    2,
    {
      rows: [{ kind: 'field', name: 'tickets', from: 'object' }],
      present: [0, 1],
      pages: 1,
    },
  ])
  expect(skill?.uses?.fields).toContain('Contact.tickets')
})

test('a skill that says nothing of rows has none', () => {
  const result = compile(inputOf(readContact))
  expect(result.ok && 'reading' in result.value.skill).toBe(false)
})
