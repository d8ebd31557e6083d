import type { JsonObject } from '@bindery/model'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { callingPerson as person, must, startStepsWorld, type StepsWorld } from '../testing/steps-world.ts'

let world: StepsWorld
let skillId = ''

const tickets = {
  id: 'tickets',
  integration: 'desk',
  operation: 'listTickets',
  rows: 'items',
  take: 'one',
  inputs: [
    { from: 'person.id', argument: 'requester' },
    { const: 'open', argument: 'status' },
  ],
}
const close = {
  id: 'closing',
  integration: 'desk',
  operation: 'closeTicket',
  inputs: [{ from: 'tickets.id', argument: 'id' }],
  inputObjectMap: [
    { field: 'reason', param: 'reason' },
    { field: 'owner', from: 'person.name' },
  ],
}
const binding = {
  toolName: 'Close the ticket of a caller',
  steps: [person, tickets, close],
  projection: [
    { path: 'person.name', leaf: 'customer_name' },
    { path: 'closing.state', leaf: 'ticket_state' },
  ],
}
const params = { caller_phone: '+31612345678', reason: 'solved' }

beforeAll(async () => {
  world = await startStepsWorld()
  skillId = await world.publish(binding)
})
afterAll(() => world.close())
beforeEach(() => {
  setTicket('t-secret-9')
  world.people.answers.now = () => ({ items: [{ id: 'p-secret-1', name: 'Ada Jansen' }] })
  world.people.asked.length = 0
  world.desk.asked.length = 0
})

function setTicket(...ids: readonly string[]): void {
  world.desk.answers.now = ({ pathname }) =>
    pathname === '/tickets'
      ? { items: ids.map((id) => ({ id: id.length, subject: id })) }
      : { state: `closed ${pathname}` }
}

const ask = (key?: string) =>
  world.execute(skillId, params, { ...(key === undefined ? {} : { 'idempotency-key': key }), 'x-test': '1' })
const Waiting = z.object({ status: z.literal('confirmation_required'), confirmationId: z.string() })
const approve = (id: string) => world.api('POST', `/confirmations/${id}/approve`)
const writes = () => world.desk.asked.filter((line) => line.startsWith('POST'))

const records = async (): Promise<readonly JsonObject[]> => {
  const { data } = await must(world.api('GET', '/executions?limit=5'))
  return z
    .array(z.object({ record: z.record(z.string(), z.json()) }))
    .parse(data)
    .map(({ record }) => record)
}

describe('a write behind reads', () => {
  test('is asked about with what was read, and carried out without reading again', async () => {
    const asked = await ask()
    const { confirmationId } = Waiting.parse(asked.data)
    expect(world.desk.asked).toEqual(['/tickets?requester=p-secret-1&status=open'])
    const [waiting] = await records()
    expect(waiting).toMatchObject({
      status: 'waiting',
      steps: [
        { id: 'person', status: 'succeeded' },
        { id: 'tickets', status: 'succeeded' },
      ],
    })
    // What becomes of it afterwards changes nothing: a person agreed to what they saw.
    world.people.answers.now = () => ({ items: [{ id: 'p-2', name: 'Somebody else' }] })
    setTicket('x')
    const { data } = await approve(confirmationId)
    expect(data).toMatchObject({
      status: 'ok',
      output: { customer_name: 'Ada Jansen', ticket_state: 'closed /tickets/10/close' },
    })
    expect([world.people.asked.length, writes()]).toEqual([1, ['POST /tickets/10/close']])
    expect((await approve(confirmationId)).data).toMatchObject({ status: 'ok', replayed: true })
    expect(writes().length).toBe(1)
  })

  test('shows the agent only what it may see, and an operator the request as it is', async () => {
    const asked = await ask()
    const { confirmationId } = Waiting.parse(asked.data)
    expect(asked.text).not.toMatch(/secret/)
    expect(asked.data).toMatchObject({
      preview: {
        steps: [
          { step: 'person' },
          { step: 'tickets' },
          {
            step: 'closing',
            request: {
              url: `${world.desk.baseUrl}/tickets/{tickets.id: string}/close`,
              body: { reason: 'solved', owner: 'Ada Jansen' },
            },
          },
        ],
        note: expect.stringContaining('not checked again'),
      },
    })
    const whole = await must(world.api('GET', `/confirmations/${confirmationId}`))
    expect(whole.data).toMatchObject({
      whole: { request: { url: `${world.desk.baseUrl}/tickets/10/close` } },
    })
    const asker = world.client(await world.keyWith(['confirmations:write']))
    const seen = await asker('GET', `/confirmations/${confirmationId}`)
    expect([seen.status, 'whole' in z.record(z.string(), z.unknown()).parse(seen.data)]).toEqual([200, false])
    expect((await must(world.api('GET', '/confirmations'))).text).not.toMatch(/tickets\/10/)
    await must(world.api('POST', `/confirmations/${confirmationId}/reject`))
    const gone = await must(world.api('GET', `/confirmations/${confirmationId}`))
    expect(gone.text).not.toContain('whole')
  })

  test.each<[string, readonly string[], JsonObject]>([
    ['nothing', [], { status: 'not_found', step: 'tickets' }],
    ['two', ['a', 'bb'], { status: 'ambiguous', step: 'tickets', count: 2 }],
  ])('asks nobody where the reads find %s', async (_, found, expected) => {
    setTicket(...found)
    const { status, data } = await ask()
    expect([status, data, writes()]).toMatchObject([200, expected, []])
    expect((await records())[0]).toMatchObject({ status: expected['status'] })
  })

  test('the same key asks once, whatever is read meanwhile, and gives what came of it', async () => {
    const first = Waiting.parse((await ask('key-1')).data)
    setTicket('another ticket')
    const second = Waiting.parse((await ask('key-1')).data)
    expect([second.confirmationId, world.people.asked.length]).toEqual([first.confirmationId, 1])
    await must(approve(first.confirmationId))
    const again = await ask('key-1')
    expect([again.data, writes(), world.people.asked.length]).toMatchObject([
      { status: 'ok', replayed: true },
      ['POST /tickets/10/close'],
      1,
    ])
  })

  test('gates pass again on the day that it is approved', async () => {
    const { confirmationId } = Waiting.parse((await ask()).data)
    const path = `/agents/${world.agentId}/skills/${skillId}`
    await must(world.api('PATCH', path, { body: { isEnabled: false } }))
    expect((await approve(confirmationId)).body['code']).toBe('skill_disabled')
    expect(writes()).toEqual([])
    await must(world.api('PATCH', path, { body: { isEnabled: true, acknowledge: ['write'] } }))
    await must(approve(confirmationId))
    expect(writes().length).toBe(1)
  })

  test('a report says before publishing that nothing checks again what was read', async () => {
    const { text } = await must(world.api('GET', `/agents/${world.agentId}/prepublish-report`))
    expect(text).toContain('reads_not_checked')
  })
})
