import { expect, test } from 'vitest'
import type { Answer, Asked } from './testing/paged-provider.ts'
import { ids, numbers, paged, pageOf, type Run, run } from './testing/rest-lists.ts'

test.each<[string, Run, unknown]>([
  [
    'pages whose number the answer says',
    {
      path: 'page',
      answer: (asked) => ({
        body: { data: paged(pageOf(asked)), meta: { page: pageOf(asked), total_pages: 3 } },
      }),
    },
    { read: numbers(8), asked: ['page', 'page?page=2', 'page?page=3'] },
  ],
  [
    'pages counted from 0, of which the answer says nothing',
    {
      path: 'page',
      arguments: { per_page: 3 },
      answer: (asked) => ({ body: { data: paged(pageOf(asked, 0) + 1) } }),
    },
    { read: numbers(8), asked: ['page?per_page=3', 'page?page=1&per_page=3', 'page?page=2&per_page=3'] },
  ],
  [
    'pages counted from 1, of which the answer says nothing',
    {
      path: 'page',
      arguments: { per_page: 3 },
      answer: (asked) => ({ body: { data: paged(pageOf(asked)) } }),
    },
    {
      read: numbers(8),
      asked: [
        'page?per_page=3',
        'page?page=1&per_page=3',
        'page?page=2&per_page=3',
        'page?page=3&per_page=3',
      ],
    },
  ],
  [
    'pages from the one that the caller asks for',
    {
      path: 'page',
      arguments: { page: 2, per_page: 3 },
      answer: (asked) => ({ body: { data: paged(pageOf(asked)) } }),
    },
    { read: [4, 5, 6, 7, 8], asked: ['page?page=2&per_page=3', 'page?page=3&per_page=3'] },
  ],
  [
    'offsets, until a page is shorter than its size',
    {
      path: 'offset',
      answer: ({ query }) => ({
        body: { data: ids(Number(query.get('offset')) + 1, Math.min(Number(query.get('offset')) + 3, 8)) },
      }),
    },
    { read: numbers(8), asked: ['offset', 'offset?offset=3', 'offset?offset=6'] },
  ],
  [
    'offsets, until a page is empty',
    {
      path: 'offset',
      answer: ({ query }) => ({
        body: { data: ids(Number(query.get('offset')) + 1, Math.min(Number(query.get('offset')) + 3, 6)) },
      }),
    },
    { read: numbers(6), asked: ['offset', 'offset?offset=3', 'offset?offset=6'] },
  ],
  [
    'cursors, until there is none',
    {
      path: 'cursor',
      answer: ({ query }) => {
        const page = Number(query.get('cursor')?.slice(1) ?? 1)
        return { body: { data: paged(page), meta: page === 3 ? {} : { next_cursor: `c${page + 1}` } } }
      },
    },
    { read: numbers(8), asked: ['cursor', 'cursor?cursor=c2', 'cursor?cursor=c3'] },
  ],
  [
    'the key of the last row',
    {
      path: 'after',
      answer: ({ query }) => {
        const after = Number(query.get('starting_after') ?? 0)
        return { body: { data: ids(after + 1, Math.min(after + 3, 8)), has_more: after + 3 < 8 } }
      },
    },
    { read: numbers(8), asked: ['after', 'after?starting_after=3', 'after?starting_after=6'] },
  ],
  [
    'links of the header, whole and relative',
    {
      path: 'page',
      answer: (asked, origin) => {
        const page = pageOf(asked)
        const links = {
          1: `<${origin}/v1/page?page=2&q=a>; rel="next", <${origin}/v1/page?page=3>; rel="last"`,
          2: '</v1/page?page=3>; rel=next',
        }
        return {
          body: { data: paged(page) },
          headers: { link: links[page === 1 ? 1 : 2].slice(0, page === 3 ? 0 : undefined) },
        }
      },
    },
    { read: numbers(8), asked: ['page', 'page?page=2&q=a', 'page?page=3'] },
  ],
  [
    'links of the answer, relative to the request and to the origin',
    {
      path: 'link',
      answer: (asked) => {
        const page = pageOf(asked)
        return {
          body: { data: paged(page), next: page === 1 ? '?page=2' : page === 2 ? '/v1/other?page=3' : null },
        }
      },
    },
    { read: numbers(8), asked: ['link', 'link?page=2', 'other?page=3'] },
  ],
])('follows %s', async (_, given, expected) => {
  const { partial, pageNotes, ...seen } = await run(given)
  expect(seen).toEqual(expected)
  expect([partial, pageNotes]).toEqual([undefined, undefined])
})

test('reads as many pages as were asked for, and says that there is more', async () => {
  const answer = (asked: Asked): Answer => ({
    body: { data: paged(pageOf(asked)), meta: { page: pageOf(asked), total: 8 } },
  })
  expect(await run({ path: 'page', pages: 2, answer })).toEqual({
    read: numbers(6),
    asked: ['page', 'page?page=2'],
    partial: [{ path: ['data'], more: 'certain', total: 8 }],
  })
})

test('one page is one request', async () => {
  const answer = (): Answer => ({ body: { data: paged(1), meta: { page: 1, total: 8 } } })
  const { asked, read } = await run({ path: 'page', pages: 1, answer })
  expect([asked, read]).toEqual([['page'], [1, 2, 3]])
})
