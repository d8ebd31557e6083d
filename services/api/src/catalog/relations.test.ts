import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { must } from '../testing/clinic-server.ts'
import { type DescribedProvider, startDescribedProvider } from '../testing/described-provider.ts'

const leaves = Array.from({ length: 40 }, (_, index) => `Leaf${index}`)
const sdl = [
  'type Query { root: Root, busy: Leaf7 }',
  `type Root { id: ID!, email: String, note: String, ${leaves.map((name) => `${name.toLowerCase()}: ${name}`).join(', ')} }`,
  ...leaves.map((name) => `type ${name} { id: ID!, root: Root, far: Far }`),
  'type Far { id: ID!, farther: Farther }',
  'type Farther { id: ID! }',
].join('\n')

let provider: DescribedProvider
let kind: string
beforeAll(async () => {
  provider = await startDescribedProvider()
  kind = await provider.register({ type: 'graphql', document: sdl })
})
afterAll(() => provider.close())

const Relations = z.object({
  nodes: z.array(
    z.object({
      name: z.string(),
      fieldCount: z.number(),
      degree: z.object({ in: z.number(), out: z.number() }),
      fields: z.array(z.object({ name: z.string(), isKey: z.boolean(), sensitive: z.boolean() })),
      step: z.number(),
    }),
  ),
  edges: z.array(z.object({ from: z.object({ object: z.string() }), to: z.object({ object: z.string() }) })),
  cut: z.array(z.unknown()),
})
const ask = (query: string) => provider.api('GET', `/integrations/${kind}/relations?${query}`)
const around = async (query: string) => Relations.parse((await must(ask(query))).data)

it('shows what is around an object, with what it holds and what is left out', async () => {
  const { nodes, edges, cut } = await around('focus=Root&fields=all')
  expect(nodes[0]).toMatchObject({
    name: 'Root',
    step: 0,
    fieldCount: 43,
    degree: { in: 40, out: 40 },
  })
  expect(nodes[0]?.fields.length).toBe(40)
  expect(nodes[0]?.fields.find(({ name }) => name === 'email')?.sensitive).toBe(true)
  expect(nodes.map(({ name }) => name)).toContain('Leaf7')
  expect(edges.length).toBeLessThanOrEqual(300)
  expect(cut).toEqual([
    { object: 'Root', direction: 'out', shown: nodes.length - 1, total: 40 },
    { object: 'Root', direction: 'in', shown: nodes.length - 1, total: 40 },
  ])
})

describe('keeps the bound', () => {
  test.each(['focus=Root&limit=5', 'focus=Root&limit=5&steps=3', 'focus=Far,Farther&limit=2&steps=2'])(
    '%s',
    async (query) => {
      const { nodes, edges } = await around(query)
      const names = new Set(nodes.map(({ name }) => name))
      const limit = Number(new URLSearchParams(query).get('limit'))
      expect(names.size).toBe(limit)
      expect(edges.filter(({ from, to }) => !names.has(from.object) || !names.has(to.object))).toEqual([])
    },
  )

  it('of an answer for a page: the largest has less than 100 kB', async () => {
    const { text } = await must(ask('focus=Root&steps=3&perHub=100&fields=keys'))
    expect(text.length).toBeLessThan(100_000)
  })
})

it('goes as many steps as it is asked to', async () => {
  const names = async (steps: number) => {
    const { nodes } = await around(`focus=Farther&steps=${steps}&fields=names`)
    expect(nodes.flatMap(({ fields }) => fields)).toEqual([])
    return nodes.map(({ name }) => name).filter((name) => !name.startsWith('Leaf'))
  }
  expect([await names(1), await names(2), await names(3)]).toEqual([
    ['Farther', 'Far'],
    ['Farther', 'Far'],
    ['Farther', 'Far', 'Root'],
  ])
})

it('shows nothing of what scoping blocks, and counts nothing of it', async () => {
  const scoping = `/integrations/${kind}/scoping`
  const blocked = { blockedObjects: ['Leaf7'], blockedFields: ['Root.leaf8', 'Root.email'] }
  await must(provider.api('PATCH', scoping, { body: blocked }))
  try {
    const { nodes } = await around('focus=Root&fields=all')
    expect(nodes[0]).toMatchObject({ fieldCount: 40, degree: { in: 39, out: 38 } })
    expect(nodes.some(({ name }) => name === 'Leaf7')).toBe(false)
    expect((await ask('focus=Leaf7')).status).toBe(404)
  } finally {
    await must(provider.api('PATCH', scoping, { body: { blockedObjects: [], blockedFields: [] } }))
  }
})

test.each([
  ['focus=Rot', 404],
  ['focus=__proto__', 404],
  ['focus=,', 400],
  ['steps=1', 400],
  ['focus=Root&steps=4', 400],
  ['focus=Root&limit=151', 400],
])('%s is refused with %i', async (query, status) => {
  expect((await ask(query)).status).toBe(status)
})
