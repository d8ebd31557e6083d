import { describe, expect, it, test } from 'vitest'
import { type ListName, pageOf, readList } from './page.ts'

const rows = ['a', 'b', 'c']
const skills: ListName = ['skills', 'agent-1', 'book']
const encode = (text: string): string => Buffer.from(text).toString('base64url')

async function firstCursor(list: ListName, keys = ['2026', 'x']): Promise<string> {
  const { meta } = await readList(list, { limit: 1 }, async () => ({ rows, next: keys, total: 3 }))
  return meta.nextCursor ?? ''
}

const nothing = { rows: [], next: undefined, total: undefined }

describe('a list that the store reads', () => {
  it('goes on behind the sort keys of its last row, whatever the size of the next page', async () => {
    const cursor = await firstCursor(skills, ['2026-01-02T03:04:05.678901Z', 'é"\u0001'])
    const asked: unknown[] = []
    await readList(skills, { cursor, limit: 5 }, async (window) => {
      asked.push(window)
      return nothing
    })
    expect(asked).toEqual([{ after: ['2026-01-02T03:04:05.678901Z', 'é"\u0001'], limit: 5 }])
  })

  test.each<[string, number | undefined, object]>([
    ['says how many rows it has', 3, { nextCursor: null, hasMore: false, limit: 2, total: 3 }],
    ['leaves out what was not counted', undefined, { nextCursor: null, hasMore: false, limit: 2 }],
  ])('%s', async (_, total, meta) => {
    const read = async () => ({ rows, next: undefined, total })
    expect(await readList(skills, { limit: 2 }, read)).toEqual({ rows, meta })
  })

  test.each<[string, ListName]>([
    ['another list', ['secrets', 'agent-1', 'book']],
    ['another owner', ['skills', 'agent-2', 'book']],
    ['another filter', ['skills', 'agent-1', 'cancel']],
    ['no filter', ['skills', 'agent-1']],
    ['a filter that another one was for', ['skills', 'agent-1', undefined, 'book']],
  ])('refuses the cursor of %s', async (_, list) => {
    const cursor = await firstCursor(list)
    await expect(readList(skills, { cursor, limit: 1 }, async () => nothing)).rejects.toMatchObject({
      code: 'bad_request',
    })
  })
})

test.each([
  ['no base64', '***'],
  ['no JSON', encode('o20')],
  ['no list', encode('{"skills":1}')],
  ['no texts', encode('["skills",1,2]')],
  ['nothing', ''],
  ['too little', encode('["skills"]')],
  ['bytes that are no text', Buffer.from([0xff, 0xfe]).toString('base64url')],
])('a cursor of %s is refused by either kind of list', async (_, cursor) => {
  await expect(readList(skills, { cursor, limit: 1 }, async () => nothing)).rejects.toMatchObject({
    code: 'bad_request',
  })
  expect(() => pageOf(skills, rows, { cursor, limit: 1 })).toThrow('is not one that this list gave out')
})

describe('a list in memory', () => {
  it('has pages and says how many rows it has', () => {
    const first = pageOf(skills, rows, { limit: 2 })
    const second = pageOf(skills, rows, { cursor: first.meta.nextCursor ?? '', limit: 2 })
    expect([first.rows, first.meta.total, second]).toEqual([
      ['a', 'b'],
      3,
      { rows: ['c'], meta: { nextCursor: null, hasMore: false, limit: 2, total: 3 } },
    ])
  })

  test.each([['-1'], ['1e3'], ['9999999999'], ['']])('refuses the position %j', async (position) => {
    const cursor = await firstCursor(skills, [position])
    expect(() => pageOf(skills, rows, { cursor, limit: 1 })).toThrow('is not one that this list gave out')
  })
})
