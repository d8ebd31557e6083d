import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  callingPerson as person,
  must,
  startStepsWorld,
  type StepsWorld,
  callersTickets,
} from '../testing/steps-world.ts'

/* The credential of a step in the middle is taken away: before a call, and while a person is asked. */

let world: StepsWorld
beforeAll(async () => {
  world = await startStepsWorld()
  world.people.answers.now = () => ({ items: [{ id: 'p-1', name: 'Ada Jansen' }] })
  world.desk.answers.now = ({ pathname }) =>
    pathname === '/tickets' ? { items: [{ id: 9, subject: 'Brake' }] } : { state: 'closed' }
})
afterAll(() => world.close())
beforeEach(() => {
  world.people.asked.length = 0
  world.desk.asked.length = 0
})

const again = {
  id: 'again',
  integration: 'people',
  operation: 'findPeople',
  inputs: [{ from: 'tickets.subject', argument: 'phone' }],
}
const closing = {
  id: 'closing',
  integration: 'desk',
  operation: 'closeTicket',
  inputs: [{ from: 'tickets.id', argument: 'id' }],
  inputObjectMap: [{ field: 'reason', const: 'solved' }],
}
const params = { caller_phone: '+31612345678' }
const disconnect = (kind: string) => must(world.api('POST', `/integrations/${kind}/disconnect`, { body: {} }))
const connect = (kind: string) =>
  must(world.api('POST', `/integrations/${kind}/connect`, { body: { credentials: {} } }))

describe('a skill of which a step in the middle may not be called any more', () => {
  test('asks nobody: what cannot be finished is not begun', async () => {
    const projection = [{ path: 'again.items', leaf: 'people', fields: [{ path: 'name', leaf: 'name' }] }]
    const binding = { toolName: 'Namesakes of a ticket', steps: [person, callersTickets, again], projection }
    const skillId = await world.publish(binding)
    await disconnect('desk')
    const { status, body } = await world.execute(skillId, params)
    await connect('desk')
    expect([status, body['code']]).toEqual([409, 'integration_not_connected'])
    expect([world.people.asked, world.desk.asked]).toEqual([[], []])
    expect((await world.execute(skillId, params)).data).toMatchObject({ status: 'ok' })
  })

  test.each(['desk', 'people'])(
    'is not carried out by an approval after %s was disconnected, and can be asked for anew',
    async (kind) => {
      const projection = [{ path: 'closing.state', leaf: 'ticket_state' }]
      const binding = {
        toolName: `Close what is open at ${kind}`,
        steps: [person, callersTickets, closing],
        projection,
      }
      const skillId = await world.publish(binding)
      const ask = async () => {
        const { data } = await must(world.execute(skillId, params))
        return z.object({ confirmationId: z.string() }).parse(data).confirmationId
      }
      const confirmationId = await ask()
      world.desk.asked.length = 0
      await disconnect(kind)
      const { status, body } = await world.api('POST', `/confirmations/${confirmationId}/approve`)
      expect([status, body['code']]).toEqual([409, 'integration_not_connected'])
      expect(world.desk.asked.filter((line) => line.startsWith('POST'))).toEqual([])
      await connect(kind)
      const approved = await world.api('POST', `/confirmations/${await ask()}/approve`)
      expect(approved.data).toMatchObject({ status: 'ok', output: { ticket_state: 'closed' } })
    },
  )
})
