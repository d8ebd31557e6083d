import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { must } from '../testing/clinic-server.ts'
import { connectCurrent } from '../testing/mcp-clients.ts'
import { type ShopServer, startShopServer } from '../testing/shop-server.ts'
import type { ApiAnswer, ApiClient } from '../testing/test-server.ts'
import { scopes } from '@bindery/platform/kernel'

/*
 * Whoever holds a key of development, with every scope, against an organisation that runs in production. Both environments
 * have the same provider on this machine, so what it was sent tells who reached it.
 */

let server: ShopServer
let key: string
let dev: ApiClient
/** By name: the ids of published skills. */
const skills: Record<string, string> = {}

const action = { description: 'Does anything at all.', method: 'GET', rateLimitPerMinute: 1_000 }
const crmId = { name: 'crm_id', type: 'string', from: 'context', required: true }

async function publish(name: string, more: object = {}, settings: object = {}): Promise<void> {
  const described = { ...action, name, path: `/${name}`, ...more }
  skills[name] = (await server.link(await server.describe(described), settings)).skillId
}

beforeAll(async () => {
  server = await startShopServer()
  key = await server.keyWith(scopes, 'development')
  dev = server.client(key)
  await publish('reads')
  await publish('reads-rarely', { rateLimitPerMinute: 2 })
  await publish('reads-once', {}, { maxSuccessfulCalls: 1 })
  await publish('reads-context', { variables: [crmId] })
  await publish('writes', { method: 'POST', isWrite: true, requiresConfirmation: true })
  const context = { url: `${server.shopUrl}/context` }
  await must(server.api('PUT', `/agents/${server.agentId}/dynamic-context`, { body: context }))
})
afterAll(() => server.close())

const pathOf = (name: string): string => `/agents/${server.agentId}/skills/${skills[name] ?? name}/execute`

interface Run {
  readonly key?: string
  readonly [member: string]: unknown
}

function run(api: ApiClient, name: string, { key: idempotencyKey, ...body }: Run): Promise<ApiAnswer> {
  const headers = idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }
  return api('POST', pathOf(name), { body, headers })
}

const inDevelopment = { environment: 'development' }
const outcomeOf = ({ status, body }: ApiAnswer) => [status, body['code']]
const times = async (count: number, work: () => Promise<ApiAnswer>): Promise<void> => {
  for (let done = 0; done < count; done += 1) await work()
}

describe('what a key of development used up is not used up in production', () => {
  it.each<[string, () => Promise<ApiAnswer>]>([
    [
      'the calls a minute of a skill',
      async () => {
        await times(3, () => run(dev, 'reads-rarely', inDevelopment))
        return run(server.api, 'reads-rarely', {})
      },
    ],
    [
      'the successful calls of a conversation',
      async () => {
        await run(dev, 'reads-once', { ...inDevelopment, conversationId: 'used-up' })
        return run(server.api, 'reads-once', { conversationId: 'used-up' })
      },
    ],
    [
      'the calls a minute that a guardrail allows',
      async () => {
        const limit = { policyType: 'rate_limit', config: { perMinute: 2, per: 'agent' }, isEnabled: true }
        const path = `/agents/${server.agentId}/guardrails`
        await must(server.api('PUT', path, { body: { guardrails: [limit] } }))
        await times(3, () => run(dev, 'reads', inDevelopment))
        const answer = await run(server.api, 'reads', {})
        await must(server.api('PUT', path, { body: { guardrails: [] } }))
        return answer
      },
    ],
    [
      'an idempotency key, taken before production took it',
      async () => {
        await run(dev, 'reads', { ...inDevelopment, key: 'order-1' })
        return run(server.api, 'reads', { key: 'order-1' })
      },
    ],
    [
      'an idempotency key, taken over MCP before production took it',
      async () => {
        const url = `${server.address}/mcp/agents/${server.agentId}`
        const client = await connectCurrent({ url, key }, 'legacy')
        await client.call('reads', {}, { idempotencyKey: 'order-2' })
        await client.close()
        return run(server.api, 'reads', { key: 'order-2' })
      },
    ],
  ])('%s', async (_, attack) => {
    expect(outcomeOf(await attack())).toEqual([200, undefined])
  })
})

describe('the context of a conversation', () => {
  const asked = (): number => server.seen.filter(({ url }) => url === '/context').length

  it.each([
    ['loaded by production is not read by a key of development', 'production', 'development'],
    ['loaded by a key of development is not what production runs with', 'development', 'production'],
  ])('%s', async (_, first, second) => {
    const runIn = (environment: string) =>
      run(environment === 'development' ? dev : server.api, 'reads-context', {
        environment,
        conversationId: `context-${first}`,
      })
    const before = asked()
    await must(runIn(first))
    await must(runIn(second))
    expect(asked() - before).toBe(2)
  })
})

describe('an answer that was kept for an idempotency key is not given to another API key', () => {
  const shown = { name: 'Deploy', scopes: ['skills:execute'] }

  it.each<[string, string, object]>([
    ['a key that was shown once', '/api-keys', shown],
    ['what connecting production came to', '/integrations/shop/connect', { verify: false }],
    ['what a test of the connection of production found', '/integrations/shop/test', {}],
  ])('%s', async (_, path, body) => {
    const headers = { 'idempotency-key': `kept-${path.length}` }
    await must(server.api('POST', path, { body, headers }))
    // It is kept, for who asked: the same key hears it again.
    const again = await must(server.api('POST', path, { body, headers }))
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    const asked = await dev('POST', path, { body, headers })
    expect(asked.headers.get('idempotency-replayed')).toBeNull()
    expect(asked.text).toContain('"environment":"development"')
  })
})

/** Ways to call production by a request that names it unlike others do. */
const spellings: readonly (readonly [string, string])[] = [
  ['with a capital', '{"environment":"Production"}'],
  ['with a space behind it', '{"environment":"production "}'],
  ['by escapes', '{"environment":"\\u0070roduction"}'],
  ['behind its own', '{"environment":"development","environment":"production"}'],
  ['before its own, in a list', '{"environment":["production","development"]}'],
  ['as nothing', '{"environment":null}'],
  ['not at all', '{}'],
  ['by the prototype', '{"__proto__":{"environment":"production"}}'],
  ['by a member of another case', '{"Environment":"production","environment":"development"}'],
]

describe('production is not reached', () => {
  it.each(spellings)('by naming it %s', async (_, body) => {
    const before = server.seen.length
    const answers = [
      await dev('POST', pathOf('reads'), { body }),
      await dev('POST', `${pathOf('reads')}?dryRun=true`, { body }),
      await dev('POST', '/integrations/shop/discover', { body }),
      await dev('POST', '/integrations/shop/disconnect', { body }),
    ]
    for (const { status } of answers) expect([400, 403]).toContain(status)
    expect(server.seen.length).toBe(before)
  })

  it.each<[string, () => Promise<ApiAnswer>]>([
    [
      'by the address',
      () => dev('POST', `${pathOf('reads')}?environment=production`, { body: inDevelopment }),
    ],
    [
      'by least privilege, which means it when nothing is named',
      () => dev('GET', '/integrations/shop/least-privilege'),
    ],
    [
      'by an execution under a key of capitals',
      () => dev('GET', `/executions/${randomUUID().toUpperCase()}`),
    ],
    [
      'by a skill of another name',
      () => run(dev, encodeURIComponent(`${skills['reads']}/../${skills['writes']}`), {}),
    ],
  ])('%s', async (_, attack) => {
    const before = server.seen.length
    expect([400, 403, 404]).toContain((await attack()).status)
    expect(server.seen.length).toBe(before)
  })

  it.each(['environment', 'bindery/environment'])('over MCP, by %s', async (member) => {
    const url = `${server.address}/mcp/agents/${server.agentId}`
    const client = await connectCurrent({ url, key }, 'legacy')
    const before = server.seen.length
    const answer = await client.call('reads', {}, { [member]: 'production' })
    await client.close()
    expect([answer.isError, answer.said['code'], server.seen.length]).toEqual([
      true,
      'insufficient_scope',
      before,
    ])
  })

  it('by asking over MCP what came of a call of production', async () => {
    const waiting = await run(server.api, 'writes', {})
    const { confirmationId } = z.object({ confirmationId: z.string() }).parse(waiting.data)
    const url = `${server.address}/mcp/agents/${server.agentId}`
    const client = await connectCurrent({ url, key }, 'legacy')
    const answer = await client.call('writes', {}, { confirmationId })
    await client.close()
    expect([answer.isError, answer.said['code']]).toEqual([true, 'insufficient_scope'])
  })
})

describe('of production a key of development is not told', () => {
  it('that a call of it is under way', async () => {
    const id = randomUUID()
    await server.server.services.store.run(server.organizationId, (transaction) =>
      transaction.raw(
        `insert into executions (organization_id, id, agent_id, skill_id, status) values (?, ?, ?, ?, 'running')`,
        [server.organizationId, id, server.agentId, skills['reads'] ?? ''],
      ),
    )
    expect((await dev('GET', `/executions/${id}`)).status).toBe(403)
  })

  it.each<[string, () => Promise<ApiAnswer>]>([
    ['where an integration is', () => dev('GET', '/integrations/shop')],
    ['where integrations are', () => dev('GET', '/integrations')],
    [
      'where an integration is, when it disconnects its own',
      () => dev('POST', '/integrations/shop/disconnect', { body: { environment: 'development' } }),
    ],
    ['what a connector holds', () => dev('GET', '/auth-connectors')],
    ['what a secret is for', () => dev('GET', '/secrets')],
    ['where skills send to', () => dev('GET', `/agents/${server.agentId}/prepublish-report`)],
    ['where custom APIs are', () => dev('GET', `/agents/${server.agentId}/integrations/custom_api`)],
  ])('%s', async (_, look) => {
    const secret = { name: `s${randomUUID()}`, value: 'canary-value-of-production' }
    const made = await must(server.api('POST', '/secrets', { body: secret }))
    const { id } = z.object({ id: z.string() }).parse(made.data)
    const slot = { secretRefs: { access_token: id } }
    const allowedOrigins = { production: ['https://only.production.example'] }
    const connector = { name: `c${randomUUID()}`, type: 'bearer', environments: { production: slot } }
    await must(server.api('POST', '/auth-connectors', { body: { ...connector, allowedOrigins } }))
    const alone = { production: { baseUrl: 'https://alone.production.example' } }
    const body = { kind: `k${randomUUID()}`, name: 'Alone', type: 'custom_api', environments: alone }
    await must(server.api('POST', '/integrations', { body }))
    const seen = await must(look())
    expect(seen.text).not.toContain('production')
  })
})
