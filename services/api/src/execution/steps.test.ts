import type { Json, JsonObject } from '@bindery/model'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { deskPaths, documentOf, must, startStepsWorld, type StepsWorld } from '../testing/steps-world.ts'

let world: StepsWorld

beforeAll(async () => {
  world = await startStepsWorld()
})
afterAll(() => world.close())
beforeEach(() => {
  world.people.asked.length = 0
  world.desk.asked.length = 0
})

const jansen: JsonObject = {
  id: 'p-1',
  name: 'Ada Jansen',
  city: 'Delft',
  account: 7,
  birth_date: '1990-01-01',
}
const other: JsonObject = { id: 'p-2', name: 'Bo Jansen', city: 'Gouda', account: 8 }

const finding = (...items: readonly Json[]) => {
  world.people.answers.now = ({ searchParams }) => {
    const city = searchParams.get('city')
    return {
      items: items.filter(
        (item) => city === null || z.object({ city: z.string() }).parse(item).city === city,
      ),
    }
  }
}
const ticketsFor = (items: (requester: string) => readonly Json[]) => {
  world.desk.answers.now = ({ pathname, searchParams }) =>
    pathname === '/tickets'
      ? { items: [...items(searchParams.get('requester') ?? '')] }
      : {
          id: Number(pathname.split('/').at(-1)),
          state: `state of ${pathname.split('/').at(-1)}`,
          notes: ['x'],
        }
}

const person = {
  id: 'person',
  integration: 'people',
  operation: 'findPeople',
  take: 'one',
  distinguishBy: ['city'],
  inputs: [
    { param: 'caller_phone', argument: 'phone' },
    { param: 'city', argument: 'city', required: false },
  ],
}
const tickets = {
  id: 'tickets',
  integration: 'desk',
  operation: 'listTickets',
  inputs: [
    { from: 'person.id', argument: 'requester' },
    { const: 'open', argument: 'status' },
  ],
}
const outputs = [
  { path: 'person.name', leaf: 'customer_name' },
  { path: 'tickets.items', leaf: 'tickets', max: 5, fields: [{ path: 'subject', leaf: 'subject' }] },
]
let names = 0
const binding = (change: object = {}) => ({
  toolName: `Open tickets ${++names}`,
  steps: [person, tickets],
  projection: outputs,
  ...change,
})
const phone = { caller_phone: '+31612345678' }

const lastRecord = async (): Promise<JsonObject> => {
  const { data } = await must(world.api('GET', '/executions?limit=1'))
  const [row] = z.array(z.object({ record: z.record(z.string(), z.json()) })).parse(data)
  return row?.record ?? {}
}

describe('a skill of two steps over two providers', () => {
  let skillId = ''
  beforeAll(async () => {
    skillId = await world.publish(binding())
  })

  test('carries an id from one to the other, and shows only what it is asked for', async () => {
    finding(jansen)
    ticketsFor(() => [{ id: 1, subject: 'Brake' }])
    const { status, data, text } = await world.execute(skillId, phone)
    expect([status, data]).toMatchObject([
      200,
      { status: 'ok', output: { customer_name: 'Ada Jansen', tickets: [{ subject: 'Brake' }] } },
    ])
    expect(world.desk.asked).toEqual(['/tickets?requester=p-1&status=open'])
    expect(text).not.toContain('p-1')
    expect((await lastRecord())['steps']).toMatchObject([
      { id: 'person', integration: 'people', status: 'succeeded', runs: 1, attempts: 1, rows: 1 },
      { id: 'tickets', integration: 'desk', status: 'succeeded', runs: 1, attempts: 1 },
    ])
  })

  test.each<[string, readonly JsonObject[], JsonObject]>([
    ['nobody', [], { status: 'not_found', step: 'person', count: 0 }],
    [
      'two people',
      [jansen, other],
      { status: 'ambiguous', step: 'person', count: 2, choices: [{ city: 'Delft' }, { city: 'Gouda' }] },
    ],
  ])('ends in an ordinary way where it finds %s, and asks nothing more', async (_, found, expected) => {
    finding(...found)
    const { status, data } = await world.execute(skillId, phone, { 'idempotency-key': `key-${found.length}` })
    expect([status, data]).toMatchObject([200, expected])
    expect(world.desk.asked).toEqual([])
    finding(jansen)
    const again = await world.execute(skillId, phone, { 'idempotency-key': `key-${found.length}` })
    expect(again.data).toMatchObject({ ...expected, replayed: true })
  })

  test('a second call chooses one of several', async () => {
    finding(jansen, other)
    ticketsFor((requester) => [{ id: 1, subject: `of ${requester}` }])
    const { data } = await world.execute(skillId, { ...phone, city: 'Gouda' })
    expect(data).toMatchObject({ output: { customer_name: 'Bo Jansen', tickets: [{ subject: 'of p-2' }] } })
  })

  test.each<[string, number | undefined, string, string]>([
    ['fails', 500, 'upstream_error', ''],
    ['sends too much', undefined, 'upstream_invalid_response', 'response_too_large'],
  ])('says which step %s', async (...[, failing, code, reason]) => {
    finding(jansen)
    const large = `{"items":[{"id":1,"subject":"${'x'.repeat(10 * 1024 * 1024)}"}]}`
    world.desk.answers.now = () =>
      failing === undefined ? { status: 200, text: large } : { status: failing }
    const { body } = await world.execute(skillId, phone)
    expect([body['code'], body['step']]).toEqual([code, 'tickets'])
    expect(String(body['detail'])).toContain('Step "tickets"')
    const { steps, reason: recorded = '' } = await lastRecord()
    expect([steps, recorded]).toMatchObject([
      [{ status: 'succeeded' }, { status: 'failed', errorCode: code }],
      reason,
    ])
  })

  test.each(['../../admin?x=1#', 'p-1&status=closed', '"}{"', 'p\r\nHost: evil', '💣'])(
    'a value of a provider is data to the next: %j',
    async (id) => {
      finding({ ...jansen, id })
      ticketsFor(() => [])
      const { data, body } = await world.execute(skillId, phone)
      const [asked] = world.desk.asked
      if (asked === undefined) {
        expect(body['code']).toBe('upstream_invalid_response')
        return
      }
      const url = new URL(asked, 'http://desk.test')
      expect([data, url.pathname, [...url.searchParams]]).toMatchObject([
        { status: 'ok' },
        '/tickets',
        [
          ['requester', id],
          ['status', 'open'],
        ],
      ])
    },
  )

  test.each<[string, object, JsonObject]>([
    [
      'what an agent may not disclose',
      { policyType: 'allowed_fields', config: { fields: ['customer_name'] } },
      { status: 'ambiguous', count: 2 },
    ],
    [
      'a blocked term',
      { policyType: 'content_policy', config: { blockedTerms: ['Gouda'], appliesTo: 'output' } },
      { status: 'ambiguous', choices: [{ city: 'Delft' }, {}] },
    ],
  ])('%s is no choice either', async (_, guardrail, expected) => {
    const path = `/agents/${world.agentId}/guardrails`
    await must(world.api('PUT', path, { body: { guardrails: [guardrail] } }))
    finding(jansen, other)
    const { data, text } = await world.execute(skillId, phone)
    await must(world.api('PUT', path, { body: { guardrails: [] } }))
    expect([data, text.includes('Gouda')]).toMatchObject([expected, false])
  })

  test('a dry run shows the first request exactly and the second with a typed place', async () => {
    const { data } = await world.api(
      'POST',
      `/agents/${world.agentId}/skills/${skillId}/execute?dryRun=true`,
      {
        body: { params: phone },
      },
    )
    expect(data).toMatchObject({
      status: 'dry_run',
      request: {
        steps: [
          { request: { url: `${world.people.baseUrl}/people?phone=%2B31612345678` } },
          { request: { url: `${world.desk.baseUrl}/tickets?requester={person.id: string}&status=open` } },
        ],
      },
    })
    expect([...world.people.asked, ...world.desk.asked]).toEqual([])
  })

  test('counts for both providers: where it is used, what is blocked, and what cannot be removed', async () => {
    const lineage = await world.api('GET', '/integrations/desk/lineage?operation=listTickets')
    expect(lineage.data).toMatchObject({ uses: [{ skillId }] })
    const removal = await world.api('DELETE', '/integrations/desk')
    expect([removal.status, removal.body['code']]).toEqual([409, 'integration_in_use'])
    const scope = (blockedFields: readonly string[]) =>
      must(world.api('PATCH', '/integrations/desk/scoping', { body: { blockedObjects: [], blockedFields } }))
    const objects = await must(world.api('GET', '/integrations/desk/objects'))
    const named = z.array(z.object({ name: z.string() })).parse(objects.data)
    const items = named.find(({ name }) => /items/i.test(name))?.name ?? ''
    await scope([`${items}.subject`])
    finding(jansen)
    const { body } = await world.execute(skillId, phone)
    expect([body['code'], world.people.asked]).toEqual(['skill_stale', []])
    await scope([])
  })
})

const ticket = {
  id: 'ticket',
  integration: 'desk',
  operation: 'getTicket',
  inputs: [{ from: 'tickets.id', argument: 'id' }],
}
const eachTicket = (change: object = {}) =>
  binding({
    steps: [person, { ...tickets, take: 'each', rows: 'items', ...change }, ticket],
    projection: [
      {
        path: 'tickets',
        leaf: 'tickets',
        fields: [
          { path: 'subject', leaf: 'subject' },
          { path: 'ticket.state', leaf: 'ticket_state' },
        ],
      },
    ],
  })
const rows = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ id: at + 1, subject: `t${at + 1}` }))

describe('a step that runs for every row of another', () => {
  test('gives what it finds in the order of the rows, and looks the same up once', async () => {
    const skillId = await world.publish(eachTicket())
    finding(jansen)
    ticketsFor(() => [...rows(3), { id: 2, subject: 'again' }])
    const { data } = await world.execute(skillId, phone)
    expect(data).toMatchObject({
      output: {
        tickets: [
          { subject: 't1', ticket_state: 'state of 1' },
          { subject: 't2', ticket_state: 'state of 2' },
          { subject: 't3', ticket_state: 'state of 3' },
          { subject: 'again', ticket_state: 'state of 2' },
        ],
      },
    })
    expect(world.desk.asked.slice(1).sort()).toEqual(['/tickets/1', '/tickets/2', '/tickets/3'])
    expect((await lastRecord())['steps']).toMatchObject([{}, { rows: 4 }, { runs: 3, rows: 4, attempts: 3 }])
  })

  test.each<[string, object, JsonObject, number]>([
    ['refused', {}, { data: { status: 'not_certain', step: 'tickets' } }, 1],
    ['cut, and said', { more: 'cut' }, { success: true }, 11],
  ])('an eleventh row is %s', async (...[, change, expected, asked]) => {
    const skillId = await world.publish(eachTicket(change))
    finding(jansen)
    ticketsFor(() => rows(11))
    const { body, text } = await world.execute(skillId, phone)
    expect(body).toMatchObject(expected)
    expect([text.includes('rows_truncated: \\"tickets\\" holds 10 rows'), world.desk.asked.length]).toEqual([
      asked === 11,
      asked,
    ])
  })

  test('one call that fails fails the skill', async () => {
    const skillId = await world.publish(eachTicket())
    finding(jansen)
    world.desk.answers.now = ({ pathname }) =>
      pathname === '/tickets'
        ? { items: rows(3) }
        : pathname.endsWith('2')
          ? { status: 500 }
          : { id: 1, state: 'x' }
    const { body } = await world.execute(skillId, phone)
    expect([body['code'], body['step']]).toEqual(['upstream_error', 'ticket'])
  })

  test('its own rows come one after another where they are shown as a list', async () => {
    const skillId = await world.publish(
      binding({
        steps: [
          {
            ...person,
            take: 'each',
            distinguishBy: undefined,
            inputs: [{ param: 'caller_phone', argument: 'phone' }],
          },
          tickets,
        ],
        projection: [
          { path: 'tickets.items', leaf: 'tickets', max: 3, fields: [{ path: 'subject', leaf: 'subject' }] },
        ],
      }),
    )
    finding(jansen, other, jansen)
    ticketsFor((requester) => [
      { id: 1, subject: `a ${requester}` },
      { id: 2, subject: `b ${requester}` },
    ])
    const { data, text } = await world.execute(skillId, phone)
    expect(data).toMatchObject({
      output: { tickets: [{ subject: 'a p-1' }, { subject: 'b p-1' }, { subject: 'a p-2' }] },
    })
    expect(text).toContain('rows_truncated')
  })
})

describe('a step that may find nothing', () => {
  test.each<[string, readonly JsonObject[], JsonObject, number]>([
    ['leaves out what needs it', [], { customer_name: null, tickets: null }, 0],
    ['and is as any other where it finds one', [jansen], { customer_name: 'Ada Jansen', tickets: [] }, 1],
  ])('%s', async (...[, found, output, asked]) => {
    const skillId = await world.publish(binding({ steps: [{ ...person, take: 'optional' }, tickets] }))
    finding(...found)
    ticketsFor(() => [])
    const { data } = await world.execute(skillId, phone)
    expect([data, world.desk.asked.length]).toMatchObject([{ status: 'ok', output }, asked])
  })

  test('a row without the value that goes on is found, and there is nothing to look up', async () => {
    const skillId = await world.publish(
      binding({
        steps: [person, { ...tickets, inputs: [{ from: 'person.account', argument: 'requester' }] }],
      }),
    )
    finding({ ...jansen, account: null })
    const { data } = await world.execute(skillId, phone)
    expect([data, world.desk.asked]).toMatchObject([{ status: 'not_found', step: 'tickets' }, []])
    finding(jansen)
    ticketsFor(() => [])
    await world.execute(skillId, phone)
    expect(world.desk.asked).toEqual(['/tickets?requester=7'])
  })
})

test('answers that were kept give what a call would give', async () => {
  const skillId = await world.publish(eachTicket())
  const one = (body: object) => ({ body })
  const response = {
    steps: {
      person: [one({ items: [jansen] })],
      tickets: [one({ items: rows(2) })],
      ticket: [one({ id: 1, state: 'open' }), one({ id: 2, state: 'closed' })],
    },
  }
  const output = {
    tickets: [
      { subject: 't1', ticket_state: 'open' },
      { subject: 't2', ticket_state: 'closed' },
    ],
  }
  const made = await world.api('POST', `/agents/${world.agentId}/skills/${skillId}/tests`, {
    body: { name: 'Two tickets', response, params: phone, expect: { output } },
  })
  expect([made.status, made.data]).toMatchObject([201, { result: { status: 'passed' } }])
  expect([...world.people.asked, ...world.desk.asked]).toEqual([])
})

test('a change of one provider is drift of the skill', async () => {
  const skillId = await world.publish(binding())
  const renamed = JSON.stringify(deskPaths).replaceAll('"requester"', '"requester_id"')
  const paths = z.record(z.string(), z.json()).parse(JSON.parse(renamed))
  const source = { document: JSON.stringify(documentOf('desk', paths)) }
  await must(world.api('PATCH', '/integrations/desk', { body: { source } }))
  await must(world.api('POST', '/integrations/desk/discover', { headers: { prefer: 'wait=30' } }))
  const { data } = await must(world.api('GET', `/agents/${world.agentId}/skills/${skillId}`))
  expect(data).toMatchObject({ status: 'stale', integrations: ['people', 'desk'] })
  const drifts = await must(world.api('GET', '/integrations/desk/drift'))
  expect(drifts.text).toContain(skillId)
})
