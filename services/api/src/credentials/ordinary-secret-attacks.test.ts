import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { must } from '../testing/clinic-server.ts'
import { type DescribedProvider, startDescribedProvider } from '../testing/described-provider.ts'

/*
 * Secrets that look like what a provider says anyway: outputs keep their names, texts keep their words, and a value that is
 * the secret and nothing else is hidden. Whoever connects is told.
 */

const text = { type: 'string' }
const schema = {
  type: 'object',
  properties: {
    customer: text,
    state: { type: 'string', enum: ['paid', 'open'] },
    flag: { type: 'boolean' },
    nothing: { type: 'string', nullable: true },
    count: { type: 'integer' },
    total: { type: 'integer' },
    code: text,
    note: text,
    bag: {},
    rows: { type: 'array', items: { type: 'object', properties: { state: text, code: text } } },
  },
}
const responses = { 200: { description: 'ok', content: { 'application/json': { schema } } } }
const parameters = [{ name: 'orderid', in: 'path', required: true, schema: text }]
const document = {
  openapi: '3.0.3',
  info: { title: 'Desk', version: '1' },
  paths: { '/orders/{orderid}': { get: { operationId: 'getOrder', parameters, responses } } },
}

const said = {
  customer: 'Ada',
  state: 'paid',
  flag: true,
  nothing: null,
  count: 0,
  total: 4711,
  code: '4711',
  note: 'customer state: paid, true, null, 0, 4711 at /orders/ord1',
  bag: { customer: 'x', state: 'open' },
  rows: [{ state: 'paid', code: '0' }],
}

let provider: DescribedProvider
let kind = ''
let skillId = ''
beforeAll(async () => {
  provider = await startDescribedProvider()
  kind = await provider.register({ document, credentials: { access_token: 'canary-at-first-7Qm2' } })
  const leaves = ['customer', 'state', 'flag', 'nothing', 'count', 'total', 'code', 'note', 'bag']
  skillId = await provider.publish(kind, {
    operation: 'getOrder',
    toolName: 'Read order',
    inputs: [{ param: 'orderid', argument: 'orderid' }],
    projection: [
      ...leaves.map((leaf) => ({ path: leaf, leaf })),
      {
        path: 'rows',
        leaf: 'rows',
        max: 5,
        fields: [
          { path: 'state', leaf: 'state' },
          { path: 'code', leaf: 'code' },
        ],
      },
    ],
  })
})
afterAll(() => provider.close())

async function connectWith(secret: string): Promise<string> {
  const body = { credentials: { access_token: secret }, verify: false }
  const answer = await must(provider.api('POST', `/integrations/${kind}/connect`, { body }))
  return z
    .object({ warnings: z.array(z.string()) })
    .parse(answer.data)
    .warnings.join()
}

const hidden = '[secret]'
const paid = { state: hidden, rows: [{ state: hidden, code: '0' }] }

describe('a secret', () => {
  test.each<readonly [string, string, object]>([
    ['like the name of an output', 'customer', {}],
    ['like the name of an output and of a field', 'state', {}],
    ['like a value of an enumeration', 'paid', paid],
    ['like a value in an object', 'open', { bag: { customer: 'x', state: hidden } }],
    ['like what is true', 'true', {}],
    ['like what is nothing', 'null', {}],
    ['like a digit', '0', { rows: [{ state: 'paid', code: hidden }] }],
    ['like a number', '4711', { code: hidden }],
    ['like a word of a text', 'orders', {}],
    [
      'like a segment of a path',
      'ord1',
      { note: 'customer state: paid, true, null, 0, 4711 at /orders/[secret]' },
    ],
    ['of one letter', 'x', { bag: { customer: hidden, state: 'open' } }],
    ['like a name in other letters', 'CUSTOMER', {}],
    ['like the name of an operation', 'getOrder', {}],
  ])('%s (%s) is hidden where it is a whole value', async (_, secret, change) => {
    provider.answer({ body: said })
    const warnings = await connectWith(secret)
    const ran = await must(provider.run(skillId, { orderid: 'ord1' }))
    expect(ran.data).toMatchObject({ status: 'ok', output: { ...said, ...change } })
    const isTold = warnings.includes('short or looks like a word')
    expect(isTold).toBe(secret !== 'getOrder')
  })

  test.each([['orderid'], ['orders'], ['order'], ['customer'], ['true'], ['detail']])(
    'like a word of an error (%s) leaves its words and members',
    async (secret) => {
      const detail = 'The orderid of an order of this customer is true to no detail.'
      provider.answer({ status: 422, body: { code: 'bad', detail } })
      await connectWith(secret)
      const ran = await provider.run(skillId, { orderid: 'zz9' })
      expect(ran.body).toMatchObject({ code: 'upstream_error', provider: { code: 'bad', message: detail } })
    },
  )
})
