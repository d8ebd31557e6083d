import type { BindingInputDocument, Operation, SchemaCatalog } from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { argument, field, integer, listOf, object, operation, ref, text } from '../testing/catalog-parts.ts'
import { codesOf, issuesOf, testCatalog } from '../testing/test-catalog.ts'

const list = (name: string, more: Partial<Operation>): Operation =>
  operation(name, { returns: { type: ref('TicketPage'), nullable: false }, ...more })

const catalog: SchemaCatalog = {
  ...testCatalog,
  objects: [
    ...testCatalog.objects,
    object('TicketPage', [field('data', listOf(ref('Ticket')))]),
    object('TicketLinks', [field('data', listOf(ref('Ticket'))), field('next', text, { nullable: true })]),
  ],
  operations: [
    ...testCatalog.operations,
    list('known', {
      arguments: [argument('after', 'argument')],
      pagination: { style: 'cursor', arguments: ['after'], nextPath: ['pageInfo', 'endCursor'] },
    }),
    list('named', { arguments: [argument('page', 'query', { type: integer })] }),
    list('declared', {
      arguments: [argument('seite', 'query', { type: integer })],
      pagination: { style: 'page', arguments: ['seite'], declared: true },
    }),
    list('linked', { returns: { type: ref('TicketLinks'), nullable: false } }),
    list('none', { arguments: [argument('query', 'query')] }),
    list('limited', {
      arguments: [argument('page', 'query', { type: integer })],
      rateLimit: { key: 'limited', perMinute: 3 },
    }),
  ],
}

const reading = (name: string, more: Partial<BindingInputDocument> = {}): BindingInputDocument => ({
  operation: name,
  toolName: 'List tickets',
  pages: 5,
  projection: [{ path: 'data', leaf: 'tickets', max: 5, fields: [{ path: 'title', leaf: 'title' }] }],
  ...more,
})

describe('pages-fit', () => {
  test.each<[string, BindingInputDocument, readonly string[]]>([
    ['a way that a specification knows', reading('known'), []],
    ['a way that names suggest', reading('named'), ['pages_inferred pages']],
    ['a way that an operator declares', reading('declared'), []],
    ['a link in the answer', reading('linked'), ['pages_inferred pages']],
    ['no way at all', reading('none'), ['pages_unknown pages']],
    ['one page, whatever is known', reading('none', { pages: 1 }), []],
    [
      'more pages than calls in a minute',
      reading('limited'),
      ['pages_over_rate pages', 'pages_inferred pages'],
    ],
    ['a limit of the skill', reading('known', { rateLimitPerMinute: 4 }), ['pages_over_rate pages']],
    ['as many as calls in a minute', reading('limited', { pages: 3 }), ['pages_inferred pages']],
    [
      'a write',
      { operation: 'setNote', toolName: 'Set', pages: 2, inputObjectMap: [{ field: 'body', param: 'note' }] },
      ['rows_unsupported pages'],
    ],
    [
      'a table',
      {
        operation: 'orders.find',
        toolName: 'Find',
        pages: 2,
        sqlSearch: { table: 'orders', filter: { column: 'number', param: 'order_number' } },
        projection: [{ path: '$', leaf: 'orders', max: 5, fields: [{ path: 'number', leaf: 'number' }] }],
      },
      ['rows_unsupported pages'],
    ],
  ])('%s', (_, binding, codes) => {
    expect(codesOf(binding, { catalog })).toEqual(codes)
  })

  test('the fixes leave a binding that compiles', () => {
    const fixes = ['none', 'limited'].map(
      (name) => issuesOf(reading(name), { catalog }).find(({ severity }) => severity === 'error')?.fixes,
    )
    expect(fixes).toEqual([
      [{ title: 'Read the first page alone', patch: [{ op: 'remove', path: '/pages' }] }],
      [{ title: 'Read 3 pages', patch: [{ op: 'add', path: '/pages', value: 3 }] }],
    ])
  })
})
