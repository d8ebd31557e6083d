import { openCatalogue, type PackCatalogue } from '@bindery/packs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { idOf, must } from '../testing/clinic-server.ts'
import { newerStripe } from '../testing/newer-stripe.ts'
import { readOwnSlice } from '../testing/pack-slices.ts'
import { startTestServer, type TestServer } from '../testing/test-server.ts'

let catalogue = openCatalogue()
const packs: PackCatalogue = {
  get packs() {
    return catalogue.packs
  },
  get issues() {
    return catalogue.issues
  },
}

let server: TestServer
let agentId = ''
beforeAll(async () => {
  server = await startTestServer({ packs })
  agentId = idOf(await must(server.api('POST', '/agents', { body: { name: 'front-desk' } })))
  const source = { document: readOwnSlice('stripe') }
  const environments = { production: { baseUrl: 'http://127.0.0.1:9' } }
  await must(server.api('POST', '/integrations', { body: { pack: 'stripe', source, environments } }))
  const connecting = { credentials: { access_token: 'test' }, verify: false }
  await must(server.api('POST', '/integrations/stripe/connect', { body: connecting }))
  await must(server.api('POST', '/integrations/stripe/discover', { headers: { prefer: 'wait=30' } }))
})
afterAll(() => server.close())

const Packs = z.array(
  z.object({
    integration: z.string(),
    pack: z.string(),
    version: z.string().nullable(),
    presets: z.array(z.object({ preset: z.string(), version: z.string() })),
    outdated: z.int(),
  }),
)
const listed = async () =>
  Packs.parse((await must(server.api('GET', `/agents/${agentId}/packs`))).data).map((pack) => ({
    ...pack,
    presets: pack.presets.map(({ preset, version }) => `${preset} ${version}`),
  }))

describe('the packs of an agent', () => {
  it('are none before anything is installed, and those of which something is, each with its version', async () => {
    expect(await listed()).toEqual([])
    const [pack] = catalogue.packs.filter(({ id }) => id === 'stripe')
    const version = pack?.manifest.version ?? ''
    const [first = '', second = ''] = pack?.presets.map(({ slug }) => slug) ?? []
    const install = `/agents/${agentId}/integrations/stripe/pack/install`
    await must(server.api('POST', install, { body: { presets: [first, second] } }))
    const own = { integration: 'stripe', pack: 'stripe' }
    const presets = [`${first} ${version}`, `${second} ${version}`].toSorted()
    const shown = await listed()
    expect(shown.map((each) => ({ ...each, presets: each.presets.toSorted() }))).toEqual([
      { ...own, version, presets, outdated: 0 },
    ])
  })

  it('say how much came from an older version once there is a newer one', async () => {
    const before = await listed()
    catalogue = newerStripe()
    const [newer] = catalogue.packs.filter(({ id }) => id === 'stripe')
    expect(await listed()).toEqual(
      before.map((pack) => ({ ...pack, version: newer?.manifest.version, outdated: 2 })),
    )
    await must(server.api('POST', `/agents/${agentId}/integrations/stripe/pack/upgrade`))
    expect((await listed())[0]?.outdated).toBe(0)
  })

  it('are told of no agent that there is not', async () => {
    const answer = await server.api('GET', '/agents/00000000-0000-4000-8000-000000000000/packs')
    expect(answer.status).toBe(404)
  })
})
