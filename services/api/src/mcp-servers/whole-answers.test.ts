import { type LocalProvider, startProvider } from '@bindery/connection/testing'
import { type Json, type JsonObject } from '@bindery/model'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { idOf, must } from '../testing/clinic-server.ts'
import { startTestServer, type TestServer } from '../testing/test-server.ts'

/** Tools as public servers define them, and what they answer. */
let tools: readonly JsonObject[] = []
let answer: JsonObject = {}
let http: LocalProvider
let server: TestServer
let agentId: string
let made = 0

beforeAll(async () => {
  http = await startProvider((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const isList = Buffer.concat(parts).includes('"tools/list"')
      const result = isList ? { tools } : answer
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, result }))
    })
  })
  server = await startTestServer()
})
beforeEach(async () => {
  agentId = idOf(await must(server.api('POST', '/agents', { body: { name: `agent ${made++}` } })))
})
afterAll(async () => {
  await server.close()
  await http.close()
})

const addressOf = (): string => `${http.origin}/mcp`

const Discovered = z.object({ created: z.number() })
const Skills = z.array(z.object({ id: z.string(), functionName: z.string() }))

async function discover(): Promise<{
  readonly warnings: readonly string[]
  readonly skills: z.output<typeof Skills>
}> {
  const base = `/agents/${agentId}/integrations/mcp_server`
  const settings = { name: `server ${made++}`, server_url: addressOf(), auth_type: 'none', auth_config: {} }
  const id = idOf(await must(server.api('POST', `${base}/configure`, { body: settings })))
  const found = await must(server.api('POST', `${base}/${id}/discover`))
  Discovered.parse(found.data)
  const warnings = z.array(z.object({ message: z.string() })).parse(found.body['warnings'] ?? [])
  const listed = await must(server.api('GET', `/agents/${agentId}/skills?limit=50`))
  return { warnings: warnings.map(({ message }) => message), skills: Skills.parse(listed.data) }
}

/** What an agent gets of a reading tool that is discovered, switched on, published and called. */
async function call(tool: JsonObject, given: JsonObject): Promise<unknown> {
  tools = [{ inputSchema: { type: 'object' }, annotations: { readOnlyHint: true }, ...tool }]
  answer = given
  const { skills, warnings } = await discover()
  expect(warnings).toEqual([])
  const path = `/agents/${agentId}/skills/${skills[0]?.id ?? ''}`
  await must(server.api('PATCH', path, { body: { isEnabled: true } }))
  await must(server.api('POST', `/agents/${agentId}/publish`))
  const done = await must(server.api('POST', `${path}/execute`, { body: { params: {} } }))
  return z.object({ output: z.unknown() }).parse(done.data).output
}
const structured = (structuredContent: Json): JsonObject => ({ content: [], structuredContent })

const texts = { type: 'array', items: { type: 'string' } }
const entity = {
  type: 'object',
  properties: { name: { type: 'string' }, entityType: { type: 'string' }, observations: texts },
  required: ['name', 'entityType', 'observations'],
}
const relation = {
  type: 'object',
  properties: { from: { type: 'string' }, to: { type: 'string' }, relationType: { type: 'string' } },
  required: ['from', 'to', 'relationType'],
}

describe('a structured answer arrives whole', () => {
  test('lists inside rows, as the public memory server gives them', async () => {
    const graph = {
      entities: [{ name: 'Ada', entityType: 'person', observations: ['likes tea', 'calls on Mondays'] }],
      relations: [{ from: 'Ada', to: 'Bakery', relationType: 'owns' }],
    }
    const outputSchema = {
      type: 'object',
      properties: {
        entities: { type: 'array', items: entity },
        relations: { type: 'array', items: relation },
      },
      required: ['entities', 'relations'],
    }
    expect(await call({ name: 'read_graph', outputSchema }, structured(graph))).toEqual({
      entities: [{ name: 'Ada', entity_type: 'person', observations: ['likes tea', 'calls on Mondays'] }],
      relations: [{ from: 'Ada', to: 'Bakery', relation_type: 'owns' }],
    })
  })
  test('objects, lists of objects, maps and values without a schema, however deep', async () => {
    const part = { type: 'object', properties: { sku: { type: 'string' }, tags: texts } }
    const outputSchema = {
      type: 'object',
      properties: {
        tags: texts,
        matrix: { type: 'array', items: { type: 'array', items: { type: 'integer' } } },
        page: {
          type: 'object',
          properties: { cursor: { type: 'object', properties: { next: { type: 'string' } } } },
        },
        prices: { type: 'object', additionalProperties: { type: 'number' } },
        anything: {},
        free: { type: 'object' },
        orders: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              id: { type: 'string' },
              buyer: { type: 'object', properties: { name: { type: 'string' }, groups: texts } },
              parts: { type: 'array', items: part },
              more: { type: 'object', additionalProperties: true },
            },
          },
        },
      },
    }
    const given = {
      tags: ['a', 'b'],
      matrix: [[1, 2], [3]],
      page: { cursor: { next: 'p2' } },
      prices: { eur: 9.5 },
      anything: { deep: [1] },
      free: { form: true },
      orders: [
        {
          id: 'o1',
          buyer: { name: 'Ada', groups: ['vip'] },
          parts: [
            { sku: 's1', tags: ['x'] },
            { sku: 's2', tags: [] },
          ],
          more: { note: 'n' },
        },
      ],
    }
    expect(await call({ name: 'whole', outputSchema }, structured(given))).toEqual({
      tags: ['a', 'b'],
      matrix: '[[1,2],[3]]',
      page_cursor_next: 'p2',
      prices: '{"eur":9.5}',
      anything: { deep: [1] },
      free: '{"form":true}',
      orders: [
        {
          id: 'o1',
          buyer_name: 'Ada',
          buyer_groups: ['vip'],
          parts: '[{"sku":"s1","tags":["x"]},{"sku":"s2","tags":[]}]',
          more: '{"note":"n"}',
        },
      ],
    })
  })
})

describe('what a tool without a schema says arrives whole', () => {
  test('text, images, sounds, resources and links', async () => {
    const content = [
      { type: 'text', text: 'Here it is.' },
      { type: 'image', data: 'iVBORw0KGgo=', mimeType: 'image/png' },
      { type: 'audio', data: 'UklGRg==', mimeType: 'audio/wav' },
      { type: 'resource', resource: { uri: 'file:///a.md', mimeType: 'text/markdown', text: '# A' } },
      { type: 'resource', resource: { uri: 'file:///b.bin', mimeType: 'application/zip', blob: 'UEsDBA==' } },
      { type: 'resource_link', uri: 'https://shop.example/1', name: 'Order 1', mimeType: 'text/html' },
    ]
    const none = {
      data: null,
      description: null,
      left_out: null,
      mime_type: null,
      name: null,
      text: null,
      uri: null,
    }
    expect(await call({ name: 'take_picture' }, { content })).toEqual({
      text: 'Here it is.',
      other_parts: 5,
      parts: [
        { ...none, type: 'image', data: 'iVBORw0KGgo=', mime_type: 'image/png' },
        { ...none, type: 'audio', data: 'UklGRg==', mime_type: 'audio/wav' },
        { ...none, type: 'resource', uri: 'file:///a.md', mime_type: 'text/markdown', text: '# A' },
        { ...none, type: 'resource', uri: 'file:///b.bin', mime_type: 'application/zip', data: 'UEsDBA==' },
        {
          ...none,
          type: 'resource_link',
          uri: 'https://shop.example/1',
          name: 'Order 1',
          mime_type: 'text/html',
        },
      ],
    })
  })
})

test('a dry run shows the call of the tool, and not the question before it', async () => {
  tools = [{ name: 'look', inputSchema: { type: 'object' }, annotations: { readOnlyHint: true } }]
  const { skills } = await discover()
  const path = `/agents/${agentId}/skills/${skills[0]?.id ?? ''}`
  await must(server.api('PATCH', path, { body: { isEnabled: true } }))
  await must(server.api('POST', `/agents/${agentId}/publish`))
  const shown = await must(server.api('POST', `${path}/execute?dryRun=true`, { body: {} }))
  expect(shown.data).toMatchObject({
    request: { request: { body: { method: 'tools/call', params: { name: 'look' } } } },
  })
})

describe('tools whose names are alike', () => {
  const functionNames = async (names: readonly string[]): Promise<readonly string[]> => {
    tools = names.map((name) => ({ name, inputSchema: { type: 'object' } }))
    const { skills, warnings } = await discover()
    expect(warnings).toEqual([])
    return skills.map(({ functionName }) => functionName)
  }

  test('for their first 64 characters have functions that say which is which', async () => {
    const stem = 'workspace_administration_settings_notification_channel_default_preference_reset'
    const ends = ['mail', 'phone', 'post', 'fax']
    const names = await functionNames(ends.map((end) => `${stem}_${end}`))
    expect(new Set(names).size).toBe(4)
    expect(names.filter((name) => !/^[a-z0-9_]{1,64}$/.test(name))).toEqual([])
    expect(ends.filter((end) => !names.some((name) => name.includes(end)))).toEqual([])
  })

  test('but for what a function name cannot hold have a skill each', async () => {
    const names = await functionNames(['get-user', 'get_user', 'getUser', 'get.user'])
    expect(new Set(names).size).toBe(4)
  })

  test('of servers whose names are alike for 60 characters stay apart', async () => {
    const name = 'The long name of a server that many departments run for themselves'
    const kinds = []
    for (const end of ['north', 'south']) {
      const settings = { name: `${name} ${end}`, server_url: addressOf(), auth_type: 'none', auth_config: {} }
      const path = `/agents/${agentId}/integrations/mcp_server/configure`
      kinds.push(idOf(await must(server.api('POST', path, { body: settings }))))
    }
    expect(new Set(kinds).size).toBe(2)
  })

  test('for longer than a tool name may be have a skill each', async () => {
    const stem = 'a'.repeat(118)
    expect(new Set(await functionNames([`${stem}_left`, `${stem}_right`])).size).toBe(2)
  })
})
