import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { idOf, must } from '../testing/clinic-server.ts'
import { connectCurrent } from '../testing/mcp-clients.ts'
import { type ShopServer, startShopServer } from '../testing/shop-server.ts'
import type { ApiAnswer } from '../testing/test-server.ts'

/*
 * One idempotency key for two calls that differ in one thing of the caller's. What was done for the first is neither given
 * for the second nor done again.
 */

let server: ShopServer
let skillId: string
let reading: string
/** An agent that has the same action as a skill of the same name. */
let other: { readonly agentId: string; readonly skillId: string }

const action = {
  description: 'Notes what is said.',
  method: 'POST',
  isWrite: true,
  requiresConfirmation: false,
  rateLimitPerMinute: 1_000,
}
const variables = [
  { name: 'words', type: 'string', required: true },
  { name: 'count', type: 'integer' },
  { name: 'kind', type: 'string', default: 'note' },
  { name: 'more', type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } } },
  { name: 'contact_number', type: 'string', from: 'context' },
]
const bodyTemplate = { w: '{{words}}', c: '{{count}}', k: '{{kind}}', m: '{{more}}', n: '{{contact_number}}' }

beforeAll(async () => {
  server = await startShopServer()
  const noting = await server.describe({ ...action, name: 'note', path: '/note', variables, bodyTemplate })
  const crmId = { name: 'crm_id', type: 'string', from: 'context' }
  const reads = { ...action, name: 'fetch', path: '/fetch', method: 'POST', variables: [crmId] }
  reading = (await server.link(await server.describe({ ...reads, bodyTemplate: { id: '{{crm_id}}' } })))
    .skillId
  skillId = (await server.link(noting)).skillId
  other = await giveToAnother(noting)
  const context = { url: `${server.shopUrl}/context` }
  await must(server.api('PUT', `/agents/${server.agentId}/dynamic-context`, { body: context }))
})
afterAll(() => server.close())
beforeEach(() => {
  server.seen.length = 0
})

async function giveToAnother(actionId: string) {
  const agentId = idOf(await must(server.api('POST', '/agents', { body: { name: 'another' } })))
  const link = { kind: 'shop', actionId }
  const linked = await must(server.api('POST', `/agents/${agentId}/action-links`, { body: link }))
  const { skillId: id } = z.object({ skillId: z.string() }).parse(linked.data)
  const enable = { isEnabled: true, acknowledge: ['write'] }
  await must(server.api('PATCH', `/agents/${agentId}/skills/${id}`, { body: enable }))
  await must(server.api('POST', `/agents/${agentId}/publish`))
  return { agentId, skillId: id }
}

let count = 0
const newKey = (): string => `key-${(count += 1)}`

interface Place {
  readonly agentId: string
  readonly skillId: string
}

function call(key: string, body: object | string, place: Place = { agentId: server.agentId, skillId }) {
  const path = `/agents/${place.agentId}/skills/${place.skillId}/execute`
  return server.api('POST', path, { body, headers: { 'idempotency-key': key } })
}

const outcomeOf = ({ status, body }: ApiAnswer) => [status, body['code']]
const writes = (): number => server.seen.filter(({ url }) => url === '/note' || url === '/fetch').length
const words = { words: 'late' }
/** JSON as it is written, since numbers have several spellings. */
const text = (count: string): string => `{"params":{"words":"late","count":${count}}}`

describe('another call under the same key is refused', () => {
  it.each<readonly [string, object | string, object | string]>([
    ['a capital', { params: words }, { params: { words: 'Late' } }],
    ['a space behind it', { params: words }, { params: { words: 'late ' } }],
    ['another normal form', { params: { words: 'caf\u00e9' } }, { params: { words: 'cafe\u0301' } }],
    ['an invisible character', { params: words }, { params: { words: 'la\u200bte' } }],
    ['the next integer', text('9007199254740991'), text('9007199254740990')],
    ['an integer of a text', text('"9007199254740993"'), text('"9007199254740992"')],
    [
      'a member of an object',
      { params: { ...words, more: { a: 'x' } } },
      { params: { ...words, more: { b: 'x' } } },
    ],
    ['a parameter more', { params: words }, { params: { ...words, count: 0 } }],
    [
      'a context value',
      { params: words, context: { contact_number: '1' } },
      { params: words, context: { contact_number: '2' } },
    ],
    ['a context value less', { params: words, context: { contact_number: '1' } }, { params: words }],
    ['another environment', { params: words }, { params: words, environment: 'development' }],
  ])('with %s', async (_, first, second) => {
    const key = newKey()
    await must(call(key, first))
    expect([outcomeOf(await call(key, second)), writes()]).toEqual([[409, 'idempotency_key_reused'], 1])
  })

  it('by another agent, of the same action', async () => {
    const key = newKey()
    await must(call(key, { params: words }))
    expect(outcomeOf(await call(key, { params: words }, other))).toEqual([409, 'idempotency_key_reused'])
    expect(writes()).toBe(1)
  })

  it('of another conversation, whose context the skill reads', async () => {
    const key = newKey()
    const place = { agentId: server.agentId, skillId: reading }
    await must(call(key, { conversationId: 'one' }, place))
    expect(outcomeOf(await call(key, { conversationId: 'two' }, place))).toEqual([
      409,
      'idempotency_key_reused',
    ])
    expect(writes()).toBe(1)
  })

  it('over MCP, after it was made over HTTP', async () => {
    const key = newKey()
    await must(call(key, { params: words }))
    const answer = await overMcp(key, { words: 'later' })
    expect([answer.isError, answer.said['code'], writes()]).toEqual([true, 'idempotency_key_reused', 1])
  })
})

async function overMcp(key: string, params: object) {
  const url = `${server.address}/mcp/agents/${server.agentId}`
  const client = await connectCurrent({ url, key: await server.keyWith(['skills:execute']) }, 'legacy')
  const answer = await client.call('note', params, { idempotencyKey: key })
  await client.close()
  return answer
}

describe('the same call under the same key is made once, and answered again', () => {
  it.each<readonly [string, object | string, object | string]>([
    ['with its members in another order', '{"params":{"count":1,"words":"late"}}', text('1')],
    ['with an integer as a decimal', text('1'), text('1.0')],
    ['with an integer as a power of ten', text('10'), text('1e1')],
    ['with an escaped letter', '{"params":{"words":"l\\u0061te"}}', { params: words }],
    [
      'with a context value that no skill reads',
      { params: words },
      { params: words, context: { medium: 'sms' } },
    ],
    ['with a key that has spaces around it', { params: words }, { params: words }],
  ])('%s', async (_, first, second) => {
    const key = newKey()
    const made = await must(call(key, first))
    const again = await must(call(` ${key} `, second))
    expect([again.data, writes()]).toMatchObject([{ status: 'ok', replayed: true }, 1])
    expect(made.data).not.toMatchObject({ replayed: true })
  })

  it('by the name of the skill, and over MCP', async () => {
    const key = newKey()
    await must(call(key, { params: words }))
    await must(call(key, { params: words }, { agentId: server.agentId, skillId: 'note' }))
    expect([(await overMcp(key, words)).isError, writes()]).toEqual([false, 1])
  })

  it('when the address that knows the conversation has failed meanwhile', async () => {
    const key = newKey()
    const place = { agentId: server.agentId, skillId: reading }
    const body = { conversationId: 'lost', context: { crm_id: 'of the caller' } }
    await must(call(key, body, place))
    const path = `/agents/${server.agentId}/dynamic-context`
    await must(server.api('PUT', path, { body: { url: `${server.shopUrl}/missing` } }))
    const again = await must(call(key, body, place))
    await must(server.api('PUT', path, { body: { url: `${server.shopUrl}/context` } }))
    expect([again.data, writes()]).toMatchObject([{ status: 'ok', replayed: true }, 1])
  })
})

/** Whether these are one call may be said either way; that two are made may not. */
it.each<readonly [string, object | string, object | string]>([
  ['a default that is given', { params: words }, { params: { ...words, kind: 'note' } }],
  ['null for what is not given', { params: words }, { params: { ...words, kind: null } }],
  ['a number as a text', text('1'), text('"1"')],
  ['minus nothing', text('0'), text('-0')],
  ['half a character', { params: { words: '\ud800' } }, { params: { words: '\udfff' } }],
  ['half a character and its stand-in', { params: { words: '\ufffd' } }, { params: { words: '\ud800' } }],
])('is not made twice for %s', async (_, first, second) => {
  const key = newKey()
  for (const { status } of [await call(key, first), await call(key, second)])
    expect([200, 400, 409]).toContain(status)
  expect(writes()).toBeLessThanOrEqual(1)
})
