import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  callingPerson,
  startStepsWorld,
  type StepsWorld,
  callersTickets,
  foundTicket,
} from '../testing/steps-world.ts'

/* A provider that answers 429 to more than it copes with, and does not say for how long. */

let world: StepsWorld
let skillId = ''
beforeAll(async () => {
  world = await startStepsWorld()
  world.people.answers.now = () => ({ items: [{ id: 'p-1', name: 'Ada Jansen' }] })
  skillId = await world.publish({
    toolName: 'States of all tickets of a caller',
    steps: [callingPerson, { ...callersTickets, take: 'each' }, foundTicket],
    projection: [
      { path: 'tickets', leaf: 'tickets', fields: [{ path: 'ticket.state', leaf: 'ticket_state' }] },
    ],
  })
})
afterAll(() => world.close())

const items = Array.from({ length: 10 }, (_, at) => ({ id: at + 1, subject: 'Brake' }))

test('is asked by fewer at a time, and all rows come', async () => {
  let inside = 0
  let refused = 0
  world.desk.answers.now = async ({ pathname }) => {
    if (pathname === '/tickets') return { items }
    if (inside > 0) {
      refused += 1
      return { status: 429 }
    }
    inside += 1
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
    inside -= 1
    return { id: 1, state: 'open' }
  }
  const { data } = await world.execute(skillId, { caller_phone: '+31612345678' })
  expect(data).toMatchObject({
    status: 'ok',
    output: { tickets: items.map(() => ({ ticket_state: 'open' })) },
  })
  expect(refused).toBeGreaterThan(0)
})

test('that refuses everything ends the call, and says so', async () => {
  world.desk.answers.now = ({ pathname }) =>
    pathname === '/tickets' ? { items: items.slice(0, 1) } : { status: 429 }
  const { body } = await world.execute(skillId, { caller_phone: '+31612345678' })
  expect([body['code'], body['upstreamStatus']]).toEqual(['upstream_error', 429])
  expect(world.desk.asked.filter((path) => path === '/tickets/1').length).toBeGreaterThan(1)
})
