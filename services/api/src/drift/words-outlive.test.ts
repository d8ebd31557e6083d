import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  callersTickets,
  callingPerson,
  deskPaths,
  documentOf,
  must,
  startStepsWorld,
  type StepsWorld,
} from '../testing/steps-world.ts'

/* What an operator said of a provider stands in no catalog of it: whatever changes there or elsewhere, it stops what it stopped. */

let world: StepsWorld
let rows = ''
beforeAll(async () => {
  world = await startStepsWorld()
  world.people.answers.now = () => ({ items: [{ id: 'p-1', name: 'Ada Jansen' }] })
  world.desk.answers.now = () => ({ items: [{ id: 9, subject: 'Brake', owner: 'Ada' }] })
  const { data } = await must(world.api('GET', '/integrations/desk/objects'))
  const objects = z.array(z.object({ name: z.string() })).parse(data)
  rows = objects.find(({ name }) => /items/i.test(name))?.name ?? ''
})
afterAll(() => world.close())
beforeEach(() => {
  world.people.asked.length = 0
  world.desk.asked.length = 0
})

const agent = (rest: string) => `/agents/${world.agentId}${rest}`
const projection = [
  { path: 'items', leaf: 'tickets', max: 9, fields: [{ path: 'owner', leaf: 'ticket_owner' }] },
]
const one = {
  integration: 'desk',
  operation: 'listTickets',
  inputs: [{ param: 'requester', argument: 'requester' }],
  projection,
}
const several = {
  steps: [callingPerson, callersTickets],
  projection: [{ path: 'tickets.owner', leaf: 'ticket_owner' }],
}
const byPhone = { caller_phone: '+31612345678' }
const codeOf = async (skillId: string, params: object) => (await world.execute(skillId, params)).body['code']

const reason = 'A test ends.'
const setEffect = (kind: string, operation: string, effect: string | null) =>
  must(world.api('PATCH', `/integrations/${kind}/operations/${operation}`, { body: { effect, reason } }))
const setClass = (sensitivityClass: string | null) => {
  const changes = [{ on: 'field', object: rows, field: 'owner', sensitivityClass, reason }]
  return must(world.api('PATCH', '/integrations/desk/sensitivity', { body: { changes } }))
}

/** The desk describes itself so from now on. */
async function redescribe(paths: object) {
  const body = JSON.stringify(documentOf('desk', paths))
  await must(world.api('PUT', '/integrations/desk/source', { body }))
  await must(world.api('POST', '/integrations/desk/discover', { headers: { prefer: 'wait=30' } }))
}
let count = 0
/** With one operation more than ever before. */
const withMore = () => ({
  ...deskPaths,
  [`/more-${(count += 1)}`]: {
    get: { operationId: `more${count}`, summary: 'More', responses: { 204: { description: 'None' } } },
  },
})
const { '/tickets': _lists, ...withoutLists } = deskPaths

const words: readonly (readonly [string, () => Promise<unknown>, () => Promise<unknown>])[] = [
  ['effect', () => setEffect('desk', 'listTickets', 'delete'), () => setEffect('desk', 'listTickets', null)],
  ['class', () => setClass('credential'), () => setClass(null)],
]

describe.each(words)('a graver %s', (word, say, takeBack) => {
  test.each([
    ['something else is described', () => redescribe(withMore())],
    ['the operation is described no more', () => redescribe(withoutLists)],
  ])('stops a read also when %s', async (change, happens) => {
    const skillId = await world.publish({ ...one, toolName: `Owners: ${word} ${change}` })
    await say()
    const before = await codeOf(skillId, { requester: 'p-1' })
    await happens()
    const after = await codeOf(skillId, { requester: 'p-1' })
    await redescribe(deskPaths)
    const again = await codeOf(skillId, { requester: 'p-1' })
    const asked = [...world.desk.asked]
    await takeBack()
    expect([before, after, again, asked]).toEqual(['skill_stale', 'skill_stale', 'skill_stale', []])
    expect((await world.execute(skillId, { requester: 'p-1' })).data).toMatchObject({ status: 'ok' })
  })

  test('at one provider is not lifted by what is said of another one', async () => {
    const skillId = await world.publish({ ...several, toolName: `Owner of a caller: ${word}` })
    await say()
    await setEffect('people', 'findPeople', 'read')
    const code = await codeOf(skillId, byPhone)
    await setEffect('people', 'findPeople', null)
    const again = await codeOf(skillId, byPhone)
    const asked = [...world.people.asked, ...world.desk.asked]
    await takeBack()
    expect([code, again, asked]).toEqual(['skill_stale', 'skill_stale', []])
  })
})

test('what a person acknowledged goes on, also when the draft is another one by then', async () => {
  const binding = { ...one, toolName: 'Owners, acknowledged' }
  const skillId = await world.publish(binding)
  await setEffect('desk', 'listTickets', 'create')
  const drift = agent(`/skills/${skillId}/drift`)
  await must(world.api('POST', drift, { body: { decision: 'acknowledge' } }))
  await must(
    world.api('PUT', agent(`/bindings/${skillId}`), { body: { ...binding, description: 'Other words.' } }),
  )
  await must(
    world.api('PATCH', agent(`/skills/${skillId}`), { body: { isEnabled: true, acknowledge: ['write'] } }),
  )
  await setEffect('desk', 'getTicket', 'update')
  const { data, body } = await world.execute(skillId, { requester: 'p-1' })
  await setEffect('desk', 'getTicket', null)
  await setEffect('desk', 'listTickets', null)
  expect([body['code'], data]).toMatchObject([undefined, { status: 'ok' }])
})
