import { authMethods } from '@bindery/connection'
import { type LocalProvider, startProvider } from '@bindery/connection/testing'
import { dialectOf } from '@bindery/sources'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { idOf, must } from '../testing/clinic-server.ts'
import { type ApiAnswer, type ApiClient, startTestServer, type TestServer } from '../testing/test-server.ts'
import { integrationTypes, sourceOfType } from '@bindery/platform/integrations'

/** A provider that notes every request. */
interface Watched extends LocalProvider {
  readonly seen: string[]
}

let server: TestServer
let home: Watched
let thief: Watched
/** Whoever may register integrations and edit agents, and write no secrets. */
let intruder: ApiClient

async function watch(): Promise<Watched> {
  const seen: string[] = []
  const provider = await startProvider((request, response) => {
    request.resume().on('end', () => {
      seen.push(`${request.method} ${request.url}`)
      const body = { data: { __typename: 'Query' }, access_token: 't', token_type: 'Bearer' }
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
  })
  return { ...provider, seen }
}

beforeAll(async () => {
  server = await startTestServer()
  home = await watch()
  thief = await watch()
  intruder = server.client(
    await server.keyWith([
      'integrations:read',
      'integrations:write',
      'agents:read',
      'agents:write',
      'skills:execute',
      'secrets:read',
    ]),
  )
})
afterAll(async () => {
  await server.close()
  for (const provider of [home, thief]) await provider.close()
})
beforeEach(() => {
  home.seen.length = 0
  thief.seen.length = 0
})

let count = 0
const newName = (what: string): string => `${what}-${(count += 1)}`

async function makeConnector(production: object, type = 'bearer'): Promise<string> {
  const body = { name: newName('connector'), type, environments: { production } }
  return idOf(await must(server.api('POST', '/auth-connectors', { body })))
}

const makeSecret = async (): Promise<string> =>
  idOf(
    await must(server.api('POST', '/secrets', { body: { name: newName('secret'), value: 'cnry-led-out' } })),
  )

interface Slot {
  readonly connectorId: string
  readonly baseUrl: string
  readonly type?: string
}

function register(api: ApiClient, kind: string, { connectorId, baseUrl, type = 'openapi' }: Slot) {
  const environments = { production: { baseUrl, authConnectorId: connectorId } }
  return api('POST', '/integrations', { body: { kind, name: kind, type, environments } })
}

/** A connector that an integration of the operator uses at home. */
async function settled(
  type = 'openapi',
  method = 'bearer',
  members: object = { access_token: 'cnry-led-out' },
) {
  const connectorId = await makeConnector(members, method)
  const kind = newName('kind')
  await must(register(server.api, kind, { connectorId, baseUrl: home.origin, type }))
  return { connectorId, kind }
}

const refusalOf = ({ status, body }: ApiAnswer) => [status, body['code']]
const refused = [403, 'credential_origin_refused']

const Allowed = z.object({ allowedOrigins: z.partialRecord(z.string(), z.array(z.string())) })
const allowedOf = async (path: string) =>
  Allowed.parse((await must(server.api('GET', path))).data).allowedOrigins

/** Members of every method, whose token endpoint is a third party. */
const members: Readonly<Record<string, object>> = {
  bearer: { access_token: 'cnry-led-out' },
  basic: { username: 'ada', password: 'cnry-led-out' },
  api_key: { api_key: 'cnry-led-out' },
  body: { fields: { key: 'cnry-led-out' } },
  custom_headers: { headers: { 'X-Key': 'cnry-led-out' } },
  oauth2_client_credentials: { client_id: 'a', client_secret: 'cnry-led-out', token_url: '{home}/token' },
  oauth2_authorization_code: {
    client_id: 'a',
    client_secret: 'cnry-led-out',
    token_url: '{home}/token',
    authorization_url: '{home}/authorize',
    access_token: 'cnry-led-out',
  },
  service_account: { client_email: 'a@b.example', token_url: '{home}/token', private_key: '{key}' },
}

/** They need no list: the one has nothing to lead out, the other says itself where it goes. */
const withoutList = new Set(['none', 'sql'])

test('every auth method stands in the table, so that a new one is tried', () => {
  const names = authMethods.map(({ name }) => name).filter((name) => !withoutList.has(name))
  expect(Object.keys(members).sort()).toEqual(names.sort())
})

async function membersOf(method: string): Promise<object> {
  const { generateKeyPairSync } = await import('node:crypto')
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key = String(privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const text = JSON.stringify(members[method])
  const filled = text.replaceAll('{home}', home.origin).replaceAll('"{key}"', JSON.stringify(key))
  return z.looseObject({}).parse(JSON.parse(filled))
}

const httpTypes = integrationTypes.filter((type) => dialectOf(sourceOfType(type)) === undefined)

describe.each(httpTypes)('at an integration of type %s', (type) => {
  test.each(Object.keys(members))('a %s connector is not led to a host of an intruder', async (method) => {
    const { connectorId, kind } = await settled(type, method, await membersOf(method))
    const at = { connectorId, baseUrl: thief.origin, type }
    expect(refusalOf(await register(intruder, newName('thief'), at))).toEqual(refused)
    const moved = { environments: { production: { baseUrl: thief.origin } } }
    expect(refusalOf(await intruder('PATCH', `/integrations/${kind}`, { body: moved }))).toEqual(refused)
    expect(thief.seen).toEqual([])
  })

  test.each(Object.keys(members))('a %s connector that lost its origin is sent nowhere', async (method) => {
    const { connectorId, kind } = await settled(type, method, await membersOf(method))
    const body = { allowedOrigins: { production: [thief.origin] } }
    await must(server.api('PATCH', `/auth-connectors/${connectorId}`, { body }))
    home.seen.length = 0
    const tested = await must(server.api('POST', `/integrations/${kind}/test`))
    expect(tested.text).toContain('may not be sent to')
    expect(refusalOf(await server.api('POST', `/integrations/${kind}/connect`))).toEqual(refused)
    await server.api('POST', `/integrations/${kind}/discover`, { headers: { prefer: 'wait=30' } })
    expect([home.seen, thief.seen]).toEqual([[], []])
  })
})

describe.each(integrationTypes.filter((type) => !httpTypes.includes(type)))(
  'at an integration of type %s',
  (type) => {
    test.each(Object.keys(members))('a %s connector is sent nowhere', async (method) => {
      const connectorId = await makeConnector(await membersOf(method), method)
      const kind = newName('kind')
      const environments = { production: { authConnectorId: connectorId } }
      const body = { kind, name: kind, type, environments }
      await must(intruder('POST', '/integrations', { body }))
      expect((await intruder('POST', `/integrations/${kind}/connect`)).status).toBe(400)
      const tested = await must(intruder('POST', `/integrations/${kind}/test`))
      expect(tested.data).toMatchObject({ ok: false })
      expect([home.seen, thief.seen]).toEqual([[], []])
    })
  },
)

describe('the first use', () => {
  test('is for who may write secrets, and then holds for everybody', async () => {
    const connectorId = await makeConnector({ access_token: 'cnry-led-out' })
    const path = `/auth-connectors/${connectorId}`
    const at = { connectorId, baseUrl: `${home.origin}/v1` }
    expect(refusalOf(await register(intruder, newName('kind'), at))).toEqual(refused)
    expect(await allowedOf(path)).toEqual({})
    await must(register(server.api, newName('kind'), at))
    expect(await allowedOf(path)).toEqual({ production: [home.origin] })
    await must(register(intruder, newName('kind'), { connectorId, baseUrl: `${home.origin}/v2` }))
    expect((await server.api('GET', '/audit')).text).toContain('auth_connector.origin_allowed')
  })

  test('is one of many that are made at once', async () => {
    const connectorId = await makeConnector({ access_token: 'cnry-led-out' })
    const origins = Array.from({ length: 6 }, (_, number) => `https://host-${number}.example`)
    const answers = await Promise.all(
      origins.map((baseUrl) => register(server.api, newName('kind'), { connectorId, baseUrl })),
    )
    const statuses = answers.map(({ status }) => status).sort((a, b) => a - b)
    expect(statuses).toEqual([201, 403, 403, 403, 403, 403])
    const winner = origins[answers.findIndex(({ status }) => status === 201)]
    expect(await allowedOf(`/auth-connectors/${connectorId}`)).toEqual({ production: [winner] })
  })

  test('of one environment says nothing of another one', async () => {
    const values = { access_token: 'cnry-led-out' }
    const body = {
      name: newName('connector'),
      type: 'bearer',
      environments: { production: values, staging: values },
    }
    const connectorId = idOf(await must(server.api('POST', '/auth-connectors', { body })))
    await must(register(server.api, newName('kind'), { connectorId, baseUrl: home.origin }))
    const staging = { staging: { baseUrl: home.origin, authConnectorId: connectorId } }
    const other = { kind: newName('kind'), name: 'x', type: 'openapi', environments: staging }
    expect(refusalOf(await intruder('POST', '/integrations', { body: other }))).toEqual(refused)
  })

  test('leaves nothing of a refused registration', async () => {
    const { connectorId } = await settled()
    const kind = newName('thief')
    await register(intruder, kind, { connectorId, baseUrl: thief.origin })
    expect((await server.api('GET', `/integrations/${kind}`)).status).toBe(404)
  })
})

describe('a list of origins', () => {
  test('is set by who may write secrets, is felt at once and shown', async () => {
    const { connectorId, kind } = await settled()
    const path = `/auth-connectors/${connectorId}`
    const body = { allowedOrigins: { production: [home.origin, `${thief.origin}/`] } }
    expect((await intruder('PATCH', path, { body })).status).toBe(403)
    await must(server.api('PATCH', path, { body }))
    expect(await allowedOf(path)).toEqual({ production: [home.origin, thief.origin].sort() })
    await must(register(intruder, newName('kind'), { connectorId, baseUrl: thief.origin }))
    await must(server.api('POST', `/integrations/${kind}/test`))
    expect(home.seen.length).toBeGreaterThan(0)
  })

  test.each([
    'ftp://x.example',
    'https://x.example/path',
    'https://a@x.example',
    'x.example',
    'https://',
    '*',
  ])('takes no %j', async (origin) => {
    const { connectorId } = await settled()
    const body = { allowedOrigins: { production: [origin] } }
    expect((await server.api('PATCH', `/auth-connectors/${connectorId}`, { body })).status).toBe(400)
  })

  test('of a connector can be given with it', async () => {
    const allowedOrigins = { production: ['https://API.example:443'] }
    const body = { name: newName('connector'), type: 'bearer', allowedOrigins }
    const made = await must(server.api('POST', '/auth-connectors', { body }))
    expect(Allowed.parse(made.data).allowedOrigins).toEqual({ production: ['https://api.example'] })
  })
})

describe('a secret', () => {
  test('goes where its first connector went, and by another connector nowhere else', async () => {
    const secret = await makeSecret()
    const [first, second] = [
      await makeConnector({ secretRefs: { access_token: secret } }),
      await makeConnector({ secretRefs: { access_token: secret } }),
    ]
    await must(register(server.api, newName('kind'), { connectorId: first, baseUrl: home.origin }))
    expect(await allowedOf(`/secrets/${secret}`)).toEqual({ production: [home.origin] })
    const led = { connectorId: second, baseUrl: thief.origin }
    const answer = await register(server.api, newName('kind'), led)
    expect([...refusalOf(answer), String(answer.body['message']).startsWith('The secret "')]).toEqual([
      ...refused,
      true,
    ])
    const body = { allowedOrigins: { production: [home.origin, thief.origin] } }
    await must(server.api('PATCH', `/secrets/${secret}`, { body }))
    await must(register(server.api, newName('kind'), led))
  })

  test('that is put into a connector of an integration goes where that goes', async () => {
    const { connectorId, kind } = await settled()
    const secret = await makeSecret()
    const body = { environments: { production: { secretRefs: { access_token: secret } } } }
    await must(server.api('PATCH', `/auth-connectors/${connectorId}`, { body }))
    expect(await allowedOf(`/secrets/${secret}`)).toEqual({ production: [home.origin] })
    await must(server.api('POST', `/integrations/${kind}/test`))
    expect(home.seen.length).toBeGreaterThan(0)
  })
})

describe('dynamic context', () => {
  test('takes a connector to its own origins only', async () => {
    const { connectorId } = await settled()
    const agentId = idOf(await must(server.api('POST', '/agents', { body: { name: newName('agent') } })))
    const path = `/agents/${agentId}/dynamic-context`
    const put = (api: ApiClient, origin: string) =>
      api('PUT', path, { body: { url: `${origin}/context`, authConnectorId: connectorId } })
    expect(refusalOf(await put(intruder, thief.origin))).toEqual(refused)
    expect(refusalOf(await put(server.api, thief.origin))).toEqual(refused)
    await must(put(intruder, home.origin))
    expect(thief.seen).toEqual([])
  })

  test('is no first use for who may not write secrets', async () => {
    const connectorId = await makeConnector({ access_token: 'cnry-led-out' })
    const agentId = idOf(await must(server.api('POST', '/agents', { body: { name: newName('agent') } })))
    const put = (api: ApiClient) =>
      api('PUT', `/agents/${agentId}/dynamic-context`, {
        body: { url: `${home.origin}/context`, authConnectorId: connectorId },
      })
    expect(refusalOf(await put(intruder))).toEqual(refused)
    await must(put(server.api))
    expect(await allowedOf(`/auth-connectors/${connectorId}`)).toEqual({ production: [home.origin] })
  })
})
