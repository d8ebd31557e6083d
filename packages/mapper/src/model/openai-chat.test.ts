import { Secret } from '@bindery/model'
import nock from 'nock'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { ChatQuestion } from './chat-model.ts'
import { openAiChat } from './openai-chat.ts'

/* What servers of chat completions answer, as their references show it, replayed to Node's own fetch. */

const origin = 'https://models.example'
beforeAll(() => {
  if (!nock.isActive()) nock.activate()
  nock.disableNetConnect()
})
afterEach(() => nock.cleanAll())
afterAll(() => {
  nock.enableNetConnect()
  nock.restore()
})

const question: ChatQuestion = {
  name: 'select',
  system: 'Answer with JSON only.',
  user: 'Which one?',
  schema: {
    type: 'object',
    properties: { n: { type: 'integer' } },
    required: ['n'],
    additionalProperties: false,
  },
  maxTokens: 50,
}

interface Exchange {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: object | string
}

const says = (content: string, finish = 'stop'): Exchange => ({
  body: {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    model: 'small',
    choices: [{ index: 0, message: { role: 'assistant', content, refusal: null }, finish_reason: finish }],
    usage: { prompt_tokens: 10, completion_tokens: 3, total_tokens: 13 },
  },
})
const refuses = (status: number, message: string, param: string | null = null): Exchange => ({
  status,
  body: { error: { message, type: 'invalid_request_error', param, code: null } },
})

/** Asks a server that answers with these exchanges, one after another; says what it was sent. */
async function ask(exchanges: readonly Exchange[], calls = 10) {
  const sent: Record<string, unknown>[] = []
  for (const { status = 200, headers = {}, body } of exchanges)
    nock(origin, { reqheaders: { authorization: 'Bearer key-1' } })
      .post('/v1/chat/completions', (given: Record<string, unknown>) => sent.push(given) > 0)
      .reply(status, body, { 'content-type': 'application/json', ...headers })
  const model = openAiChat({ baseUrl: `${origin}/v1`, apiKey: new Secret('key-1'), model: 'small', fetch })
  const answer = await model.ask(question, { signal: new AbortController().signal, calls })
  return { answer, sent, model }
}

const blue = says('{"colour":"blue"}')

test('a server that holds to schemas is asked with one, after one question that finds it out', async () => {
  const { answer, sent } = await ask([blue, says('{"n":1}')])
  expect(answer).toEqual({
    status: 'answered',
    text: '{"n":1}',
    usage: { promptTokens: 10, completionTokens: 3, calls: 1 },
    setup: { promptTokens: 10, completionTokens: 3, calls: 1 },
  })
  expect(sent[1]).toEqual({
    model: 'small',
    messages: [
      { role: 'system', content: 'Answer with JSON only.' },
      { role: 'user', content: 'Which one?' },
    ],
    max_completion_tokens: 50,
    temperature: 0,
    response_format: {
      type: 'json_schema',
      json_schema: { name: 'select', strict: true, schema: question.schema },
    },
  })
})

test('what a server takes is found out once', async () => {
  const { model, sent } = await ask([blue, says('{"n":1}'), says('{"n":2}')])
  const second = await model.ask(question, { signal: new AbortController().signal, calls: 10 })
  expect([second, sent.length]).toMatchObject([{ text: '{"n":2}', usage: { calls: 1 } }, 3])
})

test.each<[string, readonly Exchange[], object]>([
  [
    'does as it is told, whatever the schema says',
    [says('{"colour":"red"}')],
    { response_format: { type: 'json_schema' } },
  ],
  [
    'knows no schemas',
    [refuses(400, "'response_format.type' must be 'json_object' or 'text'")],
    { response_format: { type: 'json_object' } },
  ],
  [
    'counts tokens under the older name',
    [refuses(400, "Unsupported parameter: 'max_completion_tokens'", 'max_completion_tokens'), blue],
    { max_tokens: 50 },
  ],
  [
    'leaves the temperature to nobody',
    [refuses(400, "Unsupported value: 'temperature' does not support 0", 'temperature'), blue],
    { model: 'small' },
  ],
])('a server that %s is asked so that it answers', async (_, before, body) => {
  const { answer, sent } = await ask([...before, says('{"n":1}')])
  expect(answer).toMatchObject({ status: 'answered', text: '{"n":1}' })
  expect(sent.at(-1)).toMatchObject(body)
})

test('a server that leaves the temperature to nobody is sent none', async () => {
  const { sent } = await ask([refuses(400, 'temperature', 'temperature'), blue, says('{"n":1}')])
  expect(sent.at(-1)).not.toHaveProperty('temperature')
})

describe('an answer that is none', () => {
  test.each<[string, Exchange, object]>([
    [
      'too many requests',
      { ...refuses(429, 'slow down'), headers: { 'retry-after': '7' } },
      { failure: 'rate_limited', retryAfterMs: 7_000 },
    ],
    ['a wrong key', refuses(401, 'Incorrect API key provided'), { failure: 'unauthorized' }],
    ['a server that is down', refuses(503, 'overloaded'), { failure: 'unreachable', retryAfterMs: 1_000 }],
    [
      'a model that nobody knows',
      refuses(404, 'The model `small` does not exist'),
      { failure: 'bad_request' },
    ],
    [
      'a page',
      { body: '<html>Sign in</html>', headers: { 'content-type': 'text/html' } },
      { failure: 'not_understood' },
    ],
    ['no choices', { body: { id: 'x', choices: [] } }, { failure: 'not_understood' }],
    ['half an answer', says('{"n":', 'length'), { failure: 'cut_off' }],
    ['what the filter kept', says('', 'content_filter'), { failure: 'refused' }],
  ])('of %s is told apart', async (_, exchange, failed) => {
    const { answer } = await ask([blue, exchange])
    expect(answer).toMatchObject({ status: 'failed', ...failed, usage: { calls: 1 }, setup: { calls: 1 } })
  })

  test('is not asked for more often than may be', async () => {
    const older = refuses(400, "Unsupported parameter: 'max_completion_tokens'", 'max_completion_tokens')
    const { answer, sent } = await ask([blue, older, says('{"n":1}')], 1)
    expect([answer, sent.length]).toMatchObject([{ status: 'failed', usage: { calls: 1 } }, 2])
  })
})
