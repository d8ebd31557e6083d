import type { JsonObject } from '@bindery/model'
import { openCatalogue, type PackCatalogue, Preset } from '@bindery/packs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { idOf, must } from '../testing/clinic-server.ts'
import { installPack, listSkills } from '../testing/pack-runs.ts'
import { readOwnSlice } from '../testing/pack-slices.ts'
import { startTestServer, type TestServer } from '../testing/test-server.ts'

/* Presets with steps, of a pack that is registered under a slug of the operator's own. */

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
const kind = 'stripe-eu'
beforeAll(async () => {
  catalogue = withVersion('2.0.0', (preset) =>
    preset.slug === 'list_invoices_of_caller' ? invoices() : preset,
  )
  server = await startTestServer({ packs })
  const { api } = server
  const environments = { production: { baseUrl: 'http://127.0.0.1:9' } }
  const source = { document: readOwnSlice('stripe') }
  await must(api('POST', '/integrations', { body: { pack: 'stripe', kind, source, environments } }))
  const connecting = { credentials: { access_token: 'test' }, verify: false }
  await must(api('POST', `/integrations/${kind}/connect`, { body: connecting }))
  await must(api('POST', `/integrations/${kind}/discover`, { headers: { prefer: 'wait=30' } }))
  agentId = idOf(await must(api('POST', '/agents', { body: { name: 'front-desk' } })))
})
afterAll(() => server.close())

/** The pack with config of its own, as another version in which presets are changed. */
function withVersion(version: string, change: (preset: Preset) => Preset): PackCatalogue {
  const whole = openCatalogue()
  const config = [{ name: 'branch', title: 'Branch', required: true, secret: false }]
  return {
    ...whole,
    packs: whole.packs.map((pack) =>
      pack.id === 'stripe'
        ? { ...pack, manifest: { ...pack.manifest, version, config }, presets: pack.presets.map(change) }
        : pack,
    ),
  }
}

const searching = (field: string) => ({
  param: 'caller_phone',
  argument: 'query',
  required: true,
  transform: `"metadata['branch']:'{{config.branch}}' AND ${field}:'" & $ & "'"`,
})
const customer = {
  id: 'customer',
  operation: 'GetCustomersSearch',
  inputs: [searching('phone')],
  rows: 'data',
  take: 'one',
}

/** Invoices of the caller, who is a customer of the branch that the operator says. */
const invoices = (change: { readonly step?: JsonObject; readonly whole?: JsonObject } = {}): Preset =>
  Preset.parse({
    slug: 'list_invoices_of_caller',
    important: true,
    effect: 'read',
    binding: {
      toolName: 'Invoices of caller',
      steps: [
        { ...customer, ...change.step },
        {
          id: 'invoices',
          operation: 'GetInvoices',
          inputs: [
            { from: 'customer.id', argument: 'customer' },
            { const: 'open', argument: 'status' },
          ],
        },
      ],
      projection: [{ path: 'customer.name', leaf: 'customer_name' }],
      ...change.whole,
    },
  })

const limit = [{ field: 'limit', const: 3 }]
const inDelft = (field: string) => ({
  transform: searching(field).transform.replace('{{config.branch}}', 'Delft'),
})

const place = () => ({ agentId, kind })
const pack = () => `/agents/${agentId}/integrations/${kind}/pack`
const Shown = z.object({
  binding: z.looseObject({}),
  integrations: z.array(z.string()),
  isEnabled: z.boolean(),
})

async function skillOf(preset: string): Promise<string> {
  const Packs = z.array(z.object({ presets: z.array(z.object({ preset: z.string(), skillId: z.string() })) }))
  const [installed] = Packs.parse((await must(server.api('GET', `/agents/${agentId}/packs`))).data)
  return installed?.presets.find((each) => each.preset === preset)?.skillId ?? ''
}
const show = async (preset: string) =>
  Shown.parse((await must(server.api('GET', `/agents/${agentId}/bindings/${await skillOf(preset)}`))).data)
const edit = async (preset: string, change: object) => {
  const body = { ...(await show(preset)).binding, ...change }
  return must(server.api('PUT', `/agents/${agentId}/bindings/${await skillOf(preset)}`, { body }))
}
const Upgraded = z.object({
  presets: z.array(
    z.object({
      preset: z.string(),
      status: z.string(),
      binding: z.looseObject({}).nullable(),
      conflicts: z.array(z.object({ path: z.array(z.string()) })),
    }),
  ),
})
async function upgrade(preset: string) {
  const { data } = await must(server.api('POST', `${pack()}/upgrade`, { body: { presets: [preset] } }))
  const [upgraded] = Upgraded.parse(data).presets
  return { ...upgraded, conflicts: upgraded?.conflicts.map(({ path }) => path.join('.')) }
}

it('are shown with the slug that the pack is registered under, and fit as others do', async () => {
  const { data } = await must(server.api('GET', `/integrations/${kind}/pack`))
  const { presets } = z
    .object({ presets: z.array(z.object({ slug: z.string(), binding: z.looseObject({}) })) })
    .parse(data)
  expect(presets.find(({ slug }) => slug === 'list_invoices_of_caller')?.binding).toMatchObject({
    steps: [{ integration: kind }, { integration: kind }],
  })
  const fit = await must(server.api('GET', `/integrations/${kind}/pack/fit`))
  expect(fit.data).toContainEqual(
    expect.objectContaining({
      slug: 'list_invoices_of_caller',
      supported: true,
      missingConfig: ['branch'],
    }),
  )
  const actions = await must(server.api('GET', `/integrations/${kind}/actions`))
  expect(actions.data).toContainEqual(
    expect.objectContaining({
      slug: 'list_invoices_of_caller',
      parametersSchema: expect.objectContaining({ required: ['caller_phone'] }),
    }),
  )
})

it('are drafts until their config is given, which an edit of a step does not hinder', async () => {
  const presets = ['list_invoices_of_caller', 'list_subscriptions', 'find_customer']
  await installPack(server, place(), { presets })
  expect(await show('list_invoices_of_caller')).toMatchObject({ integrations: [kind], isEnabled: false })
  const { binding } = await show('list_invoices_of_caller')
  const { steps } = z.object({ steps: z.array(z.looseObject({})) }).parse(binding)
  const [first, second] = steps
  await edit('list_invoices_of_caller', { steps: [first, { ...second, inputObjectMap: limit }] })
  await installPack(server, place(), { presets, config: { branch: 'Delft' } })
  expect(await show('list_invoices_of_caller')).toMatchObject({
    isEnabled: true,
    binding: {
      steps: [{ inputs: [inDelft('phone')] }, { inputObjectMap: limit }],
    },
  })
})

it('are upgraded step by step around an edit, and one operation becomes steps', async () => {
  await edit('list_subscriptions', { description: 'What is paid by the month?', integration: kind })
  catalogue = withVersion('2.1.0', (preset) => {
    if (preset.slug === 'list_invoices_of_caller') return invoices({ step: { inputs: [searching('name')] } })
    if (preset.slug !== 'list_subscriptions') return preset
    return { ...invoices({ whole: { toolName: 'Subscriptions' } }), slug: preset.slug }
  })
  expect(await upgrade('list_invoices_of_caller')).toMatchObject({
    status: 'merged',
    conflicts: [],
    binding: {
      steps: [{ inputs: [inDelft('name')] }, { inputObjectMap: limit }],
    },
  })
  expect((await show('list_invoices_of_caller')).isEnabled).toBe(true)
  expect(await upgrade('list_subscriptions')).toMatchObject({
    status: 'merged',
    conflicts: ['description'],
    binding: {
      description: 'What is paid by the month?',
      steps: [{ integration: kind }, { integration: kind }],
    },
  })
})

it('that an operator made of one operation stay, and what the pack changed of it is listed', async () => {
  const { steps, projection } = z
    .object({ steps: z.array(z.json()), projection: z.array(z.json()) })
    .parse((await show('list_invoices_of_caller')).binding)
  const body = { toolName: 'Who calls, and what is open', steps, projection }
  await must(server.api('PUT', `/agents/${agentId}/bindings/${await skillOf('find_customer')}`, { body }))
  catalogue = withVersion('2.2.0', (preset) =>
    preset.slug === 'find_customer' && !('steps' in preset.binding)
      ? { ...preset, binding: { ...preset.binding, operation: 'GetCustomers', inputs: [] } }
      : preset,
  )
  expect(await upgrade('find_customer')).toMatchObject({
    status: 'unchanged',
    conflicts: ['inputs', 'operation'],
    binding: { steps: [{}, {}] },
  })
})

it('are taken away like the others', async () => {
  await must(server.api('DELETE', `${pack()}/install?presets=list_invoices_of_caller,list_subscriptions`))
  expect((await listSkills(server, agentId)).length).toBe(1)
})
