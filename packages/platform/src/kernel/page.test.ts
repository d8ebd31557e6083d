import { describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { type ListName, pageOf, readList } from './page.ts'

const rows = ['a', 'b', 'c']
const inMemory = { rows, nameOf: (row: string) => row }
const skills: ListName = ['skills', 'agent-1', 'book']
const decode = (text: string): string => Buffer.from(text, 'base64url').toString('utf8')
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
  expect(() => pageOf(skills, inMemory, { cursor, limit: 1 })).toThrow('is not one that this list gave out')
})

describe('a list in memory', () => {
  it('has pages and says how many rows it has', () => {
    const first = pageOf(skills, inMemory, { limit: 2 })
    const second = pageOf(skills, inMemory, { cursor: first.meta.nextCursor ?? '', limit: 2 })
    expect([first.rows, first.meta.total, second]).toEqual([
      ['a', 'b'],
      3,
      { rows: ['c'], meta: { nextCursor: null, hasMore: false, limit: 2, total: 3 } },
    ])
  })

  const { meta } = pageOf(skills, inMemory, { limit: 1 })
  const own = z.array(z.string()).parse(JSON.parse(decode(meta.nextCursor ?? '')))

  test.each<[string, readonly string[]]>([
    ['a negative position', own.with(2, '-1')],
    ['a position that is no whole number', own.with(2, '1e3')],
    ['a position beyond all lists', own.with(2, '9999999999')],
    ['an empty position', own.with(2, '')],
    ['no position', own.slice(0, 2)],
    ['a position in nothing', own.slice(0, 3)],
    ['a position and more', [...own, 'more']],
  ])('refuses a cursor of %s', (_, keys) => {
    const cursor = encode(JSON.stringify(keys))
    expect(() => pageOf(skills, inMemory, { cursor, limit: 1 })).toThrow('is not one that this list gave out')
  })

  test.each([
    ['lost a row', ['b', 'c']],
    ['got a row', ['a', 'b', 'c', 'd']],
    ['is in another order', ['b', 'a', 'c']],
  ])('refuses its cursor once it %s, and says how to go on', (_, changed) => {
    const cursor = meta.nextCursor ?? ''
    expect(() => pageOf(skills, { ...inMemory, rows: changed }, { cursor, limit: 1 })).toThrow(
      'Leave the cursor out to begin again',
    )
  })
})
