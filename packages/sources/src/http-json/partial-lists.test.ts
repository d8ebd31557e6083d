import type { Json } from '@bindery/model'
import { describe, expect, test } from 'vitest'
import type { Paging } from '@bindery/model/pages'
import { findPartialLists } from './partial-lists.ts'

const items = (count: number): Json => Array.from({ length: count }, (_, id) => ({ id }))

interface Case {
  readonly data: Json
  readonly list?: readonly string[]
  readonly paging?: Paging
  readonly headers?: Readonly<Record<string, string>>
}

function judge({ data, list = ['items'], paging, headers = {} }: Case): string {
  const [found] = findPartialLists({ data, headers: new Map(Object.entries(headers)) }, [list], paging)
  return found === undefined
    ? 'whole'
    : [found.more, ...(found.total === undefined ? [] : [found.total])].join(' ')
}

const two = items(2)

describe('what an answer says of its pages', () => {
  test.each<[string, Json, string]>([
    ['a token of the next page', { items: two, nextPageToken: 'x' }, 'certain'],
    ['an empty token', { items: two, nextPageToken: '' }, 'whole'],
    ['a link that is null', { items: two, next: null, count: 12 }, 'whole'],
    ['a link', { items: two, next: 'https://api.example/?page=2', count: 12 }, 'certain'],
    ['a link among links', { items: two, _links: { next: { href: '/x' } } }, 'certain'],
    ['links without a next one', { items: two, links: { next: null, prev: '/x' } }, 'whole'],
    ['a flag', { items: two, has_more: true }, 'certain'],
    ['a flag that is false', { items: items(10), has_more: false }, 'whole'],
    [
      'a flag beside a cursor that is always there',
      { items: two, pageInfo: { endCursor: 'x', hasNextPage: false } },
      'whole',
    ],
    ['a last page', { items: items(10), last: true }, 'whole'],
    ['a page that is not the last', { items: two, isLast: false }, 'certain'],
    ['a total', { items: two, meta: { total_count: 12 } }, 'certain 12'],
    ['a total as text', { items: two, total: '12' }, 'certain 12'],
    ['a total inside', { items: two, total: { value: 12, relation: 'eq' } }, 'certain 12'],
    ['a total that is only a bound', { items: two, total: { value: 10_000, relation: 'gte' } }, 'certain'],
    ['a total of what is there', { items: items(10), total: 10, next: 'kept for the way back' }, 'whole'],
    ['a total two wrappers deep', { items: two, meta: { pagination: { total: 12 } } }, 'certain 12'],
    ['a total of another word', { items: two, response: 1, numFound: 12 }, 'certain 12'],
    ['totals before and after a filter', { items: two, recordsTotal: 57, recordsFiltered: 2 }, 'whole'],
    ['a total before a filter alone', { items: two, recordsTotal: 57 }, 'certain 57'],
    ['a total that is less than what is there', { items: items(3), total: 2, hasMore: true }, 'certain'],
    ['a total of the page beside a flag', { items: items(10), total: 10, has_more: true }, 'certain'],
    ['an amount', { items: two, total: 99.5 }, 'whole'],
    ['an answer that is cut', { items: two, IsTruncated: true }, 'certain'],
    ['an answer that is not cut', { items: items(10), IsTruncated: false, Marker: 'x' }, 'whole'],
    ['a key of the last item', { items: two, LastEvaluatedKey: { id: { S: 'x' } } }, 'certain'],
    ['a batch that is not done', { items: two, done: false, nextRecordsUrl: '/q/1' }, 'certain'],
    ['the same without a way on', { items: two, done: false }, 'possible'],
    ['a batch that is done', { items: items(10), done: true }, 'whole'],
    ['a text as the next offset', { items: two, offset: 'itrX/recX' }, 'certain'],
    ['the offset that was asked for', { items: two, offset: 0, limit: 20 }, 'whole'],
    ['the offset that was asked for, as text', { items: two, offset: '0' }, 'whole'],
    ['as many as the page that it names', { items: items(3), offset: 0, limit: 3 }, 'possible'],
    ['results that are incomplete', { items: two, total_count: 2, incomplete_results: true }, 'possible'],
    ['a page before the last', { items: two, current_page: 1, last_page: 3 }, 'certain'],
    ['the last page by number', { items: items(10), current_page: 3, last_page: 3 }, 'whole'],
    ['the first of several pages', { items: two, meta: { page: 1, totalPages: 3 } }, 'certain'],
    ['the only page', { items: items(10), page: 0, totalPages: 1 }, 'whole'],
    ['a page that is the last when pages count from 0', { items: two, page: 2, totalPages: 3 }, 'possible'],
    ['several pages, and not which it is', { items: two, pages: 3 }, 'possible'],
    ['a count that is more than is there', { items: two, count: 12 }, 'possible'],
    ['a count of what is there', { items: two, count: 2 }, 'whole'],
    ['a cursor, which some always send', { items: two, cursor: 'x' }, 'possible'],
    ['a date that is next', { items: two, next_due_date: '2026-11-30' }, 'whole'],
    ['nothing', { items: two }, 'whole'],
    ['no list', { items: { id: 1 } }, 'whole'],
  ])('%s', (_, data, expected) => {
    expect(judge({ data })).toBe(expected)
    expect(judge({ data, paging: {} })).toBe(expected)
  })

  test('what stands beside an outer list says nothing of one inside', () => {
    const data = { items: [{ tags: two }], more: { deep: { tags: two } }, total: 12 }
    expect(judge({ data, list: ['more', 'deep', 'tags'] })).toBe('whole')
    expect(judge({ data })).toBe('certain 12')
  })
})

describe('what headers say of the outermost list', () => {
  test.each<[string, Readonly<Record<string, string>>, string]>([
    [
      'a link to the next page',
      { link: '<https://a.example/?page=2>; rel="next", <https://a.example/?page=9>; rel="last"' },
      'certain',
    ],
    [
      'links of the last page',
      { link: '<https://a.example/?page=1>; rel="prev", <https://a.example/?page=1>; rel="first"' },
      'whole',
    ],
    ['a total', { 'x-total-count': '57' }, 'certain 57'],
    ['a total of what is there', { 'x-total-count': '30' }, 'whole'],
    ['a range of a total', { 'content-range': 'items 0-29/57' }, 'certain 57'],
    ['a range of all', { 'content-range': 'items 0-29/30' }, 'whole'],
    ['a range of an unknown total', { 'content-range': 'items 0-29/*' }, 'possible'],
    ['a next page', { 'x-next-page': '2' }, 'certain'],
    ['no next page', { 'x-next-page': '' }, 'whole'],
    ['a page of several', { 'x-page': '1', 'x-total-pages': '2', 'x-per-page': '30' }, 'possible'],
    ['the first of many pages', { 'x-page': '1', 'x-total-pages': '9' }, 'certain'],
    ['the only page', { 'x-total-pages': '1' }, 'whole'],
    ['a total of WordPress', { 'x-wp-total': '57', 'x-wp-totalpages': '2' }, 'certain 57'],
    ['pages of WordPress', { 'x-wp-totalpages': '2' }, 'possible'],
    ['a link without quotes', { link: '</a?page=2>; rel=next' }, 'certain'],
    ['a link of several relations', { link: '</a?page=2>; rel="next last"' }, 'certain'],
    ['nothing', {}, 'possible'],
  ])('%s', (_, headers, expected) => {
    expect(judge({ data: items(30), list: [], paging: {}, headers })).toBe(expected)
  })
})

describe('a page that says nothing', () => {
  test.each<[string, number, Paging | undefined, string]>([
    ['as many as were asked for', 3, { size: 3 }, 'possible'],
    ['fewer than were asked for', 100, { size: 200 }, 'whole'],
    ['as many as a provider that says nothing caps at', 100, {}, 'possible'],
    ['fewer than any cap', 7, {}, 'whole'],
    ['an odd number', 101, {}, 'whole'],
    ['none', 0, { size: 0 }, 'whole'],
    ['any number of an operation without pages', 100, undefined, 'whole'],
  ])('%s', (...[, count, paging, expected]) => {
    expect(judge({ data: { data: items(count) }, list: ['data'], ...(paging && { paging }) })).toBe(expected)
  })
})
