import type { Json, JsonObject } from '@bindery/model'
import { createMcpHandler, Server } from '@modelcontextprotocol/server'
import { expect, test } from 'vitest'
import { introspectMcp } from './introspect.ts'
import { fetchConnection, listingConnection } from './test-connection.ts'

const signal = new AbortController().signal
const tool = (name: string): JsonObject => ({ name, inputSchema: { type: 'object' } })

test('names that pass for others are quarantined, the first of a name is not', async () => {
  const tools = [tool('pay'), tool('pay'), tool('p\u0430y'), tool('pay\u202e')]
  const { catalog } = await introspectMcp(listingConnection({ tools }), signal)
  expect(
    catalog.operations
      .filter(({ availability }) => availability.status === 'bindable')
      .map(({ name }) => name),
  ).toEqual(['pay'])
})

test('lists are read page by page and end when a server goes round in circles', async () => {
  const first = { tools: [tool('a')], nextCursor: '2' }
  const second = { tools: [tool('b')] }
  const names = async (...pages: readonly Json[]) =>
    introspectMcp(listingConnection(...pages), signal).then(({ catalog, issues }) => [
      catalog.operations.map(({ name }) => name),
      issues.map(({ code }) => code),
    ])
  expect(await names(first, second)).toEqual([['a', 'b'], []])
  expect((await names(first))[1]).toEqual(['tools_omitted'])
})

test('a server of the stateless revision alone is understood', async () => {
  const handler = createMcpHandler(
    () => {
      const server = new Server({ name: 'new', version: '1' }, { capabilities: { tools: {} } })
      server.setRequestHandler('tools/list', async () => ({
        tools: [{ name: 'a', inputSchema: { type: 'object' as const } }],
      }))
      return server
    },
    { legacy: 'reject' },
  )
  const connection = fetchConnection([], (request) => handler.fetch(request))
  expect((await introspectMcp(connection, signal)).catalog.operations).toHaveLength(1)
})
