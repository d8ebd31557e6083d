import { packDocument } from './connector-pack-document.ts'
import { tests, type Walk } from './walk.ts'

const folder = 'packages/packs/catalogue/bakery'

const written = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`

const manifest = {
  formatVersion: 1,
  displayName: 'Bakery',
  category: 'food',
  blurb: 'Orders of a bakery, from the first to the last bun.',
  logo: 'bakery',
  version: '1.0.0',
  types: ['openapi'],
  auth: { type: 'bearer', fields: [{ name: 'access_token', title: 'Token', secret: true }] },
  server: { url: 'https://api.bakery.example' },
  schema: { from: 'url', url: 'https://api.bakery.example/openapi.json', publisher: 'The bakery' },
}

interface Preset {
  readonly slug: string
  readonly effect: string
  readonly operation: string
  readonly inputs: Readonly<Record<string, string>>
}

const order = { order_id: 'id' }
const presets: readonly Preset[] = [
  { slug: 'find_order', effect: 'read', operation: 'getOrder', inputs: order },
  { slug: 'list_orders', effect: 'read', operation: 'listOrders', inputs: { caller_phone: 'phone' } },
  { slug: 'show_opening_hours', effect: 'read', operation: 'getHours', inputs: {} },
  { slug: 'place_order', effect: 'create', operation: 'createOrder', inputs: { item: 'item' } },
  { slug: 'change_order', effect: 'update', operation: 'updateOrder', inputs: { ...order, item: 'item' } },
  { slug: 'cancel_order', effect: 'delete', operation: 'deleteOrder', inputs: order },
]

const toPreset = ({ slug, effect, operation, inputs }: Preset) => ({
  slug,
  important: true,
  effect,
  binding: {
    operation,
    toolName: slug.replaceAll('_', ' '),
    inputs: Object.entries(inputs).map(([param, argument]) => ({ param, argument, required: true })),
    ...(effect === 'delete' ? {} : { projection: [{ path: '$.status', leaf: 'status' }] }),
  },
})

const guidance = {
  callerIdentification: 'By the telephone number of the order.',
  limits: 'None are known.',
  operations: [{ operation: 'listOrders', behaviour: 'Gives the orders of today.', paging: 'None.' }],
}

/** What is asked for is enough here; a real pack writes down requests, answers and outputs. */
const toExchange = ({ slug, inputs }: Preset) => ({
  preset: slug,
  params: Object.fromEntries(Object.keys(inputs).map((param) => [param, 'x'])),
  output: {},
})

export const connectorPack: Walk = {
  heading: 'Connector pack',
  names: { provider: 'bakery' },
  changes: [
    { file: `${folder}/manifest.json`, is: written(manifest) },
    { file: `${folder}/presets.json`, is: written(presets.map(toPreset)) },
    { file: `${folder}/guidance.json`, is: written(guidance) },
    { file: `${folder}/fixtures/document.json`, is: written(packDocument) },
    { file: `${folder}/fixtures/exchanges.json`, is: written(presets.map(toExchange)) },
  ],
  proofs: [
    tests(
      ['services/api/src/packs/slices.test.ts', 'packages/packs/src/small-parts.test.ts'],
      'the pack "bakery"|has no broken pack',
    ),
  ],
}
