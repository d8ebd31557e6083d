import { type BindingInputDocument, conditionOperators, type JsonObject } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { must } from './testing/clinic-server.ts'
import {
  type DescribedProvider,
  type SentRequest,
  startDescribedProvider,
} from './testing/described-provider.ts'

const query = (name: string, schema: object) => ({ name, in: 'query', schema })

const document = {
  openapi: '3.1.0',
  info: { title: 'Desk', version: '1' },
  paths: {
    '/tickets': {
      get: {
        operationId: 'listTickets',
        parameters: [
          query('status', { type: 'string', enum: ['open', 'waiting', 'closed'] }),
          query('since', { type: 'string', format: 'date' }),
          query('page', { type: 'integer' }),
          query('limit', { type: 'integer' }),
        ],
        responses: {
          200: {
            description: 'A page of them',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Page' } } },
          },
        },
      },
    },
  },
  components: {
    schemas: {
      Page: {
        type: 'object',
        required: ['items', 'total'],
        properties: {
          items: { type: 'array', items: { $ref: '#/components/schemas/Ticket' } },
          total: { type: 'integer' },
        },
      },
      Ticket: {
        type: 'object',
        required: ['id', 'subject', 'status'],
        properties: {
          id: { type: 'integer' },
          subject: { type: 'string' },
          status: { type: 'string', enum: ['open', 'waiting', 'closed'] },
          opened_at: { type: ['string', 'null'], format: 'date-time' },
          hours: { type: ['string', 'null'], format: 'decimal' },
        },
      },
    },
  },
}

const ticket = (id: number, status: string, more: JsonObject = {}): JsonObject => ({
  id,
  status,
  subject: `Ticket ${id}`,
  opened_at: `2026-11-0${id}T10:00:00Z`,
  hours: `${id}.50`,
  ...more,
})

const tickets = [
  ticket(1, 'open'),
  ticket(2, 'closed'),
  ticket(3, 'open', { hours: null }),
  ticket(4, 'waiting'),
]

const list: BindingInputDocument = {
  operation: 'listTickets',
  toolName: 'Tickets',
  projection: [{ path: 'items', leaf: 'tickets', max: 10, fields: [{ path: 'id', leaf: 'ticket_id' }] }],
}

describe('conditions on the rows of an answer', () => {
  let provider: DescribedProvider
  let kind: string
  beforeAll(async () => {
    provider = await startDescribedProvider()
    kind = await provider.register({ document })
    await provider.api('PATCH', `/agents/${provider.agentId}`, { body: { timezone: 'Europe/Amsterdam' } })
  })
  afterAll(() => provider.close())

  /** Answers with all tickets, or as many as are there of more. */
  const answerWith = (items: readonly JsonObject[], total = items.length): void =>
    provider.answer({ body: { items, total } })

  const publish = (more: Partial<BindingInputDocument>) => provider.publish(kind, { ...list, ...more })
  const run = async (skillId: string, params: JsonObject = {}) => (await provider.run(skillId, params)).data
  const shown = (...ids: readonly number[]) => ({ tickets: ids.map((id) => ({ ticket_id: id })) })
  const lastSent = (): SentRequest | undefined => provider.sent.at(-1)

  it('can be as many as the fields of a row say of themselves', async () => {
    const { data } = await provider.api('GET', `/integrations/${kind}/objects/Ticket`)
    expect(data).toMatchObject({
      fields: [
        { name: 'hours', operators: ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'in', 'isNull'] },
        { name: 'id', operators: ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'in', 'isNull'] },
        { name: 'opened_at', operators: ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'isNull'] },
        { name: 'status', operators: ['eq', 'ne', 'in', 'isNull'] },
        { name: 'subject', operators: [...conditionOperators] },
      ],
    })
  })

  it('take moments without a zone as those of the zone that the connection declares', async () => {
    const at = (text: string) => ({ opened_at: text })
    answerWith([
      ticket(1, 'open', at('2026-11-30T13:30:00')),
      ticket(2, 'open', at('2026-11-30 12:30:00')),
      ticket(3, 'open', at('2026-11-30T12:30:00Z')),
      ticket(4, 'open', at('2026-12-01 00:30:00')),
    ])
    const since = await publish({
      toolName: 'Tickets since',
      where: [{ field: 'opened_at', op: 'gte', param: 'from_time' }],
    })
    const ofDay = await publish({
      toolName: 'Tickets of a day',
      where: [{ field: 'opened_at', param: 'day' }],
    })
    const declare = (timezone: string | null) => {
      const body = { environments: { production: { timezone } } }
      return must(provider.api('PATCH', `/integrations/${kind}`, { body }))
    }
    const seen = async () => [
      await run(since, { from_time: '2026-11-30T12:00:00Z' }),
      await run(ofDay, { day: '2026-11-30' }),
    ]
    // A day without a declared zone is the day that is written.
    expect(await seen()).toMatchObject([{ output: shown(3) }, { output: shown(1, 2, 3) }])
    await declare('Europe/Amsterdam')
    expect(await seen()).toMatchObject([{ output: shown(1, 3, 4) }, { output: shown(1, 2, 3) }])
    await declare('America/New_York')
    expect(await seen()).toMatchObject([{ output: shown(1, 2, 3, 4) }, { output: shown(1, 2, 3) }])
    await declare('Asia/Tokyo')
    expect(await seen()).toMatchObject([{ output: shown(3, 4) }, { output: shown(1, 2, 3, 4) }])
    await declare(null)
    expect(await seen()).toMatchObject([{ output: shown(3) }, { output: shown(1, 2, 3) }])
  })

  it('test what is not sent, and send what is', async () => {
    answerWith(tickets)
    const skillId = await publish({
      where: [
        { field: 'opened_at', op: 'gte', param: 'from_date', optional: true },
        { argument: 'status', field: 'status', param: 'status', optional: true },
      ],
      orderBy: [{ field: 'hours', direction: 'desc' }],
    })
    expect(await run(skillId, { from_date: '2026-11-03' })).toMatchObject({ output: shown(4, 3) })
    expect(lastSent()?.url).toBe('/tickets')
    const { data, body } = await provider.run(skillId, { status: 'open' })
    expect(data).toMatchObject({ output: shown(1, 3) })
    expect(body['warnings']).toEqual([
      {
        message:
          'filter_ignored_by_provider: "status" was sent to the provider, and 2 rows that came do not fit it: left out.',
      },
    ])
    expect(lastSent()?.url).toBe('/tickets?status=open')
    expect(await run(skillId, { status: null })).toMatchObject({ output: shown(4, 2, 1, 3) })
  })

  it('say of a part of the rows only what can be said of it', async () => {
    const first: BindingInputDocument['projection'] = [{ path: 'items[0].id', leaf: 'ticket_id' }]
    const skillId = await publish({
      toolName: 'Newest open ticket',
      where: [
        { field: 'status', const: 'open' },
        { argument: 'since', param: 'from_date', optional: true },
      ],
      orderBy: [{ field: 'opened_at', direction: 'desc' }],
      projection: first,
    })
    answerWith(tickets)
    expect(await run(skillId)).toMatchObject({ status: 'ok', output: { ticket_id: 3 } })
    answerWith(tickets, 70)
    const answer = await provider.run(skillId)
    expect([answer.status, answer.data]).toMatchObject([200, { status: 'not_certain' }])
    expect('output' in Object(answer.data)).toBe(false)
    expect(answer.body['message']).toBe(
      'The first 4 rows of "items" were read, and the provider has more: what this asks for cannot be said for certain. Narrow it by "from_date"; its binding can also read more pages, or send more conditions.',
    )
    const { data } = await provider.api('GET', `/executions?status=not_certain`)
    expect(data).toMatchObject([{ status: 'not_certain' }])
    const audit = await provider.api('GET', '/audit?action=skill.not_certain')
    expect(audit.status).toBe(200)
  })

  it('are repeated under a key as they were', async () => {
    answerWith(tickets, 70)
    const skillId = await publish({
      toolName: 'Count tickets',
      projection: [],
      aggregate: { values: [{ fn: 'count', leaf: 'ticket_count' }] },
    })
    const path = `/agents/${provider.agentId}/skills/${skillId}/execute`
    const ask = () =>
      provider.api('POST', path, { body: { params: {} }, headers: { 'idempotency-key': 'once' } })
    const [before, sent] = [await ask(), provider.sent.length]
    answerWith(tickets)
    const again = await ask()
    expect([again.data, again.body['message']]).toMatchObject([
      { status: 'not_certain', replayed: true },
      before.body['message'],
    ])
    expect(provider.sent.length).toBe(sent)
  })

  it('count and add up what fits', async () => {
    answerWith(tickets)
    const skillId = await publish({
      toolName: 'Hours by status',
      where: [{ field: 'status', op: 'ne', const: 'closed' }],
      projection: [],
      aggregate: {
        values: [
          { fn: 'count', leaf: 'ticket_count' },
          { fn: 'sum', field: 'hours', leaf: 'hours' },
        ],
        groupBy: [{ field: 'status', leaf: 'status' }],
        leaf: 'by_status',
      },
    })
    expect(await run(skillId)).toMatchObject({
      output: {
        by_status: [
          { status: 'open', ticket_count: 2, hours: '1.50' },
          { status: 'waiting', ticket_count: 1, hours: '4.50' },
        ],
      },
    })
  })

  it('show before a call what is sent and what is tested', async () => {
    const skillId = await publish({
      toolName: 'Open since',
      where: [
        { argument: 'since', relative: 'today-P7D' },
        { field: 'status', op: 'in', param: 'statuses', optional: true },
      ],
    })
    const path = `/agents/${provider.agentId}/skills/${skillId}/execute?dryRun=true`
    const { data } = await provider.api('POST', path, { body: { params: {} } })
    expect(data).toMatchObject({
      status: 'dry_run',
      request: {
        request: { url: expect.stringMatching(/\/tickets\?since=\d{4}-\d\d-\d\d$/) },
        testedAfterReading: ['status is one of the parameter statuses, when it is given'],
      },
    })
  })

  it('hold a provider that answers with what it likes', async () => {
    const skillId = await publish({
      toolName: 'Hostile tickets',
      where: [{ field: 'hours', op: 'gt', const: '1' }],
    })
    const odd = JSON.parse('{"id":5,"subject":"x","status":"open","hours":{"__proto__":{"hours":"9"}}}')
    answerWith([
      ticket(1, 'open', { hours: '1e400' }),
      odd,
      ticket(2, 'open', { hours: ['9'] }),
      ticket(3, 'open', { hours: 'x'.repeat(1000) }),
    ])
    const { data, body } = await provider.run(skillId)
    expect(data).toMatchObject({ output: shown(1) })
    expect(body['warnings']).toEqual([
      {
        message:
          'value_not_compared: "hours" is not what the provider describes in 3 rows: nothing is equal to it, above or below it.',
      },
    ])
    provider.answer({ body: { items: { error: 'no' }, total: 0 } })
    expect(await provider.run(skillId)).toMatchObject({ status: 502 })
  })

  it('are told when they are bound', async () => {
    const { data } = await provider.validate(kind, { ...list, where: [{ field: 'status', const: 'open' }] })
    expect(data).toMatchObject({
      warnings: expect.arrayContaining([expect.objectContaining({ code: 'tested_after_reading' })]),
    })
  })
})
