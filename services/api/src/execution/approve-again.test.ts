import type { BindingInputDocument } from '@bindery/model'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { must } from '../testing/clinic-server.ts'
import { type DescribedProvider, startDescribedProvider } from '../testing/described-provider.ts'
import { connectCurrent, type McpClient } from '../testing/mcp-clients.ts'
import type { ApiAnswer } from '../testing/test-server.ts'

/** What whoever approves, and the agent that waits, hear when they ask once more. */

const text = { type: 'string' }
const schema = { type: 'object', properties: { id: text } }
const responses = { 200: { description: 'ok', content: { 'application/json': { schema } } } }
const body = { content: { 'application/json': { schema: { type: 'object', properties: { name: text } } } } }
const document = {
  openapi: '3.1.0',
  info: { title: 'Desk', version: '1' },
  paths: { '/people': { post: { operationId: 'createPerson', requestBody: body, responses } } },
}
const create: BindingInputDocument = {
  operation: 'createPerson',
  toolName: 'Create person',
  inputObjectMap: [{ field: 'name', param: 'customer_name' }],
  projection: [{ path: 'id', leaf: 'person_id' }],
}

let provider: DescribedProvider
let agent: McpClient
let skillId = ''

beforeAll(async () => {
  provider = await startDescribedProvider()
  skillId = await provider.publish(await provider.register({ document }), create)
  const key = await provider.keyWith(['skills:execute'])
  const url = `${provider.address}/mcp/agents/${provider.agentId}`
  agent = await connectCurrent({ url, key }, '2026-07-28')
})
afterAll(async () => {
  await agent.close()
  await provider.close()
})
beforeEach(() => {
  provider.sent.length = 0
  provider.answer({ body: { id: '1' } })
})

const Waiting = z.object({ confirmationId: z.string() })
const params = { customer_name: 'Ada' }

const waiting = async (): Promise<string> =>
  Waiting.parse((await agent.call('create_person', params)).said).confirmationId
const decide = (id: string, decision: 'approve' | 'reject' = 'approve'): Promise<ApiAnswer> =>
  provider.api('POST', `/confirmations/${id}/${decision}`, { headers: { 'idempotency-key': `decide-${id}` } })
const confirm = (confirmationId: string) => agent.call('confirm_call', { confirmationId })

describe('a call that was approved', () => {
  test('and is of unknown outcome stays so for who approves again, and is not made again', async () => {
    provider.answer({ status: 504, body: {} })
    const id = await waiting()
    for (let time = 0; time < 3; time += 1) {
      const { status, body: said } = await decide(id)
      expect([status, said['code'], said['retryable'], said['next']]).toEqual([
        409,
        'outcome_unknown',
        false,
        'Do not have the call made again: it may have happened. Look at the execution and at the provider.',
      ])
    }
    expect((await confirm(id)).said).toMatchObject({
      code: 'outcome_unknown',
      retryable: false,
      next: expect.stringContaining('Do not call again'),
    })
    expect(provider.sent).toHaveLength(1)
  })

  test('and was carried out gives its answer again, with any key and without one', async () => {
    const id = await waiting()
    const first = await must(decide(id))
    const path = `/confirmations/${id}/approve`
    const again = await must(provider.api('POST', path))
    expect(first.data).toMatchObject({ status: 'ok', output: { person_id: '1' } })
    expect(again.data).toMatchObject({ status: 'ok', output: { person_id: '1' }, replayed: true })
    expect((await must(decide(id))).data).toEqual(again.data)
    expect(provider.sent).toHaveLength(1)
  })

  test.each([
    ['its values', 422, 'correct the call by it'],
    ['its number', 429, 'Nothing was changed. Later'],
  ])(
    'and was refused for %s says the same again, and what can be done where it is asked',
    async (...given) => {
      const [, status, words] = given
      provider.answer({ status, body: { message: 'Not like that.' } })
      const id = await waiting()
      for (let time = 0; time < 2; time += 1) {
        const { body: said } = await decide(id)
        expect(said).toMatchObject({
          code: 'upstream_error',
          upstreamStatus: status,
          retryable: false,
          provider: { message: 'Not like that.' },
          next: expect.stringContaining('have the agent make it again'),
        })
      }
      const heard = await confirm(id)
      expect(heard.said).toMatchObject({ code: 'upstream_error', retryable: false })
      expect(heard.said['next']).toContain(words)
      expect(heard.said['next']).toContain('make the call itself again, without a confirmationId')
      expect(JSON.stringify(heard.said)).not.toMatch(/key/i)
      expect(heard.texts.at(-1)).toContain('Not like that.')
      expect(provider.sent).toHaveLength(1)
    },
  )

  test('and was kept back by a gate was not made, and can be approved once more', async () => {
    const id = await waiting()
    const skill = `/agents/${provider.agentId}/skills/${skillId}`
    await must(provider.api('PATCH', skill, { body: { isEnabled: false } }))
    expect((await decide(id)).body['code']).toBe('skill_disabled')
    await must(provider.api('PATCH', skill, { body: { isEnabled: true, acknowledge: ['write'] } }))
    expect((await must(decide(id))).data).toMatchObject({ status: 'ok' })
    expect(provider.sent).toHaveLength(1)
  })

  test('by twenty at once is made once; the others hear that it runs, or its answer', async () => {
    const id = await waiting()
    const path = `/confirmations/${id}/approve`
    const answers = await Promise.all(Array.from({ length: 20 }, () => provider.api('POST', path)))
    const heard = answers.map(({ status, body: said, data }) => {
      const answer = z.object({ replayed: z.literal(true).optional() }).safeParse(data)
      if (status === 200 && answer.success) return answer.data.replayed === true ? 'answer' : 'made'
      return String(said['code'])
    })
    expect(heard.filter((what) => what === 'made')).toHaveLength(1)
    expect(['made', 'answer', 'idempotency_in_progress']).toEqual(expect.arrayContaining([...new Set(heard)]))
    expect(provider.sent).toHaveLength(1)
  })
})

test('a call that a person refused is not corrected and not repeated', async () => {
  const id = await waiting()
  await must(decide(id, 'reject'))
  expect((await confirm(id)).said).toMatchObject({
    code: 'confirmation_expired',
    message: 'A person refused this call. Nothing was sent.',
    next: 'Do not make the call again unless the person asks for it.',
  })
  const { status, body: said } = await decide(id)
  expect([status, said['code'], said['retryable']]).toEqual([409, 'confirmation_expired', false])
  expect(provider.sent).toEqual([])
})

test('a call under a key says the same when it is made again: what happened, and what to do', async () => {
  const execute = () =>
    provider.api('POST', `/agents/${provider.agentId}/skills/${skillId}/execute`, {
      body: { params },
      headers: { 'idempotency-key': 'one-call' },
    })
  provider.answer({ status: 422, body: { message: 'Not like that.' } })
  await decide(Waiting.parse((await execute()).data).confirmationId)
  const again = await execute()
  expect(again.body).toMatchObject({
    code: 'upstream_error',
    detail: '"create_person" was made before and failed. It was not made again.',
    next: expect.stringContaining('with a new Idempotency-Key'),
    provider: { message: 'Not like that.' },
  })
  expect(provider.sent).toHaveLength(1)
})
