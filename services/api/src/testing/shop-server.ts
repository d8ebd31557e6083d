import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { startProvider } from '@bindery/connection/testing'
import { z } from 'zod'
import { idOf, must } from './clinic-server.ts'
import { startTestServer, type TestServer, type TestServerOptions } from './test-server.ts'

export interface SeenRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: unknown
}

export interface ShopServer extends TestServer {
  readonly shopUrl: string
  readonly agentId: string
  /** What the provider was sent, oldest first. */
  readonly seen: SeenRequest[]
  /** Describes an action and gives its id. */
  readonly describe: (action: object) => Promise<string>
  /** For a test that has closed the server itself. */
  readonly closeProvider: () => Promise<void>
  /** Links, enables (acknowledging a write) and publishes; gives the ids of the link and of its skill. */
  readonly link: (actionId: string, settings?: object) => Promise<{ linkId: string; skillId: string }>
}

export const shopKey = 'canary-shop-key-4Hd8'

/** A test server with an integration `shop` of type custom_api, connected to a provider on this machine. */
export async function startShopServer(options: TestServerOptions = {}): Promise<ShopServer> {
  const seen: SeenRequest[] = []
  const shop = await startProvider((request, response) => {
    void readBody(request).then((body) => {
      const { method = '', url = '', headers } = request
      seen.push({ method, url, headers, body })
      const [status, answer] = answerTo(method, url)
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    })
  })
  const server = await startTestServer(options)
  const { api } = server
  const slot = { baseUrl: shop.origin }
  const environments = { development: slot, production: slot }
  await must(
    api('POST', '/integrations', { body: { kind: 'shop', name: 'Shop', type: 'custom_api', environments } }),
  )
  for (const environment of ['development', 'production']) {
    const credentials = { api_key: shopKey, in: 'header', name: 'X-Shop-Key' }
    await must(api('POST', '/integrations/shop/connect', { body: { credentials, environment } }))
  }
  const agentId = idOf(await must(api('POST', '/agents', { body: { name: 'front-desk' } })))
  return {
    ...server,
    shopUrl: shop.origin,
    agentId,
    seen,
    describe: async (action) =>
      idOf(await must(api('POST', '/integrations/shop/shared-actions', { body: action }))),
    link: async (actionId, settings = {}) => {
      const body = { kind: 'shop', actionId, ...settings }
      const linked = await must(api('POST', `/agents/${agentId}/action-links`, { body }))
      const { id: linkId, skillId } = z.object({ id: z.string(), skillId: z.string() }).parse(linked.data)
      const enable = { isEnabled: true, acknowledge: ['write'] }
      await must(api('PATCH', `/agents/${agentId}/skills/${skillId}`, { body: enable }))
      await must(api('POST', `/agents/${agentId}/publish`))
      return { linkId, skillId }
    },
    closeProvider: () => shop.close(),
    close: async () => {
      await server.close()
      await shop.close()
    },
  }
}

function answerTo(method: string, url: string): readonly [number, unknown] {
  if (url.startsWith('/missing')) return [404, { error: 'nothing here' }]
  if (url.startsWith('/context')) return [200, { crm_id: 'crm_7', verified_by: 'nobody', deep: { a: 1 } }]
  if (url.startsWith('/orders/')) {
    return [200, { data: { status: 'sent', key: shopKey, lines: [{ sku: 'a', count: 2 }] } }]
  }
  return [200, { id: 'v_1', method }]
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const body = await text(request)
  return body === '' ? undefined : JSON.parse(body)
}
