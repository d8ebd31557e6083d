import { expect, test } from 'vitest'
import { createApiClient, settle, unwrap } from './api-client.ts'
import { ProblemError } from './problem-error.ts'

const baseUrl = 'http://127.0.0.1:4400'
const answering = (response: Response) => createApiClient({ baseUrl, fetch: async () => response })

test('an answer is its body', async () => {
  const client = answering(Response.json({ success: true, data: [] }))
  expect(unwrap(await client.GET('/api/v1/agents'))).toEqual({ success: true, data: [] })
})

test('a refusal is the body of the server', async () => {
  const problem = { code: 'not_found', title: 'Not found', detail: 'No such agent.', status: 404 }
  const refused = answering(Response.json(problem, { status: 404 }))
  const caught = await refused
    .GET('/api/v1/agents')
    .then(unwrap)
    .catch((error: unknown) => error)
  expect(caught).toBeInstanceOf(ProblemError)
  expect(caught).toMatchObject({ message: 'No such agent.', problem })
})

test('what stands before the server and answers no body of its own is a refusal too', async () => {
  const proxy = answering(new Response('<h1>Bad gateway</h1>', { status: 502 }))
  const caught = await proxy
    .GET('/api/v1/agents')
    .then(unwrap)
    .catch((error: unknown) => error)
  expect(caught).toMatchObject({ problem: { status: 502, code: 'internal_error' } })
})

test('an answer without a body is none, and its refusal is one', async () => {
  const ended = answering(new Response(null, { status: 204 }))
  expect(settle(await ended.DELETE('/api/v1/session'))).toBeUndefined()
  const refused = answering(Response.json({ code: 'api_key_missing', title: 'No key' }, { status: 401 }))
  const answer = await refused.DELETE('/api/v1/session')
  expect(() => settle(answer)).toThrow(ProblemError)
})
