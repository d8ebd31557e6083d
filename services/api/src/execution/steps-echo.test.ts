import { afterAll, beforeAll, expect, test } from 'vitest'
import { runVerified } from '../testing/run-verified.ts'
import { callingPerson, must, startStepsWorld, type StepsWorld, foundTicket } from '../testing/steps-world.ts'

/* A provider repeats in an error what another operation of the same run has told. */

let world: StepsWorld
let skillId = ''
beforeAll(async () => {
  world = await startStepsWorld()
  world.people.answers.now = () => ({ items: [{ id: 'p-1', name: 'Ada Jansen', birth_date: '1990-05-17' }] })
  const binding = {
    toolName: 'State of the ticket of a birthday',
    steps: [
      callingPerson,
      {
        id: 'tickets',
        integration: 'desk',
        operation: 'listTickets',
        rows: 'items',
        take: 'one',
        inputs: [
          { from: 'person.id', argument: 'requester' },
          { from: 'person.birth_date', argument: 'status' },
        ],
      },
      foundTicket,
    ],
    allowSensitive: ['person.birth_date'],
    projection: [{ path: 'ticket.state', leaf: 'ticket_state' }],
  }
  skillId = await world.publish(binding)
})
afterAll(() => world.close())

test('nobody is told it, and no record keeps it', async () => {
  world.desk.answers.now = ({ pathname }) =>
    pathname === '/tickets'
      ? { items: [{ id: 9, subject: 'Brake' }] }
      : { status: 422, text: JSON.stringify({ message: 'Nobody born on 1990-05-17 has a brake.' }) }
  const { agentId } = world
  const result = await runVerified(world, { agentId, skillId, params: { caller_phone: '+31612345678' } })
  if (result.status !== 'failed') throw new TypeError(`Expected a failure, got ${result.status}.`)
  const { code, details } = result.error
  expect([code, details.provider?.message]).toEqual(['upstream_error', 'Nobody born on *** has a brake.'])
  const kept = await must(world.api('GET', `/executions/${result.executionId}`))
  expect(kept.text).toContain('Nobody born on *** has a brake.')
  expect(kept.text).not.toContain('1990-05-17')
})
