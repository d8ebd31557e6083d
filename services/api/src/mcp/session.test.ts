import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type ClinicServer, findPatient, startClinicServer } from '../testing/clinic-server.ts'

let server: ClinicServer
let key: string
let session: string

beforeAll(async () => {
  server = await startClinicServer()
  await server.publish(findPatient)
  key = await server.keyWith(['skills:execute'])
  const answer = await post({
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
  })
  session = z.string().parse(answer.headers.get('mcp-session-id'))
})
afterAll(() => server.close())

const post = (message: object, name?: string): Promise<Response> =>
  fetch(`${server.address}/mcp/agents/${server.agentId}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(name === undefined ? {} : { 'mcp-session-id': name }),
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...message }),
  })

const list = { method: 'tools/list' }

test.each<[string, (name: string) => string]>([
  ['a suffix', (name) => `${name}.x`],
  ['a dot behind it', (name) => `${name}.`],
  ['another name for the signature', (name) => `x${name}`],
  ['a part before it', (name) => `x.${name}`],
  ['the name alone', (name) => name.split('.')[0] ?? ''],
  ['the signature alone', (name) => `.${name.split('.')[1]}`],
  ['the signature cut short', (name) => name.slice(0, -1)],
  ['the signature in other letters', (name) => name.toUpperCase()],
  ['two of them', (name) => `${name}, ${name}`],
  ['nothing but a dot', () => '.'],
])('a session with %s is none', async (_, forge) => {
  const answer = await post(list, forge(session))
  expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('not_found')])
})

test('the session as it was given is one', async () => {
  expect((await post(list, session)).status).toBe(200)
})
