import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { startTestServer, type TestServer } from '../testing/test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const post = (key: string, path: string, body: unknown) =>
  server.api('POST', path, { body, headers: { 'idempotency-key': key } })

it('carries a request out once per key, and answers the same again', async () => {
  const first = await post('agent-1', '/agents', { name: 'front-desk' })
  const again = await post('agent-1', '/agents', { name: 'front-desk' })
  expect([again.status, again.text]).toEqual([first.status, first.text])
  expect([first, again].map((answer) => answer.headers.get('idempotency-replayed'))).toEqual([null, 'true'])
  const listed = z.array(z.object({ name: z.string() })).parse((await server.api('GET', '/agents')).data)
  expect(listed.filter((agent) => agent.name === 'front-desk')).toHaveLength(1)
})

it('shows a secret that is shown once to a repeated request too, and keeps it sealed', async () => {
  const body = { name: 'runtime', scopes: ['skills:execute'] }
  const first = await post('key-1', '/api-keys', body)
  expect((await post('key-1', '/api-keys', body)).text).toBe(first.text)
  const { key } = z.object({ key: z.string() }).parse(first.data)
  const rows: unknown = await server.server.services.store.run('platform', (transaction) =>
    transaction.raw('select sealed_answer from request_keys'),
  )
  expect(JSON.stringify(rows)).not.toContain(key)
})

it('refuses a key for another request, and takes it again after a failure', async () => {
  await post('agent-2', '/agents', { name: 'a' })
  const reused = await post('agent-2', '/agents', { name: 'b' })
  expect([reused.status, reused.body['code']]).toEqual([409, 'idempotency_key_reused'])
  expect((await post('agent-3', '/agents', { name: '' })).status).toBe(400)
  expect((await post('agent-3', '/agents', { name: 'c' })).status).toBe(201)
})

it('carries one of 20 at once out', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => post('agent-4', '/agents', { name: 'side-by-side' })),
  )
  const statuses = new Set(answers.map((answer) => answer.status))
  expect([...statuses].every((status) => status === 201 || status === 409)).toBe(true)
  const listed = z.array(z.object({ name: z.string() })).parse((await server.api('GET', '/agents')).data)
  expect(listed.filter((agent) => agent.name === 'side-by-side')).toHaveLength(1)
})

it('of another organisation is another key', async () => {
  const stranger = server.client(await server.otherOrganization())
  const mine = await post('agent-5', '/agents', { name: 'theirs' })
  const theirs = await stranger('POST', '/agents', {
    body: { name: 'theirs' },
    headers: { 'idempotency-key': 'agent-5' },
  })
  expect([theirs.status, theirs.text === mine.text]).toEqual([201, false])
})

it('of another API key is another key, so that nobody is given what they could not ask for', async () => {
  const body = { name: 'everything', scopes: ['skills:execute', 'keys:write'] }
  const shown = await post('key-2', '/api-keys', body)
  const lesser = server.client(await server.keyWith(['keys:write']))
  const asked = await lesser('POST', '/api-keys', { body, headers: { 'idempotency-key': 'key-2' } })
  expect([shown.status, asked.status, asked.body['code']]).toEqual([201, 403, 'insufficient_scope'])
})

it('says how many requests a key has left', async () => {
  const answer = await server.api('GET', '/agents')
  expect(Number(answer.headers.get('ratelimit-remaining'))).toBeLessThan(
    Number(answer.headers.get('ratelimit-limit')),
  )
})
