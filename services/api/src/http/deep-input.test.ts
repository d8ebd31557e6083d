import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { scopes } from '@bindery/platform/kernel'
import { type ClinicServer, findPatient, must, startClinicServer } from '../testing/clinic-server.ts'

let server: ClinicServer
let key: string
let skillId: string

beforeAll(async () => {
  server = await startClinicServer()
  skillId = await server.publish(findPatient)
  key = await server.keyWith([...scopes])
})
afterAll(() => server.close())

const lists = `${'['.repeat(25_000)}${']'.repeat(25_000)}`
const objects = `${'{"a":'.repeat(25_000)}1${'}'.repeat(25_000)}`

interface Sent {
  readonly method?: string
  readonly path: string
  readonly type?: string
  readonly body?: string
}

const send = ({ method = 'POST', path, type = 'application/json', body }: Sent): Promise<Response> =>
  fetch(`${server.address}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      accept: 'application/json, text/event-stream',
      ...(body === undefined ? {} : { 'content-type': type }),
    },
    ...(body === undefined ? {} : { body }),
  })

const mcp = (params: string): Sent => ({
  path: `/mcp/agents/${server.agentId}`,
  body: `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${params}}`,
})
const execute = (params: string): Sent => ({
  path: `/api/v1/agents/${server.agentId}/skills/${skillId}/execute`,
  body: `{"params":${params}}`,
})

it.each<[string, () => Sent]>([
  ['the arguments of a call', () => execute(lists)],
  ['one parameter of a call', () => execute(`{"caller_phone":${objects}}`)],
  ['an MCP message', () => mcp(lists)],
  [
    'the arguments of an MCP call',
    () => mcp(`{"name":"find_patient","arguments":{"caller_phone":${objects}}}`),
  ],
  ['a batch of MCP messages', () => ({ ...mcp('{}'), body: lists })],
  ['what must be confirmed', () => ({ path: '/api/v1/confirmations/none/approve', body: objects })],
  ['brackets that are never closed', () => execute('['.repeat(50_000))],
  ['a type with parameters', () => ({ ...execute(lists), type: 'application/json; charset=utf-8' })],
  [
    'a binding',
    () => ({ path: `/api/v1/agents/${server.agentId}/integrations/clinic/bindings`, body: `{"x":${lists}}` }),
  ],
  [
    'a constant of a binding',
    () => ({
      path: `/api/v1/agents/${server.agentId}/integrations/clinic/bindings`,
      body: `{"operation":"createAppointment","toolName":"x","inputObjectMap":[{"field":"note","const":${objects}}]}`,
    }),
  ],
])('50,000 brackets in %s are a typed 400', async (_, sent) => {
  const answer = await send(sent())
  expect([answer.status, await answer.text()]).toEqual([
    400,
    expect.stringMatching(/"bad_request"|body_too_deep/),
  ])
})

it.each<[string, () => Sent, readonly number[]]>([
  ['a text that is a parameter', () => execute(`{"caller_phone":${JSON.stringify(lists)}}`), [400, 502]],
  [
    'a text in an MCP call',
    () => mcp(`{"name":"find_patient","arguments":{"caller_phone":${JSON.stringify(lists)}}}`),
    [200],
  ],
  [
    'a query',
    () => ({ method: 'GET', path: `/api/v1/integrations/clinic/operations?search=${'['.repeat(10_000)}` }),
    [200, 400],
  ],
  ['a path', () => ({ method: 'GET', path: `/api/v1/integrations/${'['.repeat(900)}` }), [404, 400]],
  ['a body of another type', () => ({ ...execute(lists), type: 'text/plain' }), [415]],
  ['a JSON body by another name', () => ({ ...execute(lists), type: 'application/problem+json' }), [415]],
  [
    'an expression',
    () => ({
      path: `/api/v1/agents/${server.agentId}/integrations/clinic/bindings`,
      body: JSON.stringify({
        ...findPatient,
        toolName: 'deep',
        projection: [{ path: 'patients', leaf: 'p', transform: '['.repeat(50_000) }],
      }),
    }),
    [400, 422],
  ],
])('50,000 brackets in %s are answered, and no server error', async (...[, sent, statuses]) => {
  expect(statuses).toContain((await send(sent())).status)
})

const Job = z.object({ warnings: z.array(z.unknown()).optional(), status: z.string().optional() })

it.each([
  ['JSON', `{"openapi":"3.1.0","info":{"title":"x","version":"1"},"paths":{},"x-deep":${lists}}`],
  ['YAML', `openapi: 3.1.0\ninfo: {title: x, version: '1'}\npaths: {}\nx-deep: ${lists}\n`],
  ['nothing but brackets', lists],
])('50,000 brackets in an uploaded description are a catalog or a typed error: %s', async (_, text) => {
  await must(server.api('PUT', '/integrations/clinic/source', { body: text }))
  const answer = await server.api('POST', '/integrations/clinic/discover', { headers: { prefer: 'wait=30' } })
  expect(answer.status).toBeLessThan(500)
  if (answer.status < 300) expect(Job.safeParse(answer.data).success).toBe(true)
  else expect(answer.body['code']).toEqual(expect.any(String))
})
