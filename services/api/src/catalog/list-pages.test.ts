import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { type ClinicServer, must, startClinicServer } from '../testing/clinic-server.ts'

/* Lists of a catalog, page by page, while operators change what is in them. */

let server: ClinicServer
beforeAll(async () => {
  server = await startClinicServer()
})
afterAll(() => server.close())

const List = z.object({
  data: z.array(z.object({ name: z.string() })),
  meta: z.object({ nextCursor: z.string().nullable() }),
})

const ask = (list: string, query: string) => server.api('GET', `/integrations/clinic/${list}?${query}`)

async function read(list: string, query: string) {
  const { data, meta } = List.parse((await must(ask(list, query))).body)
  return { names: data.map(({ name }) => name), cursor: meta.nextCursor }
}

const block = (blockedObjects: readonly string[]) =>
  must(server.api('PATCH', '/integrations/clinic/scoping', { body: { blockedObjects, blockedFields: [] } }))

async function say(operation: string, effect: string | null): Promise<void> {
  const body = { effect, reason: 'To see what becomes of the pages.' }
  await must(server.api('PATCH', `/integrations/clinic/operations/${operation}`, { body }))
}

/** Begins a list, changes it, and asks for its second page. */
async function goOnAfter(list: string, query: string, change: () => Promise<unknown>) {
  const { cursor } = await read(list, `limit=1&${query}`)
  await change()
  return ask(list, `limit=1&${query}&cursor=${cursor}`)
}

describe('a page after the list changed', () => {
  test.each<[string, string, string]>([
    ['scoping took objects away', 'objects', ''],
    ['scoping took operations away', 'operations', ''],
    ['scoping took operations away that were searched', 'operations', 'search=patient'],
  ])('is refused, with the way out: %s', async (_, list, query) => {
    const { names } = await read('objects', 'limit=1')
    const { status, body } = await goOnAfter(list, query, () => block(['Patient', ...names]))
    await block([])
    expect([status, body]).toEqual([
      400,
      expect.objectContaining({ code: 'bad_request', detail: expect.stringContaining('begin again') }),
    ])
  })

  it('is refused when an operator said otherwise of what is filtered', async () => {
    const { names } = await read('operations', 'effect=read&limit=1')
    const { status, body } = await goOnAfter('operations', 'effect=read', () => say(names[0] ?? '', 'delete'))
    await say(names[0] ?? '', null)
    expect([status, body['code']]).toEqual([400, 'bad_request'])
  })

  it('is what it would have been when the change is of something else', async () => {
    const [first, second] = (await read('operations', 'limit=2')).names
    const next = await goOnAfter('operations', '', () => say(first ?? '', 'delete'))
    await say(first ?? '', null)
    expect(List.parse(next.body).data.map(({ name }) => name)).toEqual([second])
  })
})
