import { findRealPostgres } from '@bindery/store/testing'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { idOf, must } from '../testing/clinic-server.ts'
import { startTestServer } from '../testing/test-server.ts'

const postgres = await findRealPostgres()
const origin = 'https://hooks.desk.example'
const Skills = z.array(z.object({ id: z.string(), integration: z.string() }))

test.skipIf(postgres === undefined)(
  'webhook skills that are made, published and deleted at once all come to an end, and leave nothing',
  async () => {
    if (postgres === undefined) return
    const server = await startTestServer({ databaseUrl: postgres.url })
    const { api } = server
    const connector = { type: 'bearer', environments: { production: { access_token: 'cnry-races' } } }
    const authConnectorId = idOf(
      await must(api('POST', '/auth-connectors', { body: { ...connector, name: 'shared' } })),
    )
    const webhook = (name: string) => ({
      name,
      description: 'The same call for everybody.',
      method: 'GET',
      path: '/same',
      environments: { production: { baseUrl: origin, authConnectorId } },
    })
    const agents = await Promise.all(
      ['a', 'b', 'c'].map(async (name) => idOf(await must(api('POST', '/agents', { body: { name } })))),
    )
    const shop = { kind: 'shop', name: 'Shop', type: 'custom_api' }
    await must(api('POST', '/integrations', { body: shop }))
    const made = await Promise.all(
      Array.from({ length: 18 }, (_, number) => {
        const agentId = agents[number % agents.length]
        const { environments: _slots, ...action } = webhook(`Call ${number % 9}`)
        return Promise.all([
          api('POST', `/agents/${agentId}/skills`, { body: webhook(`Call ${number % 9}`) }),
          api('POST', `/agents/${agentId}/publish`),
          api('POST', '/integrations/shop/shared-actions', { body: action }),
        ])
      }),
    )
    // A name is made once, and taken the second time.
    expect(made.map(([created]) => created.status).sort((a, b) => a - b)).toEqual([
      ...Array.from({ length: 9 }, () => 201),
      ...Array.from({ length: 9 }, () => 409),
    ])
    expect(made.flat().filter(({ status }) => status >= 500)).toEqual([])

    const gone = await Promise.all(
      agents.map(async (agentId) => {
        const path = `/agents/${agentId}/skills`
        const skills = Skills.parse((await must(api('GET', path))).data)
        return Promise.all([
          ...skills.flatMap(({ id, integration }) => [
            api('DELETE', `${path}/${id}`),
            api('DELETE', `${path}/${id}`),
            api('DELETE', `/integrations/${integration}`),
          ]),
          api('DELETE', `/agents/${agentId}`),
        ])
      }),
    )
    expect(gone.flat().filter(({ status }) => status >= 500)).toEqual([])
    const left = z
      .array(z.object({ kind: z.string() }))
      .parse((await must(api('GET', '/integrations?limit=100'))).data)
    expect(left).toEqual([{ kind: 'shop' }])
    await server.close()
    await postgres.close()
  },
)
