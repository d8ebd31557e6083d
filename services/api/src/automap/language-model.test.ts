import { createEgress, parseEgressAllow, publicEgress } from '@bindery/connection'
import {
  answer,
  type ModelAct,
  type ModelScript,
  type ModelServer,
  startModelServer,
} from '@bindery/fixtures'
import type { ChatAnswer, ChatModel, ChatQuestion } from '@bindery/mapper'
import { Secret } from '@bindery/model'
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest'
import { openLanguageModel } from './language-model.ts'

const apiKey = 'canary-openai-key-9Zk4'
/** Other work may share the machine. */
const patience = { timeout: 60_000 }
let server: ModelServer
let other: ModelServer
const allowed = parseEgressAllow('127.0.0.1/32')
const egress = createEgress({ policy: { allow: allowed.ok ? allowed.value : [], plainHttp: 'listed' } })
const guarded = createEgress({ policy: publicEgress })

beforeAll(async () => {
  server = await startModelServer({ port: 0, apiKey })
  other = await startModelServer({ port: 0 })
})
beforeEach(() => {
  server.seen.length = 0
  server.violations.length = 0
})
afterAll(() => Promise.all([server.close(), other.close(), egress.close(), guarded.close()]))

const question: ChatQuestion = {
  name: 'select_operation',
  system: 'Answer with JSON.',
  user: 'Goal: x\n<catalog>\no1 a\no2 b\n</catalog>',
  schema: {
    type: 'object',
    properties: { choices: { type: 'array', items: { type: 'string', enum: ['o1', 'o2'] } } },
    required: ['choices'],
    additionalProperties: false,
  },
  maxTokens: 100,
}
const chosen = '{"choices":["o1"]}'

function open(
  script: ModelScript,
  options: { readonly baseUrl?: string; readonly door?: typeof egress } = {},
) {
  server.follow(script)
  const { baseUrl = server.baseUrl, door = egress } = options
  const settings = { model: 'scripted', baseUrl, apiKey: new Secret(apiKey) }
  const chat = openLanguageModel(settings, door)
  if (chat === undefined) throw new Error('There is no model.')
  return chat
}

const put = (chat: ChatModel, { ms = 5_000, calls = 5 } = {}): Promise<ChatAnswer> =>
  chat.ask(question, { signal: AbortSignal.timeout(ms), calls })

const formats = (): readonly string[] => server.seen.map(({ prompt }) => `${prompt.step} ${prompt.format}`)

describe('a model behind an OpenAI-compatible server', () => {
  it('is probed once, and held to a schema where the server does so', async () => {
    const chat = open({ holdsToSchema: true })
    const answers = [await put(chat), await put(chat)]
    expect(answers.map((each) => each.status === 'answered' && each.text)).toEqual([chosen, chosen])
    expect(formats()).toEqual([
      'probe json_schema',
      'select_operation json_schema',
      'select_operation json_schema',
    ])
    expect(server.seen.map(({ text }) => text.includes('JSON schema of the answer'))).toEqual([
      false,
      false,
      false,
    ])
    expect(answers.map(({ usage, setup }) => [usage.calls, setup?.calls])).toEqual([
      [1, 1],
      [1, undefined],
    ])
    expect(server.violations).toEqual([])
  })

  it('is told the schema in words where the server ignores it', async () => {
    await put(open({}))
    expect(server.seen.at(-1)?.text).toContain('JSON schema of the answer')
    expect(server.violations).toEqual([])
  })

  it('is probed once by questions that come together', async () => {
    const chat = open({ holdsToSchema: true })
    const answers = await Promise.all([put(chat), put(chat), put(chat)])
    expect(answers.map(({ status }) => status)).toEqual(['answered', 'answered', 'answered'])
    expect(formats().filter((each) => each.startsWith('probe'))).toHaveLength(1)
  })

  it('is asked in the way that the server takes, which is found out once', async () => {
    const chat = open({ rejects: ['max_completion_tokens', 'temperature', 'response_format'] })
    const first = await put(chat, { calls: 6 })
    const sent = server.seen.length
    const second = await put(chat)
    expect([first.status, second.status]).toEqual(['answered', 'answered'])
    expect([first.usage.calls, first.setup?.calls, sent, server.seen.length]).toEqual([2, 3, 5, 6])
    const last = server.seen.at(-1)?.request
    expect([last?.max_tokens, last?.temperature, last?.response_format]).toEqual([100, undefined, undefined])
    expect(server.seen.at(-1)?.text).toContain('JSON schema of the answer')
  })

  it('falls to json_object where the server knows no schemas', async () => {
    const chat = open({ rejects: ['json_schema'] })
    await put(chat)
    await put(chat)
    expect(formats()).toEqual([
      'probe json_schema',
      'select_operation json_object',
      'select_operation json_object',
    ])
  })

  it('keeps what is known of the server when one question is refused', async () => {
    const chat = open({ holdsToSchema: true })
    await put(chat)
    const full = { error: { message: 'This model has a maximum context length of 10 tokens.' } }
    server.follow({
      steps: { any: () => ({ act: 'status', status: 400, body: JSON.stringify(full) }) },
    })
    const refused = await put(chat)
    server.follow({ holdsToSchema: true })
    await put(chat)
    expect(refused).toMatchObject({ status: 'failed', failure: 'bad_request' })
    expect(formats().at(-1)).toBe('select_operation json_schema')
  })

  it('is sent no more requests than it may be', async () => {
    const script: ModelScript = { rejects: ['max_completion_tokens', 'temperature', 'response_format'] }
    const answered = await put(open(script), { calls: 2 })
    expect([answered.status, answered.usage.calls, server.seen.length]).toEqual(['failed', 2, 2])
  })

  it('is probed once though it refuses what it is asked', async () => {
    const chat = open({ steps: { any: () => ({ act: 'refuse' }) } })
    await put(chat)
    await put(chat)
    expect(formats()).toEqual([
      'probe json_schema',
      'select_operation json_schema',
      'select_operation json_schema',
    ])
  })

  it('is probed again after a probe that reached nobody', async () => {
    const chat = open({ steps: { probe: () => ({ act: 'reset' }) } })
    expect(await put(chat)).toMatchObject({ status: 'failed', failure: 'unreachable' })
    server.follow({ holdsToSchema: true })
    expect(await put(chat)).toMatchObject({ status: 'answered' })
  })
})

const failures: readonly (readonly [string, ModelAct, object])[] = [
  ['a refusal', { act: 'refuse' }, { failure: 'refused' }],
  ['a content filter', { act: 'say', text: '', finish: 'content_filter' }, { failure: 'refused' }],
  ['an answer that is cut off', { act: 'say', text: '{"cho', finish: 'length' }, { failure: 'cut_off' }],
  ['a wrong key', { act: 'status', status: 401 }, { failure: 'unauthorized' }],
  ['a forbidden model', { act: 'status', status: 403 }, { failure: 'unauthorized' }],
  ['an unknown model', { act: 'status', status: 404 }, { failure: 'bad_request' }],
  ['a server error', { act: 'status', status: 500 }, { failure: 'unreachable' }],
  ['a connection that is reset', { act: 'reset' }, { failure: 'unreachable' }],
  ['an answer of 20 MB', { act: 'flood' }, { failure: 'not_understood' }],
  ['a page in place of JSON', { act: 'not_json' }, { failure: 'not_understood' }],
  [
    'JSON of another protocol',
    { act: 'status', status: 200, body: '{"ok":true}' },
    { failure: 'not_understood' },
  ],
  [
    'JSON that is broken',
    { act: 'status', status: 200, body: '{"choices":[' },
    { failure: 'not_understood' },
  ],
  [
    'a rate limit in seconds',
    { act: 'status', status: 429, headers: { 'retry-after': '7' } },
    { failure: 'rate_limited', retryAfterMs: 7_000 },
  ],
  [
    'a rate limit in milliseconds',
    { act: 'status', status: 429, headers: { 'retry-after-ms': '250', 'retry-after': '1' } },
    { failure: 'rate_limited', retryAfterMs: 250 },
  ],
  [
    'a rate limit until a date that is past',
    { act: 'status', status: 429, headers: { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' } },
    { failure: 'rate_limited', retryAfterMs: 0 },
  ],
  [
    'a rate limit that says nothing',
    { act: 'status', status: 429, headers: { 'retry-after': 'soon' } },
    { failure: 'rate_limited', retryAfterMs: 1_000 },
  ],
]

describe('what servers do instead of answering', () => {
  test.each(failures)('%s is told apart', async (_, act, expected) => {
    const chat = open({ steps: { any: () => act } })
    expect(await put(chat)).toMatchObject({ status: 'failed', ...expected })
    expect(server.violations).toEqual([])
  })

  test.each(['hang', 'drip'] as const)('%s ends with the time that is left', async (act) => {
    const chat = open({ steps: { any: () => ({ act }) } })
    expect(await put(chat, { ms: 150 })).toMatchObject({ status: 'failed', failure: 'timeout' })
    await expect.poll(() => server.seen.at(-1)?.wasLeft, patience).toBe(true)
  })

  it('follows no redirect', async () => {
    const headers = { location: `${other.baseUrl}/chat/completions` }
    const chat = open({ steps: { probe: () => ({ act: 'status', status: 307, headers }) } })
    expect(await put(chat)).toMatchObject({ status: 'failed', failure: 'not_understood' })
    expect([other.seen.length, other.violations.length]).toEqual([0, 0])
  })

  test.each([
    'http://169.254.169.254/v1',
    'http://[::1]:1/v1',
    'http://127.0.0.1:9/v1',
    'http://10.0.0.1/v1',
  ])('reaches nothing private: %s', async (baseUrl) => {
    const answered = await put(open({}, { baseUrl, door: guarded }))
    expect(answered).toMatchObject({ status: 'failed', failure: 'blocked', usage: { calls: 0 } })
  })

  it('reads counts that make no sense as none', async () => {
    const completion = {
      choices: [{ message: { content: chosen }, finish_reason: 'stop' }],
      usage: { prompt_tokens: -5, completion_tokens: 'many' },
    }
    const body = JSON.stringify(completion)
    const chat = open({ steps: { any: () => ({ act: 'status', status: 200, body }) } })
    await put(chat)
    const answered = await put(chat)
    expect(answered).toMatchObject({ status: 'answered', usage: { promptTokens: 0, completionTokens: 0 } })
  })

  it('keeps the key out of everything but its header', async () => {
    await put(open({ steps: { any: () => answer({ choices: ['o1'] }) } }))
    expect(server.seen.map(({ text }) => text).join('')).not.toContain(apiKey)
    expect(server.violations).toEqual([])
  })
})
