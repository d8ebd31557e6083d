import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { must } from '../testing/clinic-server.ts'
import { shopKey, type ShopServer, startShopServer } from '../testing/shop-server.ts'

let server: ShopServer
let base: string
let integrationId: string

beforeAll(async () => {
  server = await startShopServer()
  base = `/agents/${server.agentId}/integrations/custom_api`
  const configured = await must(
    server.api('POST', `${base}/configure`, {
      body: {
        name: 'Night shop',
        base_url: `${server.shopUrl}/v1`,
        auth_type: 'bearer',
        auth_config: { access_token: shopKey },
      },
    }),
  )
  integrationId = z.object({ id: z.string() }).parse(configured.data).id
  expect(configured.body).toEqual({
    success: true,
    message: 'Success',
    data: {
      id: integrationId,
      config: { name: 'Night shop', base_url: `${server.shopUrl}/v1`, auth_type: 'bearer' },
    },
  })
})
afterAll(() => server.close())

const createOrder = () => ({
  name: 'Create order',
  http_method: 'POST',
  url_template: `${server.shopUrl}/v1/shops/{{shop_id}}/orders?source=phone`,
  url_params: [
    { name: 'shop_id', type: 'string', description: 'The shop', required: true },
    { name: 'channel', type: 'string', description: 'How it came' },
  ],
  body_params: [
    {
      name: 'lines',
      type: 'array',
      description: 'What is ordered',
      required: true,
      items: { type: 'object', properties: { sku: { type: 'string' }, count: { type: 'integer' } } },
    },
    { name: 'gift', type: 'boolean', description: 'Wrapped' },
  ],
  body_template: { order: { lines: '{{lines}}' } },
  headers_template: { 'X-Source': 'voice' },
  response_mapping: { path: 'id', success_message: 'Ordered.' },
  category: 'orders',
  timeout: 20,
})
const enable = async (toolId: string) => {
  const links = await must(server.api('GET', '/integrations/night_shop/shared-actions'))
  const Actions = z.array(z.object({ links: z.array(z.object({ linkId: z.string(), skillId: z.string() })) }))
  const link = Actions.parse(links.data)
    .flatMap((action) => action.links)
    .find((found) => found.linkId === toolId)
  const body = { isEnabled: true, acknowledge: ['write'] }
  await must(server.api('PATCH', `/agents/${server.agentId}/skills/${link?.skillId}`, { body }))
  await must(server.api('POST', `/agents/${server.agentId}/publish`))
  return `/agents/${server.agentId}/skills/${link?.skillId}/execute`
}

it('describes a tool in one step, born disabled, that is called like any skill', async () => {
  const created = await must(server.api('POST', `${base}/${integrationId}/tools`, { body: createOrder() }))
  const { id } = z.object({ id: z.string() }).parse(created.data)
  const tool = {
    id,
    action_name: 'create_order',
    name: 'Create order',
    description: 'Calls Create order over HTTP.',
    category: 'orders',
    is_enabled: false,
  }
  expect(created.body).toEqual({ success: true, message: 'Success', data: tool })
  expect((await must(server.api('GET', `${base}/${integrationId}/tools`))).data).toEqual([tool])
  const execute = await enable(id)
  const params = { shop_id: 's 1', channel: 'a&b', lines: [{ sku: 'x', count: 2 }], gift: true }
  const asked = await server.api('POST', execute, { body: { params } })
  expect(asked.status).toBe(202)
  const { confirmationId } = z.object({ confirmationId: z.string() }).parse(asked.data)
  await must(server.api('POST', `/confirmations/${confirmationId}/approve`))
  expect(server.seen.at(-1)).toMatchObject({
    method: 'POST',
    url: '/v1/shops/s%201/orders?source=phone&channel=a%26b',
    headers: { authorization: `Bearer ${shopKey}`, 'x-source': 'voice' },
    body: { order: { lines: [{ sku: 'x', count: 2 }] }, gift: true },
  })
})

it('keeps an API that is used, and lets go of a tool with its action', async () => {
  const refused = await server.api('DELETE', `${base}/${integrationId}`)
  expect([refused.status, refused.body['code']]).toEqual([409, 'integration_in_use'])
  const [tool] = z
    .array(z.object({ id: z.string() }))
    .parse((await must(server.api('GET', `${base}/${integrationId}/tools`))).data)
  await must(server.api('DELETE', `${base}/${integrationId}/tools/${tool?.id}`))
  expect((await must(server.api('GET', '/integrations/night_shop/shared-actions'))).data).toEqual([])
  await must(server.api('DELETE', `${base}/${integrationId}`))
  expect((await server.api('GET', `${base}/${integrationId}/tools`)).status).toBe(404)
})

it.each([
  ['another host', { url_template: 'https://evil.example/x' }],
  ['a host that is a placeholder', { url_template: 'https://{{shop_id}}/x' }],
  ['a dotted placeholder', { url_template: '/x/{{shop.id}}' }],
])('refuses %s', async (_, change) => {
  const body = { name: 'Shop', base_url: server.shopUrl }
  const made = await server.api('POST', base, { body })
  const id = z.object({ id: z.string() }).safeParse(made.data)
  const listed = z
    .array(z.object({ id: z.string(), config: z.object({ name: z.string() }) }))
    .parse((await must(server.api('GET', base))).data)
  const place = id.success ? id.data.id : listed.find((entry) => entry.config.name === 'Shop')?.id
  const answer = await server.api('POST', `${base}/${place}/tools`, { body: { ...createOrder(), ...change } })
  expect([answer.status, answer.body['code']]).toEqual([422, 'template_invalid'])
})

it('leaves nothing behind when the credential does not fit', async () => {
  const body = { name: 'Odd', base_url: server.shopUrl, auth_type: 'bearer', auth_config: { tokn: 'x' } }
  expect((await server.api('POST', `${base}/configure`, { body })).status).toBe(400)
  expect((await server.api('GET', '/integrations/odd')).status).toBe(404)
})
