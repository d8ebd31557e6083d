import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { errorCodes, idOf, must } from '../testing/clinic-server.ts'
import { connectCurrent } from '../testing/mcp-clients.ts'
import { type ShopServer, startShopServer } from '../testing/shop-server.ts'
import type { ApiAnswer } from '../testing/test-server.ts'
import { scopes } from '@bindery/platform/kernel'

let server: ShopServer
beforeAll(async () => {
  server = await startShopServer()
})
afterAll(() => server.close())
beforeEach(() => {
  server.seen.length = 0
})

let count = 0
const newName = (): string => `Notify desk ${(count += 1)}`

const Skill = z.object({
  id: z.string(),
  integration: z.string(),
  functionName: z.string(),
  effect: z.string(),
  isEnabled: z.boolean(),
})

/** A write with one parameter, open, in both environments. */
const notify = (change: object = {}) => ({
  name: newName(),
  description: 'Tell the desk that somebody waits.',
  method: 'POST',
  path: '/hooks/desk',
  bodyTemplate: { text: '{{caller_words}}', urgency: '{{urgency}}' },
  parametersSchema: {
    type: 'object',
    properties: { caller_words: { type: 'string' }, urgency: { type: 'integer' } },
    required: ['caller_words'],
  },
  responseMapping: [{ path: 'id', leaf: 'ticket_id' }],
  environments: { development: { baseUrl: server.shopUrl }, production: { baseUrl: server.shopUrl } },
  ...change,
})

const lookUp = (change: object = {}) => ({
  name: newName(),
  description: 'Look an order up by its number.',
  method: 'GET',
  path: '/orders/{{order_id}}',
  responseMapping: [{ path: 'data.status', leaf: 'order_status' }],
  environments: { production: { baseUrl: server.shopUrl } },
  ...change,
})

const create = (body: object, agentId = server.agentId) =>
  server.api('POST', `/agents/${agentId}/skills`, { body })
const make = async (body: object, agentId?: string) => Skill.parse((await must(create(body, agentId))).data)

async function goLive(body: object) {
  const skill = await make(body)
  const enabling = { isEnabled: true, acknowledge: ['write'] }
  await must(server.api('PATCH', `/agents/${server.agentId}/skills/${skill.id}`, { body: enabling }))
  await must(server.api('POST', `/agents/${server.agentId}/publish`))
  return skill
}

const execute = (skillId: string, body: object) =>
  server.api('POST', `/agents/${server.agentId}/skills/${skillId}/execute`, { body })
const codeOf = ({ status, body }: ApiAnswer) => [status, body['code']]

/** Everything that a webhook is made of, counted below every face. */
const held = () =>
  server.server.services.store.run(server.organizationId, async (transaction) => {
    const counts: Record<string, number> = {}
    for (const table of [
      'integrations',
      'integration_environments',
      'shared_actions',
      'action_links',
      'skills',
      'auth_connector_origins',
      'audit_entries',
    ]) {
      const result: unknown = await transaction.raw(`select count(*)::int as count from ${table}`)
      counts[table] =
        z.object({ rows: z.array(z.object({ count: z.int() })) }).parse(result).rows[0]?.count ?? -1
    }
    return counts
  })

async function makeConnector(type: string, environments: object): Promise<string> {
  const body = { name: newName(), type, environments }
  return idOf(await must(server.api('POST', '/auth-connectors', { body })))
}

describe('a webhook skill from one request to a call', () => {
  test('is made disabled, listed like others, and says that its endpoint was not called', async () => {
    const answer = await create(notify({ name: 'Page the desk' }))
    expect([answer.status, answer.data]).toEqual([
      201,
      expect.objectContaining({
        agentId: server.agentId,
        name: 'Page the desk',
        functionName: 'page_the_desk',
        origin: 'action',
        skillType: 'http_webhook',
        status: 'valid',
        isWrite: true,
        requiresConfirmation: true,
        isEnabled: false,
        requiredParams: ['caller_words'],
      }),
    ])
    expect(answer.body['warnings']).toContainEqual(
      expect.objectContaining({ code: 'endpoint_not_tried', severity: 'warning' }),
    )
    expect(server.seen).toEqual([])
    const listed = await server.api('GET', `/agents/${server.agentId}/skills?search=page_the_desk`)
    expect(listed.data).toEqual([answer.data])
    const run = await execute(Skill.parse(answer.data).id, { params: { caller_words: 'x' } })
    expect(codeOf(run)).toEqual([409, 'skill_disabled'])
  })

  test('reads over HTTP', async () => {
    const { id } = await goLive(lookUp())
    const answer = await must(execute(id, { params: { order_id: 'ord_1' } }))
    expect(answer.data).toMatchObject({ status: 'ok', output: { order_status: 'sent' } })
    expect(server.seen.map(({ method, url }) => [method, url])).toEqual([['GET', '/orders/ord_1']])
  })

  test('reads and, once a person agreed, writes over MCP', async () => {
    const read = await goLive(lookUp())
    const write = await goLive(notify())
    const client = await connectCurrent(
      {
        url: `${server.address}/mcp/agents/${server.agentId}`,
        key: await server.keyWith(['skills:execute', 'confirmations:write']),
        person: () => ({ action: 'accept', content: { approve: true } }),
      },
      '2026-07-28',
    )
    const names = await client.names()
    expect(names).toEqual(expect.arrayContaining([read.functionName, write.functionName]))
    const found = await client.call(read.functionName, { order_id: 'ord_1' })
    expect(found).toMatchObject({ isError: false, structured: { order_status: 'sent' } })
    await client.call(write.functionName, { caller_words: 'Help', urgency: 2 })
    await client.close()
    expect(server.seen.map(({ method, url, body }) => [method, url, body])).toEqual([
      ['GET', '/orders/ord_1', undefined],
      ['POST', '/hooks/desk', { text: 'Help', urgency: 2 }],
    ])
  })

  test('asks before a write, and sends it once it is approved', async () => {
    const { id } = await goLive(notify())
    const asked = await execute(id, { params: { caller_words: 'Help' } })
    const { confirmationId } = z.object({ confirmationId: z.string() }).parse(asked.data)
    expect([asked.status, server.seen]).toEqual([202, []])
    await must(server.api('POST', `/confirmations/${confirmationId}/approve`))
    expect(server.seen.map(({ body }) => body)).toEqual([{ text: 'Help' }])
  })

  test('runs nowhere but where it has an endpoint', async () => {
    const { id } = await goLive(lookUp({ environments: { development: { baseUrl: server.shopUrl } } }))
    const call = { params: { order_id: 'ord_1' } }
    expect(codeOf(await execute(id, call))).toEqual([409, 'environment_not_configured'])
    expect(server.seen).toEqual([])
    await must(execute(id, { ...call, environment: 'development' }))
    expect(server.seen.length).toBe(1)
  })

  test('sends the credential of its connector, to the origin that the connector may go to', async () => {
    const authConnectorId = await makeConnector('bearer', {
      production: { access_token: 'cnry-of-the-hook' },
    })
    const { id } = await goLive(
      lookUp({ environments: { production: { baseUrl: server.shopUrl, authConnectorId } } }),
    )
    await must(execute(id, { params: { order_id: 'ord_1' } }))
    expect(server.seen[0]?.headers['authorization']).toBe('Bearer cnry-of-the-hook')
    const connector = await must(server.api('GET', `/auth-connectors/${authConnectorId}`))
    expect(connector.data).toMatchObject({ allowedOrigins: { production: [server.shopUrl] } })
  })
})

test('is edited through its action and its link, and stays what it is', async () => {
  const body = lookUp()
  const { id, integration } = await make(body)
  const shared = `/integrations/${integration}/shared-actions`
  const [action] = z
    .array(z.object({ id: z.string(), links: z.array(z.object({ linkId: z.string() })) }))
    .parse((await must(server.api('GET', shared))).data)
  await must(server.api('PATCH', `${shared}/${action?.id}`, { body: { path: '/orders/of/{{order_id}}' } }))
  const parametersSchema = { type: 'object', properties: { order_id: { type: 'integer' } } }
  const link = `/agents/${server.agentId}/action-links/${action?.links[0]?.linkId}`
  await must(server.api('PATCH', link, { body: { parametersSchema } }))
  const edited = await must(server.api('GET', `/agents/${server.agentId}/skills/${id}`))
  expect(edited.data).toMatchObject({
    name: body.name,
    origin: 'action',
    isEnabled: false,
    parametersSchema: { properties: { order_id: { type: 'integer' } } },
  })
  expect(JSON.stringify(edited.data)).toContain('/orders/of/')
})

test('gives a sensitive output to agents only where the request allows it', async () => {
  const responseMapping = [{ path: 'iban', leaf: 'iban' }]
  const refused = await create(lookUp({ responseMapping }))
  expect(codeOf(refused)).toEqual([422, 'binding_invalid'])
  await make(lookUp({ responseMapping, allowSensitive: ['iban'] }))
})

describe('its integration', () => {
  test('has a kind of its own, whatever the name', async () => {
    const slug = /^[a-z0-9][a-z0-9_-]{0,62}$/
    const long = 'a'.repeat(119)
    const names = [long, `${long}b`, 'Zeitgeist 101', '0 hits?', '通知']
    const kinds = []
    for (const name of names) {
      const answer = await create(notify({ name }))
      if (answer.status === 201) kinds.push(Skill.parse(answer.data).integration)
      else expect([name, ...codeOf(answer)]).toEqual([`${long}b`, 409, 'duplicate_name'])
    }
    expect(kinds.filter((kind) => !slug.test(kind))).toEqual([])
    expect(new Set(kinds).size).toBe(kinds.length)
    const shown = await must(server.api('GET', `/integrations/${kinds[0]}`))
    expect(shown.data).toMatchObject({ name: long, type: 'custom_api', status: 'connected' })
  })

  test('two agents may call theirs the same, and one agent may not', async () => {
    const body = notify()
    const other = idOf(await must(server.api('POST', '/agents', { body: { name: newName() } })))
    const kinds = [(await make(body)).integration, (await make(body, other)).integration]
    expect(new Set(kinds).size).toBe(2)
    const before = await held()
    for (const name of [body.name, `${body.name}!`.toUpperCase()]) {
      const again = await create({ ...body, name })
      expect(codeOf(again)).toEqual([409, 'duplicate_name'])
      expect(again.body['message']).toContain('Choose another')
    }
    expect(await held()).toEqual(before)
  })
})

describe('what is refused leaves nothing behind', () => {
  const production = (slot: object) => ({ environments: { production: slot } })
  const bad: readonly (readonly [string, () => object | Promise<object>, readonly unknown[]])[] = [
    ['no environment', () => ({ environments: {} }), [400, 'validation_error']],
    ['an unknown environment', () => ({ environments: { prod: {} } }), [400, 'validation_error']],
    ['no address', () => production({}), [400, 'validation_error']],
    ['no address at all in it', () => production({ baseUrl: 'http://' }), [400, 'validation_error']],
    ['an unknown member', () => ({ enabled: true }), [400, 'validation_error']],
    ['a member of the link', () => ({ phases: ['x'] }), [400, 'validation_error']],
    ['a reserved address', () => production({ baseUrl: 'http://169.254.169.254' }), [403, 'egress_blocked']],
    [
      'a reserved address beside a good one',
      () => ({ environments: { ...notify().environments, staging: { baseUrl: 'http://10.0.0.1' } } }),
      [403, 'egress_blocked'],
    ],
    ['a dotted placeholder', () => ({ path: '/x/{{a.b}}' }), [422, 'template_invalid']],
    ['a header of the credential', () => ({ headers: { Authorization: 'x' } }), [422, 'template_invalid']],
    [
      'a header that overrides the method',
      () => ({ headers: { 'X-HTTP-Method-Override': 'DELETE' } }),
      [422, 'template_invalid'],
    ],
    [
      'a sensitive output',
      () => ({ responseMapping: [{ path: 'password', leaf: 'password' }] }),
      [422, 'binding_invalid'],
    ],
    [
      'a connector that nobody has',
      () => production({ baseUrl: server.shopUrl, authConnectorId: server.agentId }),
      [404, 'not_found'],
    ],
    [
      'a connector of another environment',
      async () => {
        const authConnectorId = await makeConnector('bearer', { staging: { access_token: 'cnry-other' } })
        return production({ baseUrl: server.shopUrl, authConnectorId })
      },
      [409, 'environment_not_configured'],
    ],
    [
      'a connector that goes elsewhere',
      async () => {
        const body = {
          name: newName(),
          type: 'bearer',
          environments: { production: { access_token: 'cnry-elsewhere' } },
          allowedOrigins: { production: ['https://api.desk.example'] },
        }
        const authConnectorId = idOf(await must(server.api('POST', '/auth-connectors', { body })))
        return production({ baseUrl: server.shopUrl, authConnectorId })
      },
      [403, 'credential_origin_refused'],
    ],
    [
      'a connector of a database',
      async () => {
        const login = { host: '127.0.0.1', database: 'd', user: 'u', password: 'cnry-db', sslmode: 'disable' }
        const authConnectorId = await makeConnector('sql', { production: login })
        return production({ baseUrl: server.shopUrl, authConnectorId })
      },
      [400, 'validation_error'],
    ],
    [
      'a connector that still needs a person',
      async () => {
        const client = {
          client_id: 'a',
          client_secret: 'cnry-client',
          authorization_url: 'https://login.example/authorize',
          token_url: 'https://login.example/token',
        }
        const authConnectorId = await makeConnector('oauth2_authorization_code', { production: client })
        return {
          environments: {
            development: { baseUrl: server.shopUrl },
            production: { baseUrl: server.shopUrl, authConnectorId },
          },
        }
      },
      [409, 'integration_not_connected'],
    ],
  ]

  test.each(bad)('%s', async (_, change, expected) => {
    const body = notify(await change())
    const before = await held()
    const answer = await create(body)
    expect(codeOf(answer)).toEqual(expected)
    expect(await held()).toEqual(before)
    expect(server.seen).toEqual([])
  })

  test('a connector that needs a person is refused with the way to ask one', async () => {
    const client = {
      client_id: 'a',
      client_secret: 'b',
      authorization_url: 'https://l.example/a',
      token_url: 'https://l.example/t',
    }
    const authConnectorId = await makeConnector('oauth2_authorization_code', { production: client })
    const answer = await create(notify(production({ baseUrl: server.shopUrl, authConnectorId })))
    expect(answer.body['message']).toMatch(/person must give access.*shared action.*link that to the agent/)
  })

  test('a first use of a connector by a key that may not write secrets', async () => {
    const authConnectorId = await makeConnector('bearer', { production: { access_token: 'cnry-led-out' } })
    const before = await held()
    const author = server.client(await server.keyWith(['skills:read', 'skills:write']))
    const body = notify(production({ baseUrl: server.shopUrl, authConnectorId }))
    const answer = await author('POST', `/agents/${server.agentId}/skills`, { body })
    expect(codeOf(answer)).toEqual([403, 'credential_origin_refused'])
    expect(await held()).toEqual(before)
  })

  test('a key of one environment, whatever it names', async () => {
    const bound = server.client(await server.keyWith(scopes, 'development'))
    const before = await held()
    const body = notify({ environments: { development: { baseUrl: server.shopUrl } } })
    const answer = await bound('POST', `/agents/${server.agentId}/skills`, { body })
    expect([...codeOf(answer), answer.body['requiredEnvironment']]).toEqual([
      403,
      'insufficient_scope',
      'development',
    ])
    expect(await held()).toEqual(before)
  })

  test('everything wrong with the templates is said at once', async () => {
    const answer = await create(notify({ path: '/{{a.b}}', queryTemplate: { q: '{{z}}' } }))
    expect(errorCodes(answer)).toEqual(['placeholder_dotted', 'placeholder_unknown'])
  })
})
