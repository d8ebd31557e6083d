import type { Json, PlatformError } from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { type Answer, type Asked, startPaged } from './testing/paged-provider.ts'
import { ids, numbers, paged, pageOf, readFrom, type Run, run } from './testing/rest-lists.ts'

const failureOf = (given: Run): Promise<PlatformError> =>
  run(given).then(
    () => Promise.reject(new Error('It did not fail.')),
    (error: PlatformError) => error,
  )

describe('a next page elsewhere', () => {
  test('nothing is sent to another host, whatever names it', async () => {
    const elsewhere = await startPaged(() => ({ body: { data: ids(7, 9), next: null } }))
    for (const [path, toAnswer] of [
      ['link', (url: string): Answer => ({ body: { data: paged(1), next: url } })],
      [
        'page',
        (url: string): Answer => ({ body: { data: paged(1) }, headers: { link: `<${url}>; rel="next"` } }),
      ],
      ['cursor', (url: string): Answer => ({ body: { data: paged(1), meta: { next_cursor: url } } })],
    ] as const) {
      const { read, partial, pageNotes, asked } = await run({
        path,
        answer: () => toAnswer(`${elsewhere.origin}/v1/${path}?page=2`),
      })
      expect({ read, partial, pageNotes, asked }).toEqual({
        read: [1, 2, 3],
        partial: [{ path: ['data'], more: 'certain' }],
        pageNotes: [{ kind: 'next_page_elsewhere', page: 1 }],
        asked: [path],
      })
    }
    expect(elsewhere.asked).toEqual([])
    await elsewhere.close()
  })

  test.each([
    ['outside of the base path', '/v2/link?page=2'],
    ['above it', '../admin'],
    ['in dots that a server decodes', '/v1/%2e%2e/admin'],
    ['of another scheme', 'https://127.0.0.1/v1/link?page=2'],
    ['of a name that sounds alike', 'http://127.0.0.1.evil.example/v1/link'],
    ['with a login', 'http://user@127.0.0.1/v1/link'],
    ['beside the network', '//169.254.169.254/latest/meta-data'],
    ['of a file', 'file:///etc/passwd'],
  ])('%s is not asked', async (_, next) => {
    const { asked, pageNotes } = await run({
      path: 'link',
      answer: () => ({ body: { data: paged(1), next } }),
    })
    expect([asked, pageNotes]).toEqual([['link'], [{ kind: 'next_page_elsewhere', page: 1 }]])
  })

  test('the credential goes to each page, and what an address says of one does not', async () => {
    const provider = await startPaged((asked, origin) => {
      const next = pageOf(asked) === 1 ? `${origin}/v1/link?page=2` : null
      return { body: { data: paged(pageOf(asked)), next } }
    })
    await readFrom(provider, 'link')
    expect(provider.credentials).toEqual(['Bearer cnry_token', 'Bearer cnry_token'])
    await provider.close()
  })
})

describe('a provider that leads in circles', () => {
  test('a cursor that leads back ends it', async () => {
    const answer = ({ query }: Asked): Answer => {
      const page = Number(query.get('cursor')?.slice(1) ?? 1)
      return {
        body: { data: paged(page), meta: { next_cursor: page === 1 ? 'c2' : page === 2 ? 'c3' : 'c2' } },
      }
    }
    expect(await run({ path: 'cursor', answer })).toEqual({
      read: numbers(8),
      asked: ['cursor', 'cursor?cursor=c2', 'cursor?cursor=c3'],
      partial: [{ path: ['data'], more: 'certain' }],
      pageNotes: [{ kind: 'cursor_repeated', page: 3 }],
    })
  })

  test('a link to the first page ends it', async () => {
    const answer = (asked: Asked): Answer => ({
      body: { data: paged(pageOf(asked)), next: pageOf(asked) === 1 ? '?page=2' : '/v1/link' },
    })
    const { read, pageNotes } = await run({ path: 'link', answer })
    expect([read, pageNotes]).toEqual([numbers(6), [{ kind: 'cursor_repeated', page: 2 }]])
  })

  const ignoring =
    (data: Json, meta: Json): Run['answer'] =>
    () => ({ body: { data, meta } })

  test.each<[string, string, Run['answer'], readonly string[]]>([
    ['a page', 'page', ignoring(paged(1), { page: 1, total: 8 }), ['page', 'page?page=2']],
    ['a page, told by nothing', 'page', ignoring(ids(1, 10), {}), ['page', 'page?page=1', 'page?page=2']],
    ['an offset', 'offset', ignoring(paged(1), { total: 8 }), ['offset', 'offset?offset=3']],
    ['a cursor', 'cursor', ignoring(paged(1), { next_cursor: 'c2' }), ['cursor', 'cursor?cursor=c2']],
  ])('rows of one that ignores %s are taken once', async (...[, path, answer, asked]) => {
    const seen = await run({ path, answer })
    expect({
      ...seen,
      read: Array.isArray(seen.read) && new Set(seen.read).size === seen.read.length,
    }).toEqual({
      read: true,
      asked,
      partial: [expect.objectContaining({ path: ['data'] })],
      pageNotes: [{ kind: 'page_repeated', page: asked.length }],
    })
  })

  test('new tokens for the same rows end at the first page without a new row', async () => {
    let made = 0
    const answer = (): Answer => ({
      body: {
        data: ids(1, 3).map((row) => ({ ...row, name: `seen ${made++}` })),
        meta: { next_cursor: `t${made}` },
      },
    })
    const { read, asked, pageNotes } = await run({ path: 'cursor', answer })
    expect([read, asked.length, pageNotes]).toEqual([numbers(3), 2, [{ kind: 'page_repeated', page: 2 }]])
  })
})

test('rows that moved to the next page are taken once, and counted', async () => {
  const answer = ({ query }: Asked): Answer => {
    const from = Number(query.get('offset') ?? 0)
    return { body: { data: from === 0 ? ids(1, 3) : from === 3 ? ids(2, 4) : ids(5, 5) } }
  }
  const { read, partial, pageNotes } = await run({ path: 'offset', answer })
  expect({ read, partial, pageNotes }).toEqual({
    read: numbers(5),
    // What moved them was not read.
    partial: [{ path: ['data'], more: 'possible' }],
    pageNotes: [{ kind: 'rows_repeated', rows: 2 }],
  })
})

test('cursors that begin with the last row of the page before lose nothing', async () => {
  const answer = ({ query }: Asked): Answer => {
    const from = Number(query.get('cursor')?.slice(1) ?? 1)
    return {
      body: {
        data: ids(from, Math.min(from + 2, 5)),
        meta: from === 3 ? {} : { next_cursor: `c${from + 2}` },
      },
    }
  }
  const { read, partial, pageNotes } = await run({ path: 'cursor', answer })
  expect([read, partial, pageNotes]).toEqual([numbers(5), undefined, [{ kind: 'rows_repeated', rows: 1 }]])
})

describe('totals', () => {
  const answering =
    (total: number) =>
    (asked: Asked): Answer => ({
      body: { data: paged(pageOf(asked)), meta: { page: pageOf(asked), total } },
    })

  test('one that is too small does not end what is named as going on', async () => {
    const answer = ({ query }: Asked): Answer => {
      const page = Number(query.get('cursor')?.slice(1) ?? 1)
      return {
        body: {
          data: paged(page),
          meta: { total: 3, ...(page === 3 ? {} : { next_cursor: `c${page + 1}` }) },
        },
      }
    }
    const { read, partial } = await run({ path: 'cursor', answer })
    expect([read, partial]).toEqual([numbers(8), undefined])
  })

  test('one that is too large ends at an empty page, and is told as the provider says it', async () => {
    const { read, partial, asked } = await run({ path: 'page', answer: answering(20) })
    expect([read, partial, asked.length]).toEqual([
      numbers(8),
      [{ path: ['data'], more: 'certain', total: 20 }],
      4,
    ])
  })
})

describe('a page that fails fails the call', () => {
  const failing =
    (answer: Answer) =>
    (asked: Asked): Answer =>
      pageOf(asked) === 3
        ? answer
        : { body: { data: paged(pageOf(asked)), meta: { page: pageOf(asked), total: 9 } } }

  test.each<[string, Answer, object]>([
    [
      'with a status',
      { status: 500, body: {} },
      { code: 'upstream_error', message: 'Page 3: The provider answered with status 500.' },
    ],
    [
      'as not there',
      { status: 404, body: {} },
      { code: 'upstream_error', details: expect.not.objectContaining({ upstreamStatus: 404 }) },
    ],
    [
      'with no list',
      { body: { data: 'none' } },
      { code: 'upstream_invalid_response', details: expect.objectContaining({ reason: 'type_mismatch' }) },
    ],
    [
      'with a redirect',
      { status: 302, body: {}, headers: { location: 'http://evil.example/' } },
      { code: 'upstream_error', details: expect.objectContaining({ reason: 'redirect' }) },
    ],
  ])('%s', async (_, answer, expected) => {
    expect(await failureOf({ path: 'page', answer: failing(answer) })).toMatchObject(expected)
  })

  test('with too many requests on page 2, and how long to wait', async () => {
    const answer = (asked: Asked): Answer =>
      pageOf(asked) === 1
        ? { body: { data: paged(1), meta: { page: 1, total: 9 } } }
        : { status: 429, body: {}, headers: { 'retry-after': '30' } }
    expect(await failureOf({ path: 'page', answer })).toMatchObject({
      code: 'upstream_error',
      details: { upstreamStatus: 429, reason: 'rate_limited', retryAfterMs: 30_000 },
    })
  })

  test('when nobody may ask for one more', async () => {
    const asked: number[] = []
    const admit = (): Promise<void> => {
      asked.push(asked.length)
      return asked.length > 1 ? Promise.reject(new Error('No more.')) : Promise.resolve()
    }
    await expect(run({ path: 'page', answer: failing({ body: {} }), admit })).rejects.toThrow('No more.')
  })
})

describe('limits of a call are those of all pages', () => {
  const endless = (asked: Asked): Answer => ({
    body: {
      data: ids(pageOf(asked) * 10, pageOf(asked) * 10 + 9),
      meta: { page: pageOf(asked), total: 9999 },
    },
  })

  test('bytes', async () => {
    expect(await failureOf({ path: 'page', answer: endless, maxResponseBytes: 600 })).toMatchObject({
      code: 'upstream_invalid_response',
      message: 'The pages of the answer are together larger than 600 bytes: read fewer.',
      details: { reason: 'response_too_large' },
    })
  })

  test('time', async () => {
    const answer = (asked: Asked): Answer | undefined => (pageOf(asked) < 3 ? endless(asked) : undefined)
    expect(await failureOf({ path: 'page', answer, timeoutMs: 400 })).toMatchObject({
      code: 'upstream_timeout',
    })
  })

  test('pages', async () => {
    const { asked, partial } = await run({ path: 'page', answer: endless })
    expect([asked.length, partial]).toEqual([10, [{ path: ['data'], more: 'certain', total: 9999 }]])
  })
})
