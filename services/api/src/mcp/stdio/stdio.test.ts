import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import {
  bookAppointment,
  bookingParams,
  type ClinicServer,
  findPatient,
  must,
  startClinicServer,
} from '../../testing/clinic-server.ts'
import { callerOf } from '../../testing/mcp-clients.ts'
import { readBridgeConfig } from './config.ts'

let server: ClinicServer
let operatorKey: string
const main = fileURLToPath(new URL('main.ts', import.meta.url))

beforeAll(async () => {
  server = await startClinicServer()
  await server.publish(findPatient)
  await server.publish(bookAppointment)
  operatorKey = await server.keyWith(['skills:execute', 'confirmations:write'])
})
afterAll(() => server.close())

test.each(['legacy', 'auto'] as const)('bridges a client with the %s opening', async (mode) => {
  const client = new Client(
    { name: 'test', version: '1' },
    { capabilities: { elicitation: {} }, versionNegotiation: { mode } },
  )
  client.setRequestHandler('elicitation/create', async () => ({
    action: 'accept',
    content: { approve: true },
  }))
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: ['--import', 'tsx', main, '--agent', server.agentId],
      env: { ...process.env, BINDERY_URL: server.address, BINDERY_API_KEY: operatorKey },
    }),
  )
  const { names, call, close } = callerOf(client)
  const before = server.clinic.writes()
  expect(await names()).toEqual(['find_patient', 'book_appointment', 'confirm_call'])
  expect(await call('find_patient', { caller_phone: '+31612345678' })).toMatchObject({
    structured: { patients: [{ customer_name: 'Ada Jansen' }] },
  })
  await expect(call('find_patents', {})).rejects.toThrow(/Unknown tool/)
  expect(await call('book_appointment', bookingParams)).toMatchObject({ isError: false })
  expect(server.clinic.writes()).toBe(before + 1)
  const runs = z
    .array(z.object({ channel: z.string() }))
    .parse((await must(server.api('GET', '/executions?limit=2'))).data)
  expect(runs.map(({ channel }) => channel)).toEqual(['stdio', 'stdio'])
  await close()
})

test('says at once that a key is wrong', () => {
  const env = { ...process.env, BINDERY_URL: server.address, BINDERY_API_KEY: 'nobody' }
  const args = ['--import', 'tsx', main, '--agent', server.agentId]
  // The server runs in this process, so nothing answers before the child is waited for without blocking.
  const unreachable = spawnSync(process.execPath, args, {
    env: { ...env, BINDERY_URL: 'http://127.0.0.1:9' },
    encoding: 'utf8',
  })
  expect([unreachable.status, unreachable.stdout]).toEqual([1, ''])
})

test.each([
  ['no agent', [], {}, 'Name the agent'],
  ['no key', ['--agent', 'a'], {}, 'BINDERY_API_KEY'],
  ['a bad address', ['--agent=a', '--url', 'nowhere'], { BINDERY_API_KEY: 'k' }, 'not an address'],
] as const)('%s is told', (...[, args, environment, expected]) => {
  expect(readBridgeConfig(args, environment)).toContain(expected)
})
