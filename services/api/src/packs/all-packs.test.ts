import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import { isJsonObject, type JsonObject } from '@bindery/model'
import { openCatalogue, type Pack, type PackCatalogue } from '@bindery/packs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { errorCodes, idOf, must } from '../testing/clinic-server.ts'
import { newerStripe } from '../testing/newer-stripe.ts'
import { exchangesOf, installPack, listSkills, packFixture } from '../testing/pack-runs.ts'
import { readOwnSlice, readSlice } from '../testing/pack-slices.ts'
import { startTestServer, type TestServer } from '../testing/test-server.ts'

/* All packs on one agent: installing, installing again, finishing drafts, upgrading around an edit, the same contract of three. */

let catalogue = openCatalogue()
/** What the server sees, so that a newer version can be published while it runs. */
const packs: PackCatalogue = {
  get packs() {
    return catalogue.packs
  },
  get issues() {
    return catalogue.issues
  },
}
const database = await findServer('postgres')
const tried = catalogue.packs.filter(({ id }) => id !== 'appointments' || database !== undefined)

let server: TestServer
let tables: TestDatabase | undefined
let agentId = ''

beforeAll(async () => {
  server = await startTestServer({ packs })
  agentId = await newAgent('front-desk')
  if (database !== undefined) {
    tables = await createTestDatabase('postgres', database)
    await tables.script(packFixture('appointments', 'schema.postgres.sql'))
  }
  for (const pack of tried) await connect(pack)
})
afterAll(async () => {
  await server.close()
  await tables?.drop()
})

const newAgent = async (name: string): Promise<string> =>
  idOf(await must(server.api('POST', '/agents', { body: { name } })))

/** Registers, connects and discovers a pack from its slice; nothing of it is called here. */
async function connect({ id, manifest }: Pack): Promise<void> {
  const { api } = server
  const isDatabase = manifest.server === undefined
  const document = (): string =>
    manifest.types.includes('graphql') ? readSlice(id, 'graphql').text : readOwnSlice(id)
  const http = () => ({
    source: { document: document() },
    environments: { production: { baseUrl: 'http://127.0.0.1:9' } },
  })
  await must(api('POST', '/integrations', { body: { pack: id, ...(isDatabase ? {} : http()) } }))
  const credentials = tables !== undefined && isDatabase ? tables.credentials : { access_token: 'test' }
  await must(api('POST', `/integrations/${id}/connect`, { body: { credentials, verify: isDatabase } }))
  await must(api('POST', `/integrations/${id}/discover`, { headers: { prefer: 'wait=30' } }))
}

const skillsOf = (agent: string) => listSkills(server, agent)

const place = (kind: string, agent = agentId): string => `/agents/${agent}/integrations/${kind}`
/** Packs that ask for more than a credential. */
const configured = tried.filter(({ manifest }) => manifest.config.length > 0).map(({ id }) => id)
const presetCount = (chosen: readonly Pack[]): number => chosen.flatMap(({ presets }) => presets).length

describe('before there is anything', () => {
  it.each([
    ['a provider without a pack', 'no-such-kind', 404, 'pack_not_found'],
    ['a provider that is not registered', 'seven', 404, 'pack_not_found'],
  ])('installing for %s is refused', async (...[, kind, status, code]) => {
    const answer = await server.api('POST', `${place(kind)}/pack/install`)
    expect([answer.status, answer.body['code']]).toEqual([status, code])
  })

  it('installing says whether a registration, a connection or a discovery is missing', async () => {
    const { api, client, otherOrganization } = server
    const other = client(await otherOrganization())
    const otherAgent = idOf(await must(other('POST', '/agents', { body: { name: 'a' } })))
    const path = `/agents/${otherAgent}/integrations/stripe/pack/install`
    const codes = [(await other('POST', path)).body['code']]
    await must(other('POST', '/integrations', { body: { pack: 'stripe' } }))
    codes.push((await other('POST', path)).body['code'])
    await must(
      other('POST', '/integrations/stripe/connect', {
        body: { credentials: { access_token: 'x' }, verify: false },
      }),
    )
    codes.push((await other('POST', path)).body['code'])
    expect(codes).toEqual(['integration_not_connected', 'integration_not_connected', 'schema_not_discovered'])
    expect((await api('GET', `/agents/${otherAgent}/integrations/stripe/pack/upgrade`)).status).toBe(404)
  })

  it('registering fills in what the pack knows and names what it cannot', async () => {
    const other = server.client(await server.otherOrganization())
    const stripe = await must(other('POST', '/integrations', { body: { pack: 'stripe', kind: 'stripe-eu' } }))
    expect(stripe.data).toMatchObject({
      kind: 'stripe-eu',
      name: 'Stripe',
      type: 'openapi',
      pack: 'stripe',
      environments: { production: { baseUrl: 'https://api.stripe.com/' } },
      source: { from: 'url' },
    })
    const shopify = await other('POST', '/integrations', {
      body: { pack: 'shopify', variables: { shop: 'a/../b' } },
    })
    expect([shopify.status, errorCodes(shopify)]).toEqual([400, ['variable_invalid']])
    const lost = await other('POST', '/integrations', {
      body: { pack: 'stripe', environments: {}, variables: { shop: 'x' } },
    })
    expect([lost.status, errorCodes(lost)]).toEqual([400, ['unknown_name']])
    const variables = { shop: 'jansen-bikes' }
    const shop = await must(other('POST', '/integrations', { body: { pack: 'shopify', variables } }))
    expect(JSON.stringify(shop.data)).toContain('https://jansen-bikes.myshopify.com/admin/api/')
    expect((await other('POST', '/integrations', { body: { pack: 'stripes' } })).body['code']).toBe(
      'pack_not_found',
    )
    const nameless = await other('POST', '/integrations', { body: { type: 'openapi' } })
    expect([nameless.status, nameless.body['code']]).toEqual([400, 'validation_error'])
    const calendar = await must(other('POST', '/integrations', { body: { pack: 'google-calendar' } }))
    expect(calendar.status).toBe(201)
    const form = { client_id: '1234.apps.googleusercontent.com', client_secret: 'x' }
    const asked = await must(
      other('POST', '/integrations/google-calendar/connect', { body: { credentials: form } }),
    )
    expect(JSON.stringify(asked.data)).toContain('accounts.google.com')
  })

  it('what operators set up themselves has no pre-built actions and no pack', async () => {
    const other = server.client(await server.otherOrganization())
    const body = { kind: 'stripe', name: 'Our own', type: 'graphql' }
    await must(other('POST', '/integrations', { body }))
    expect((await must(other('GET', '/integrations/stripe/actions'))).data).toEqual([])
    expect((await other('GET', '/integrations/stripe/pack')).body['code']).toBe('pack_not_found')
    expect((await must(other('GET', '/integrations/catalog?search=our own'))).data).toMatchObject([
      { kind: 'stripe', hasPack: false, actionCount: 0, registered: true, connected: false },
    ])
  })

  it('the catalog of providers has what can be connected and what is', async () => {
    const { data } = await must(server.api('GET', '/integrations/catalog'))
    const found = z
      .array(z.object({ kind: z.string(), hasPack: z.boolean(), connected: z.boolean() }))
      .parse(data)
    expect(
      found
        .filter(({ hasPack, connected }) => hasPack && connected)
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(tried.map(({ id }) => id))
  })
})

describe('installing all packs on one agent', () => {
  it('gives every preset once, reads enabled, writes disabled, what lacks config as a draft', async () => {
    const answers = []
    for (const { id } of tried) answers.push(...(await installPack(server, { agentId, kind: id })))
    expect(answers.filter(({ created }) => !created)).toEqual([])
    const skills = await skillsOf(agentId)
    const names = new Set(skills.map(({ functionName }) => functionName))
    expect([skills.length, names.size]).toEqual([presetCount(tried), presetCount(tried)])
    const drafts = new Set(configured)
    for (const skill of skills) {
      const isDraft = drafts.has(skill.integration) && skill.status === 'draft'
      expect([skill.functionName, skill.isEnabled]).toEqual([skill.functionName, !isDraft && !skill.isWrite])
    }
  })

  it('changes nothing when it is done again, by either route', async () => {
    const before = await skillsOf(agentId)
    for (const { id } of tried) {
      const again = await installPack(server, { agentId, kind: id })
      expect(again.filter(({ created, skill }) => created || skill === null)).toEqual([])
      const provisioned = await must(server.api('POST', `${place(id)}/provision`))
      expect(JSON.stringify(provisioned.data)).not.toContain('"created":true')
    }
    expect(await skillsOf(agentId)).toEqual(before)
  })

  it('a draft cannot be enabled until its config is given, and then is what it would have been', async () => {
    const drafts = (await skillsOf(agentId)).filter(({ status }) => status === 'draft')
    const [draft] = drafts
    const path = `/agents/${agentId}/skills/${draft?.id}`
    const refused = await server.api('PATCH', path, { body: { isEnabled: true, acknowledge: ['write'] } })
    expect([refused.status, new Set(errorCodes(refused))]).toEqual([422, new Set(['config_missing'])])
    for (const kind of configured) {
      const config = exchangesOf(kind)[0]?.config ?? {}
      await must(server.api('POST', `${place(kind)}/provision`, { body: { config, actions: slugsOf(kind) } }))
    }
    const after = await skillsOf(agentId)
    expect(after.filter(({ status }) => status !== 'valid')).toEqual([])
    expect(after.filter(({ isWrite, isEnabled }) => isWrite === isEnabled)).toEqual([])
  })

  it('knows a deleted skill again that a version of the agent brought back', async () => {
    const { api } = server
    const agent = await newAgent('restored')
    const path = `${place('stripe', agent)}/pack/install`
    await must(api('POST', path))
    const [first] = await skillsOf(agent)
    const published = await must(api('POST', `/agents/${agent}/publish`))
    const version = idOf(published)
    await must(api('DELETE', `/agents/${agent}/skills/${first?.id}`))
    await must(api('POST', `/agents/${agent}/versions/${version}/restore`))
    const again = z.array(z.object({ created: z.boolean() })).parse((await must(api('POST', path))).data)
    expect(again.filter(({ created }) => created)).toEqual([])
  })

  it('names what it does not know, with what may have been meant', async () => {
    const preset = await server.api('POST', `${place('stripe')}/pack/install`, {
      body: { presets: ['find_custmer'] },
    })
    expect([preset.status, JSON.stringify(preset.body['errors'])]).toEqual([
      400,
      expect.stringContaining('find_customer'),
    ])
    const config = await server.api('POST', `${place('github')}/provision`, {
      body: { config: { repo_onwer: 'x' } },
    })
    expect([config.status, JSON.stringify(config.body['errors'])]).toEqual([
      400,
      expect.stringContaining('repo_owner'),
    ])
  })

  it('skips a preset whose operation the account lacks, stores nothing of it, and fit says so before', async () => {
    const agent = await newAgent('smaller')
    await must(
      server.api('PATCH', '/integrations/stripe/scoping', {
        body: { blockedObjects: ['refund'], blockedFields: [] },
      }),
    )
    const fit = z
      .array(
        z.object({
          slug: z.string(),
          supported: z.boolean(),
          issues: z.array(z.object({ code: z.string() })),
        }),
      )
      .parse((await must(server.api('GET', '/integrations/stripe/pack/fit'))).data)
    const unfit = fit.filter(({ supported }) => !supported)
    const installed = await installPack(server, { agentId: agent, kind: 'stripe' })
    await must(
      server.api('PATCH', '/integrations/stripe/scoping', {
        body: { blockedObjects: [], blockedFields: [] },
      }),
    )
    expect(unfit.map(({ slug }) => slug)).toEqual(['refund_payment'])
    expect(installed.filter(({ skipped }) => skipped !== undefined).map(({ preset }) => preset)).toEqual([
      'refund_payment',
    ])
    expect((await skillsOf(agent)).length).toBe(slugsOf('stripe').length - 1)
  })
})

const slugsOf = (id: string): readonly string[] =>
  catalogue.packs.find((pack) => pack.id === id)?.presets.map(({ slug }) => slug) ?? []

describe('upgrading one pack', () => {
  it('brings the news, keeps the edit and says where both spoke', async () => {
    const before = await skillsOf(agentId)
    const idOfSkill = (name: string): string =>
      before.find(({ functionName }) => functionName === name)?.id ?? ''
    const found = before.find(
      ({ functionName, integration }) =>
        integration === 'stripe' &&
        functionName.startsWith('find_customer') &&
        !functionName.includes('mail'),
    )
    const bindings = `${place('stripe')}/bindings`
    const shown = z
      .object({ binding: z.looseObject({}) })
      .parse((await must(server.api('GET', `${bindings}/${found?.id}`))).data)
    const edited = { ...shown.binding, description: 'Who is on the line?', timeoutMs: 5_000 }
    await must(server.api('PUT', `${bindings}/${found?.id}`, { body: edited }))
    const invoices = idOfSkill('list_invoices')
    await must(server.api('PATCH', `/agents/${agentId}/skills/${invoices}`, { body: { isEnabled: false } }))
    const cancel = idOfSkill('cancel_subscription')
    await must(
      server.api('PATCH', `/agents/${agentId}/skills/${cancel}`, {
        body: { isEnabled: true, acknowledge: ['write'] },
      }),
    )
    catalogue = newerStripe()

    const preview = Upgrade.parse((await must(server.api('GET', `${place('stripe')}/pack/upgrade`))).data)
    const untouched = await skillsOf(agentId)
    const applied = Upgrade.parse((await must(server.api('POST', `${place('stripe')}/pack/upgrade`))).data)
    expect(applied.presets.map(({ preset, status }) => [preset, status])).toEqual(
      preview.presets.map(({ preset, status }) => [preset, status]),
    )
    const statusOf = Object.fromEntries(applied.presets.map(({ preset, status }) => [preset, status]))
    expect(statusOf).toMatchObject({
      find_customer: 'merged',
      list_invoices: 'merged',
      cancel_subscription: 'merged',
      create_customer: 'unchanged',
      refund_payment: 'retired',
      show_invoice: 'available',
    })
    const merged = applied.presets.find(({ preset }) => preset === 'find_customer')
    expect(merged?.conflicts).toMatchObject([{ path: ['description'], ours: 'Who is on the line?' }])
    expect(merged?.binding).toMatchObject({
      description: 'Who is on the line?',
      timeoutMs: 5_000,
      requiresConfirmation: true,
    })
    expect(JSON.stringify(merged?.binding)).toContain('customer_phone')

    const after = await skillsOf(agentId)
    const stateOf = (id: string) => after.find((skill) => skill.id === id)
    expect(stateOf(found?.id ?? '')?.isEnabled).toBe(true)
    expect([stateOf(invoices)?.isEnabled, stateOf(cancel)?.isEnabled]).toEqual([false, false])
    const others = (rows: typeof after) => rows.filter(({ integration }) => integration !== 'stripe')
    expect(others(after)).toEqual(others(untouched))
    expect(after.length).toBe(before.length)
  })

  it('has nothing more to do the second time, and installing adds what is new', async () => {
    const again = Upgrade.parse((await must(server.api('POST', `${place('stripe')}/pack/upgrade`))).data)
    expect(new Set(again.presets.map(({ status }) => status))).toEqual(
      new Set(['current', 'retired', 'available']),
    )
    const installed = await installPack(server, { agentId, kind: 'stripe' })
    expect(installed.filter(({ created }) => created).map(({ preset }) => preset)).toEqual(['show_invoice'])
  })

  it('takes away what came from the pack, and nothing else', async () => {
    const rows = await skillsOf(agentId)
    await must(server.api('DELETE', `${place('stripe')}/pack/install?presets=show_invoice`))
    const body = { actions: ['list_invoices'] }
    await must(server.api('DELETE', `${place('stripe')}/provision`, { body }))
    expect((await skillsOf(agentId)).length).toBe(rows.length - 2)
    await must(server.api('DELETE', `${place('stripe')}/provision`))
    expect(await skillsOf(agentId)).toEqual(rows.filter(({ integration }) => integration !== 'stripe'))
  })
})

const Upgrade = z.object({
  version: z.string(),
  presets: z.array(
    z.object({
      preset: z.string(),
      status: z.string(),
      binding: z.looseObject({}).nullable(),
      conflicts: z.array(z.looseObject({ path: z.array(z.string()) })),
    }),
  ),
})

describe('the contract "find_customer"', () => {
  const providers = tried
    .filter(({ presets }) => presets.some(({ slug }) => slug === 'find_customer'))
    .map(({ id }) => id)

  it('is served by three packs and more with the same tool list', async () => {
    catalogue = openCatalogue()
    const lists: { readonly parameters: JsonObject; readonly outputs: readonly string[] }[] = []
    const agent = await newAgent('swapped')
    for (const kind of providers) {
      await must(
        server.api('POST', `${place(kind, agent)}/provision`, { body: { actions: ['find_customer'] } }),
      )
      await must(server.api('POST', `/agents/${agent}/publish`))
      const tools = await must(server.api('GET', `/agents/${agent}/tools?format=openai`))
      const [skill] = z
        .array(z.object({ outputSchema: z.looseObject({ properties: z.looseObject({}) }) }))
        .parse((await must(server.api('GET', `/agents/${agent}/skills`))).data)
      lists.push({
        parameters: isJsonObject(tools.data) ? tools.data : { list: z.json().parse(tools.data) },
        outputs: Object.keys(skill?.outputSchema.properties ?? {}).sort(),
      })
      await must(server.api('DELETE', `${place(kind, agent)}/provision`))
    }
    const [first] = lists
    expect(providers.length).toBeGreaterThanOrEqual(database === undefined ? 2 : 3)
    expect(first?.outputs).toEqual(['customer_email', 'customer_id', 'customer_name'])
    expect(JSON.stringify(first?.parameters)).toContain('find_customer')
    for (const list of lists) expect(list).toEqual(first)
  })
})
