import { toDotted } from '@bindery/model'
import { describe, expect, it, test } from 'vitest'
import { checkPack } from './check-pack.ts'

const manifest = {
  formatVersion: 1,
  displayName: 'Bakery',
  category: 'food',
  blurb: 'Orders of a bakery.',
  logo: 'bakery',
  version: '1.0.0',
  types: ['openapi'],
  auth: { type: 'bearer', fields: [{ name: 'access_token', title: 'Token', secret: true }] },
  server: { url: 'https://{shop}.bakery.example', variables: [{ name: 'shop', title: 'Shop' }] },
  schema: { from: 'url', url: 'https://bakery.example/openapi.json', publisher: 'Bakery' },
  config: [{ name: 'oven_id', title: 'Oven' }],
}
const preset = {
  slug: 'find_order',
  important: true,
  effect: 'read',
  binding: {
    operation: 'getOrder',
    toolName: 'Find order',
    inputObjectMap: [{ field: 'oven', const: '{{config.oven_id}}' }],
  },
}
const guidance = {
  callerIdentification: 'By telephone.',
  limits: 'None.',
  operations: [{ operation: 'getOrder', behaviour: 'Gives one order.' }],
}

const check = (change: { manifest?: object; presets?: unknown; guidance?: object; id?: string } = {}) =>
  checkPack(change.id ?? 'bakery', {
    'manifest.json': JSON.stringify({ ...manifest, ...change.manifest }),
    'presets.json': JSON.stringify(change.presets ?? [preset]),
    'guidance.json': JSON.stringify({ ...guidance, ...change.guidance }),
  })

const findings = (checked: ReturnType<typeof checkPack>): readonly string[] =>
  checked.ok ? [] : checked.failure.map(({ code, path }) => `${code} ${toDotted(path)}`)

const steps = [
  { id: 'order', operation: 'getOrder', inputs: [{ param: 'order_id', argument: 'id' }] },
  {
    id: 'oven',
    operation: 'getOven',
    inputs: [
      { from: 'order.oven', argument: 'id' },
      { const: '{{config.oven_id}}', argument: 'after' },
    ],
  },
]
const withSteps = (change: readonly object[] = steps) => [
  { ...preset, binding: { toolName: 'Oven of an order', steps: change } },
]

test('a preset may have steps: their config is declared and guidance may be about any of them', () => {
  const operations = ['getOrder', 'getOven'].map((operation) => ({ operation, behaviour: 'Gives one.' }))
  expect(findings(check({ presets: withSteps(), guidance: { operations } }))).toEqual([])
})

test('a step that names a provider is told that it calls the one it is installed for', () => {
  const named = check({ presets: withSteps(steps.map((step) => ({ ...step, integration: 'mill' }))) })
  expect(named.ok ? [] : named.failure.map(({ path, message }) => [toDotted(path), message])).toEqual(
    [0, 1].map((at) => [
      `presets.json[0].binding.steps[${at}]`,
      'A step of a preset calls the provider that its pack is installed for: leave "integration" out.',
    ]),
  )
})

test('a pack that fits is read with its defaults', () => {
  const checked = check()
  expect(checked.ok && checked.value.presets[0]?.binding.timeoutMs).toBe(15_000)
})

describe('a broken pack', () => {
  it.each([
    ['a version that is none', { manifest: { version: '1.0' } }, ['pack_invalid manifest.json.version']],
    ['a member that nobody knows', { manifest: { colour: 'red' } }, ['pack_invalid manifest.json']],
    [
      'an address without TLS',
      { manifest: { server: { url: 'http://x.example' } } },
      ['pack_invalid manifest.json.server.url'],
    ],
    [
      'a variable of the address that is not declared',
      { manifest: { server: { url: 'https://{shop}.bakery.example' } } },
      ['variable_unknown manifest.json.server'],
    ],
    [
      'config that is not declared, and some that is not used',
      { manifest: { config: [{ name: 'stove_id', title: 'Stove' }] } },
      ['config_unknown presets.json[0].binding', 'config_unused manifest.json.config[0]'],
    ],
    ['two presets of one name', { presets: [preset, preset] }, ['preset_duplicate presets.json[1].slug']],
    [
      'half a character',
      { manifest: { blurb: 'Orders \ud83e of a bakery.' } },
      ['pack_text_malformed manifest.json'],
    ],
    ['no preset', { presets: [] }, ['pack_invalid presets.json']],
    [
      'a binding with a typo',
      { presets: [{ ...preset, binding: { ...preset.binding, toolname: 'x' } }] },
      ['pack_invalid presets.json[0].binding'],
    ],
    [
      'guidance about an operation that no preset calls',
      { guidance: { operations: [{ operation: 'getOven', behaviour: 'Gives an oven.' }] } },
      ['guidance_operation_unknown guidance.json.operations[0]'],
    ],
    [
      'a typo in a step, in the form that was meant',
      { presets: withSteps([{ ...steps[0], operaton: 'getOrder' }]) },
      ['pack_invalid presets.json[0].binding.steps[0]'],
    ],
    [
      'config that only a step asks for and nobody declares',
      { manifest: { config: [] }, presets: withSteps() },
      ['config_unknown presets.json[0].binding'],
    ],
    ['a folder that is no slug', { id: 'My Pack' }, ['pack_name_invalid ']],
    [
      'problems in several files at once',
      { manifest: { version: 'x' }, presets: 7 },
      ['pack_invalid manifest.json.version', 'pack_invalid presets.json'],
    ],
  ] as const)('reports %s', (_, change, expected) => {
    expect(findings(check(change))).toEqual(expected)
  })

  it('reports a missing file and one that is no JSON', () => {
    const files = {
      'manifest.json': undefined,
      'presets.json': '[',
      'guidance.json': JSON.stringify(guidance),
    }
    expect(findings(checkPack('bakery', files))).toEqual([
      'pack_file_missing manifest.json',
      'pack_file_unreadable presets.json',
    ])
  })
})
