import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { idOf, must } from '../testing/clinic-server.ts'
import { type ShopServer, startShopServer } from '../testing/shop-server.ts'

let server: ShopServer
beforeAll(async () => {
  server = await startShopServer()
})
afterAll(() => server.close())

let count = 0
const newName = (): string => `Ping ${(count += 1)}`

const Skill = z.object({ id: z.string(), integration: z.string(), operation: z.string() })
const Action = z.object({
  id: z.string(),
  slug: z.string(),
  links: z.array(z.object({ linkId: z.string() })),
})

interface Made extends z.output<typeof Skill> {
  readonly agentId: string
  readonly actionId: string
  readonly linkId: string
}

const newAgent = async () => idOf(await must(server.api('POST', '/agents', { body: { name: newName() } })))

async function makeWebhook(): Promise<Made> {
  const agentId = await newAgent()
  const body = {
    name: newName(),
    description: 'Ask the endpoint whether it is there.',
    method: 'GET',
    path: '/pings',
    environments: { production: { baseUrl: server.shopUrl } },
  }
  const skill = Skill.parse((await must(server.api('POST', `/agents/${agentId}/skills`, { body }))).data)
  const [action] = await actionsOf(skill.integration)
  return { ...skill, agentId, actionId: action?.id ?? '', linkId: action?.links[0]?.linkId ?? '' }
}

const actionsOf = async (kind: string) =>
  z.array(Action).parse((await must(server.api('GET', `/integrations/${kind}/shared-actions`))).data)

const statusOf = async ({ integration }: Made) =>
  (await server.api('GET', `/integrations/${integration}`)).status

const link = async ({ integration: kind, actionId }: Made, agentId: string) =>
  idOf(await must(server.api('POST', `/agents/${agentId}/action-links`, { body: { kind, actionId } })))

const idOfIntegration = async (agentId: string, name: string) =>
  z
    .array(z.object({ id: z.string(), config: z.object({ name: z.string() }) }))
    .parse((await must(server.api('GET', `/agents/${agentId}/integrations/custom_api`))).data)
    .find(({ config }) => config.name === name)?.id ?? ''

/** Every way in which a skill can go. */
const ways: readonly (readonly [string, (made: Made) => Promise<unknown>])[] = [
  ['it is deleted', ({ agentId, id }) => server.api('DELETE', `/agents/${agentId}/skills/${id}`)],
  [
    'its link is deleted',
    ({ agentId, linkId }) => server.api('DELETE', `/agents/${agentId}/action-links/${linkId}`),
  ],
  [
    'it is deleted as a tool',
    async ({ agentId, linkId, integration }) => {
      const { name } = z
        .object({ name: z.string() })
        .parse((await must(server.api('GET', `/integrations/${integration}`))).data)
      const id = await idOfIntegration(agentId, name)
      return must(server.api('DELETE', `/agents/${agentId}/integrations/custom_api/${id}/tools/${linkId}`))
    },
  ],
  ['its agent is deleted', ({ agentId }) => server.api('DELETE', `/agents/${agentId}`)],
]

/** What may use the integration of a webhook beside its skill. */
const uses: readonly (readonly [string, (made: Made) => Promise<unknown>])[] = [
  ['another agent has its action', async (made) => link(made, await newAgent())],
  [
    'another agent has a binding of its own to it',
    async ({ integration, operation }) => {
      const body = { operation, toolName: newName(), inputs: [], projection: [] }
      return must(
        server.api('POST', `/agents/${await newAgent()}/integrations/${integration}/bindings`, { body }),
      )
    },
  ],
  [
    'a second action was described',
    ({ integration }) =>
      must(
        server.api('POST', `/integrations/${integration}/shared-actions`, {
          body: { name: newName(), description: 'Another call there.', method: 'GET', path: '/other' },
        }),
      ),
  ],
]

describe.each(ways)('when %s', (_, remove) => {
  test('what was made for a webhook skill goes with it', async () => {
    const made = await makeWebhook()
    await remove(made)
    expect(await statusOf(made)).toBe(404)
    const audit = await must(server.api('GET', '/audit?limit=5'))
    expect(audit.text).toContain('integration.removed')
  })

  test.each(uses)('it stays while %s', async (__, use) => {
    const made = await makeWebhook()
    await use(made)
    await remove(made)
    expect(await statusOf(made)).toBe(200)
  })

  test('an integration of the operator stays, and its catalog forgets what the skill added', async () => {
    const agentId = await newAgent()
    const actionId = await server.describe({
      name: newName(),
      description: 'Ask the shop whether it is there.',
      method: 'GET',
      path: '/pings/{{place}}',
    })
    const parametersSchema = { type: 'object', properties: { place: { type: 'integer' } } }
    const body = { kind: 'shop', actionId, parametersSchema }
    const linked = z
      .object({ id: z.string(), skill: Skill })
      .parse((await must(server.api('POST', `/agents/${agentId}/action-links`, { body }))).data)
    const { operation } = linked.skill
    const show = () => server.api('GET', `/integrations/shop/operations/${encodeURIComponent(operation)}`)
    expect([operation.includes('@'), (await show()).status]).toEqual([true, 200])
    await remove({ ...linked.skill, agentId, actionId, linkId: linked.id })
    expect((await show()).status).toBe(404)
    await must(server.api('GET', '/integrations/shop'))
  })
})

test('goes with the last of the agents that have it', async () => {
  const made = await makeWebhook()
  const other = await newAgent()
  const linkId = await link(made, other)
  await must(server.api('DELETE', `/agents/${made.agentId}/skills/${made.id}`))
  await must(server.api('DELETE', `/agents/${other}/action-links/${linkId}`))
  expect(await statusOf(made)).toBe(404)
})

test('a version that held it offers it no more, and says what is missing when it is restored', async () => {
  const made = await makeWebhook()
  const { agentId, id } = made
  await must(server.api('PATCH', `/agents/${agentId}/skills/${id}`, { body: { isEnabled: true } }))
  const published = await must(server.api('POST', `/agents/${agentId}/publish`))
  await must(server.api('DELETE', `/agents/${agentId}/skills/${id}`))
  const call = await server.api('POST', `/agents/${agentId}/skills/${id}/execute`, { body: { params: {} } })
  expect(call.status).toBe(404)
  const restored = await must(
    server.api('POST', `/agents/${agentId}/versions/${idOf(published)}/restore`, { body: {} }),
  )
  expect(restored.data).toMatchObject({ missing: [{ skillId: id, what: 'integration' }] })
})
