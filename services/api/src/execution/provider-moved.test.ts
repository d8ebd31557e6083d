import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  callingPerson,
  must,
  startStepsWorld,
  type StepsWorld,
  callersTickets,
} from '../testing/steps-world.ts'

/* The address of a provider is changed while a person is asked about a call that goes there. */

let world: StepsWorld
/** A second place, which has the same operations. */
let elsewhere: StepsWorld
beforeAll(async () => {
  ;[world, elsewhere] = await Promise.all([startStepsWorld(), startStepsWorld()])
  for (const { people, desk } of [world, elsewhere]) {
    people.answers.now = () => ({ items: [{ id: 'p-1', name: 'Ada Jansen' }] })
    desk.answers.now = ({ pathname }) =>
      pathname.endsWith('/tickets') ? { items: [{ id: 9, subject: 'Brake' }] } : { state: 'closed' }
  }
})
afterAll(async () => {
  await Promise.all([world.close(), elsewhere.close()])
})
beforeEach(() => {
  for (const { people, desk } of [world, elsewhere]) {
    people.asked.length = 0
    desk.asked.length = 0
  }
})

const closing = {
  id: 'closing',
  integration: 'desk',
  operation: 'closeTicket',
  inputs: [{ param: 'id', argument: 'id' }],
  inputObjectMap: [{ field: 'reason', const: 'solved' }],
}
const kinds = {
  'of one operation': { params: { id: '9' }, steps: [closing] },
  'of several steps': {
    params: { caller_phone: '+31612345678' },
    steps: [callingPerson, callersTickets, { ...closing, inputs: [{ from: 'tickets.id', argument: 'id' }] }],
  },
} as const

/** Where another server is named, the credential is taken away: it has to be given for that one. */
async function move(kind: 'people' | 'desk', to: StepsWorld, path = '') {
  const environments = { production: { baseUrl: `${to[kind].baseUrl}${path}` } }
  await must(world.api('PATCH', `/integrations/${kind}`, { body: { environments } }))
  await must(world.api('POST', `/integrations/${kind}/connect`, { body: { credentials: {} } }))
}

describe.each(Object.entries(kinds))('a call of a skill %s', (name, { params, steps }) => {
  let skillId = ''
  beforeAll(async () => {
    const projection = [{ path: 'closing.state', leaf: 'ticket_state' }]
    skillId = await world.publish({ toolName: `Close a ticket ${name}`, steps, projection })
  })
  const ask = (key: string) =>
    world.execute(skillId, params, { 'idempotency-key': `${name} ${key}`.replaceAll(' ', '-') })
  const asked = async (key: string): Promise<string> =>
    z.object({ confirmationId: z.string() }).parse((await must(ask(key))).data).confirmationId
  const approve = (id: string) => world.api('POST', `/confirmations/${id}/approve`)
  const writes = () =>
    [world, elsewhere].flatMap(({ desk }) => desk.asked.filter((line) => line.startsWith('POST')))

  test.each([
    ['another server', () => move('desk', elsewhere)],
    ['another path', () => move('desk', world, '/v2')],
  ])('goes to %s by no approval of before, and is asked about anew under its key', async (place, moved) => {
    const id = await asked(place)
    await moved()
    const { status, body } = await approve(id)
    expect([status, body]).toMatchObject([
      409,
      {
        code: 'confirmation_mismatch',
        detail:
          'Where a provider is, or the zone that it is in, has changed since the agent asked, so nothing was carried out.',
        retryable: false,
        next: 'If the call is still wanted, have the agent make it again: a person is asked anew.',
      },
    ])
    expect((await approve(id)).body['code']).toBe('confirmation_mismatch')
    const after = await asked(place)
    await move('desk', world)
    expect(after).not.toBe(id)
    expect((await approve(id)).body).toMatchObject({
      code: 'confirmation_expired',
      detail: expect.stringContaining('another confirmation took the place of this one'),
    })
    expect(writes()).toEqual([])
  })

  test('is carried out where it was shown to go, also when the address was changed and changed back', async () => {
    const id = await asked('back')
    await move('desk', elsewhere)
    await move('desk', world)
    expect((await approve(id)).data).toMatchObject({ status: 'ok', output: { ticket_state: 'closed' } })
    expect([world.desk.asked.includes('POST /tickets/9/close'), elsewhere.desk.asked]).toEqual([true, []])
  })

  test('can be approved once more where its provider was disconnected and connected again', async () => {
    const id = await asked('connected again')
    await must(world.api('POST', '/integrations/desk/disconnect', { body: {} }))
    const refused = await approve(id)
    await must(world.api('POST', '/integrations/desk/connect', { body: { credentials: {} } }))
    expect([refused.status, refused.body['code'], writes()]).toEqual([409, 'integration_not_connected', []])
    expect((await approve(id)).data).toMatchObject({ status: 'ok' })
    expect(writes()).toEqual(['POST /tickets/9/close'])
  })
})

test('a provider that was read before a person was asked may not have moved either', async () => {
  const skillId = await world.publish({
    toolName: 'Close what a caller asks for',
    steps: kinds['of several steps'].steps,
    projection: [{ path: 'closing.state', leaf: 'ticket_state' }],
  })
  const { confirmationId } = z
    .object({ confirmationId: z.string() })
    .parse((await must(world.execute(skillId, kinds['of several steps'].params))).data)
  await move('people', elsewhere)
  const { body } = await world.api('POST', `/confirmations/${confirmationId}/approve`)
  await move('people', world)
  expect(body['code']).toBe('confirmation_mismatch')
  expect(world.desk.asked.filter((line) => line.startsWith('POST'))).toEqual([])
})
