import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { must, startStepsWorld, type StepsWorld } from '../testing/steps-world.ts'

/* A skill, or its agent, is deleted while a person is asked about a call. */

let world: StepsWorld
let skillId = ''
let count = 0
beforeAll(async () => {
  world = await startStepsWorld()
  world.desk.answers.now = () => ({ state: 'closed' })
})
afterAll(() => world.close())
beforeEach(async () => {
  world.desk.asked.length = 0
  skillId = await world.publish({
    integration: 'desk',
    operation: 'closeTicket',
    toolName: `Close a ticket ${(count += 1)}`,
    inputs: [{ param: 'id', argument: 'id' }],
    inputObjectMap: [{ field: 'reason', const: 'solved' }],
    projection: [{ path: 'state', leaf: 'ticket_state' }],
  })
})

const Waiting = z.array(z.object({ id: z.string() }))
const pending = async () =>
  Waiting.parse((await must(world.api('GET', '/confirmations?status=pending'))).data).map(({ id }) => id)

async function asked(): Promise<string> {
  const { data } = await must(world.execute(skillId, { id: '9' }))
  return z.object({ confirmationId: z.string() }).parse(data).confirmationId
}

test.each([
  ['skill', () => `/agents/${world.agentId}/skills/${skillId}`],
  ['agent', () => `/agents/${world.agentId}`],
])('with its %s the call waits for nobody any more, and nothing is sent', async (_, path) => {
  const id = await asked()
  expect(await pending()).toContain(id)
  await must(world.api('DELETE', path()))
  expect(await pending()).not.toContain(id)
  const { status } = await world.api('POST', `/confirmations/${id}/approve`)
  expect([status >= 400, world.desk.asked]).toEqual([true, []])
})
