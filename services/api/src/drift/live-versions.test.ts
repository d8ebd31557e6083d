import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  callingPerson,
  must,
  startStepsWorld,
  type StepsWorld,
  callersTickets,
  foundTicket,
} from '../testing/steps-world.ts'

/* What is live need not be the draft, nor need it still compile: what became graver stops all of it. */

let world: StepsWorld
let rowsOf: { readonly people: string; readonly desk: string }
beforeAll(async () => {
  world = await startStepsWorld()
  world.people.answers.now = () => ({ items: [{ id: 'p-1', name: 'Ada Jansen', city: 'Delft' }] })
  world.desk.answers.now = ({ pathname }) =>
    pathname === '/tickets' ? { items: [{ id: 9, subject: 'Brake' }] } : { id: 9, state: 'open' }
  const rows = async (kind: string) => {
    const { data } = await must(world.api('GET', `/integrations/${kind}/objects`))
    const objects = z.array(z.object({ name: z.string() })).parse(data)
    return objects.find(({ name }) => /items/i.test(name))?.name ?? ''
  }
  rowsOf = { people: await rows('people'), desk: await rows('desk') }
})
afterAll(() => world.close())
beforeEach(() => {
  world.people.asked.length = 0
  world.desk.asked.length = 0
})

const shown = { projection: [{ path: 'state', leaf: 'ticket_state' }] }
const one = {
  integration: 'desk',
  operation: 'getTicket',
  inputs: [{ param: 'id', argument: 'id' }],
  ...shown,
}
const agent = (rest: string) => `/agents/${world.agentId}${rest}`

/** The skill of a binding as it is live, and its draft in other words. */
async function edited(binding: object): Promise<string> {
  const skillId = await world.publish({ ...binding, description: 'First words.' })
  const again = { ...binding, description: 'Second words.', enabled: true }
  await must(world.api('PUT', agent(`/bindings/${skillId}`), { body: again }))
  await must(world.api('PATCH', agent(`/skills/${skillId}`), { body: { isEnabled: true } }))
  return skillId
}

const setEffect = (operation: string, effect: string | null) =>
  must(
    world.api('PATCH', `/integrations/desk/operations/${operation}`, {
      body: { effect, reason: 'A test ends.' },
    }),
  )
const setClass = (kind: 'people' | 'desk', field: string, sensitivityClass: string | null) => {
  const changes = [{ on: 'field', object: rowsOf[kind], field, sensitivityClass, reason: 'A test ends.' }]
  return must(world.api('PATCH', `/integrations/${kind}/sensitivity`, { body: { changes } }))
}

const codeOf = async (skillId: string, params: object) => (await world.execute(skillId, params)).body['code']

describe('an operation that is said to do graver things', () => {
  test('stops live bytes that differ from the draft, and lets them run again when the word is taken back', async () => {
    const skillId = await edited({ ...one, toolName: 'State of a ticket' })
    await setEffect('getTicket', 'delete')
    const code = await codeOf(skillId, { id: '9' })
    const { desk } = world
    const sent = [...desk.asked]
    await setEffect('getTicket', null)
    expect([code, sent]).toEqual(['skill_stale', []])
    expect((await world.execute(skillId, { id: '9' })).data).toMatchObject({ status: 'ok' })
  })

  test('stops a version that somebody rolled back to', async () => {
    const skillId = await world.publish({ ...one, toolName: 'State of one ticket' })
    const versions = z
      .array(z.object({ id: z.string() }))
      .parse((await must(world.api('GET', agent('/versions')))).data)
    const again = { ...one, toolName: 'State of one ticket', description: 'Later words.' }
    await must(world.api('PUT', agent(`/bindings/${skillId}`), { body: again }))
    await must(world.api('PATCH', agent(`/skills/${skillId}`), { body: { isEnabled: true } }))
    await must(world.api('POST', agent('/publish')))
    await must(world.api('POST', agent('/rollback'), { body: { versionId: versions[0]?.id } }))
    await setEffect('getTicket', 'update')
    const code = await codeOf(skillId, { id: '9' })
    await setEffect('getTicket', null)
    expect([code, world.desk.asked]).toEqual(['skill_stale', []])
  })

  test('stops a read whose binding cannot be compiled any more because of it', async () => {
    const skillId = await world.publish({
      toolName: 'States of all tickets of a caller',
      steps: [callingPerson, { ...callersTickets, take: 'each' }, foundTicket],
      projection: [
        { path: 'tickets', leaf: 'tickets', fields: [{ path: 'ticket.state', leaf: 'ticket_state' }] },
      ],
    })
    await setEffect('getTicket', 'delete')
    const code = await codeOf(skillId, { caller_phone: '+31612345678' })
    await setEffect('getTicket', null)
    expect([code, world.people.asked, world.desk.asked]).toEqual(['skill_stale', [], []])
  })
})

describe('a field that is said to be of a graver class', () => {
  const people = {
    integration: 'people',
    operation: 'findPeople',
    inputs: [{ param: 'caller_phone', argument: 'phone' }],
    rows: 'items',
    projection: [{ path: 'items', leaf: 'people', max: 9, fields: [{ path: 'city', leaf: 'city' }] }],
  }
  const params = { caller_phone: '+31612345678' }

  test('stops live bytes that show it and differ from the draft', async () => {
    const skillId = await edited({ ...people, toolName: 'Cities of people' })
    await setClass('people', 'city', 'health')
    const code = await codeOf(skillId, params)
    await setClass('people', 'city', null)
    expect([code, world.people.asked]).toEqual(['skill_stale', []])
  })

  test.each([
    ['compared', { where: [{ field: 'name', op: 'contains', param: 'customer_name' }] }],
    ['ordered by', { orderBy: [{ field: 'name' }] }],
  ])('stops a read in which it is %s and which does not compile any more', async (word, more) => {
    const skillId = await world.publish({ ...people, ...more, toolName: `People whose name is ${word}` })
    await setClass('people', 'name', 'health')
    const code = await codeOf(skillId, {
      ...params,
      ...(word === 'compared' ? { customer_name: 'Ada' } : {}),
    })
    await setClass('people', 'name', null)
    expect([code, world.people.asked]).toEqual(['skill_stale', []])
  })
})
