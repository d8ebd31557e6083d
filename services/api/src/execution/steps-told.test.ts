import type { JsonObject } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { must, startStepsWorld, type StepsWorld } from '../testing/steps-world.ts'

/* What whoever calls a skill of several steps is told where it cannot go on. */

let world: StepsWorld
beforeAll(async () => {
  world = await startStepsWorld()
})
afterAll(() => world.close())

const person = {
  id: 'person',
  integration: 'people',
  operation: 'findPeople',
  take: 'one',
  inputs: [
    { param: 'caller_phone', argument: 'phone' },
    { param: 'home_city', argument: 'city', required: false },
  ],
}
const called = { caller_phone: '+31612345678' }
const found = (...items: readonly JsonObject[]) => {
  world.people.answers.now = () => ({ items: items.map((item, at) => ({ id: `p-${at}`, ...item })) })
}

describe('where several rows are found and one is meant', () => {
  let skillId = ''
  beforeAll(async () => {
    skillId = await world.publish({
      toolName: 'Name of a caller',
      steps: [{ ...person, distinguishBy: ['city', 'name'] }],
      projection: [{ path: 'person.id', leaf: 'customer_id' }],
    })
  })

  test.each<[string, readonly JsonObject[], string]>([
    [
      'a call is asked to give what it can give and differs',
      [
        { name: 'Ada', city: 'Delft' },
        { name: 'Bo', city: 'Gouda' },
      ],
      'Ask which one, and call again with "home_city".',
    ],
    [
      'a person has to look where only that differs which no call can give',
      [
        { name: 'Ada', city: 'Delft' },
        { name: 'Bo', city: 'Delft' },
      ],
      'A call cannot tell them apart, so a person has to look.',
    ],
    [
      'a person has to look where what a call could give is not known of any',
      [{ name: 'Ada' }, { name: 'Bo' }],
      'A call cannot tell them apart, so a person has to look.',
    ],
  ])('%s', async (...[, rows, told]) => {
    found(...rows)
    const { body } = await world.execute(skillId, called)
    expect(body).toMatchObject({
      data: { status: 'ambiguous', step: 'person', count: 2 },
      message: `Step "person" found 2 where one is meant. ${told}`,
    })
  })
})

describe('where a value of an earlier step cannot travel in the place that it goes to', () => {
  const one = { ...person, inputs: person.inputs.slice(0, 1) }
  const byName = [{ from: 'person.name', argument: 'id' }]
  const reading = {
    toolName: 'Ticket of a name',
    steps: [one, { id: 'ticket', integration: 'desk', operation: 'getTicket', inputs: byName }],
    projection: [{ path: 'ticket.state', leaf: 'ticket_state' }],
  }
  const twice = { ...reading, toolName: 'Ticket of a name again' }
  const closing = { id: 'ticket', integration: 'desk', operation: 'closeTicket', inputs: byName }
  const writing = {
    toolName: 'Close the ticket of a name',
    steps: [one, { ...closing, inputObjectMap: [{ field: 'reason', param: 'reason' }] }],
    projection: [{ path: 'ticket.state', leaf: 'ticket_state' }],
  }

  const solved = { reason: 'solved' }
  test.each<[string, { readonly binding: object; readonly params: object }, string, string]>([
    ['an empty one of a read', { binding: reading, params: {} }, '', 'must not be empty'],
    ['a step up of a read', { binding: twice, params: {} }, '..', 'must not be a dot segment'],
    ['a step up of a write', { binding: writing, params: solved }, '..', 'must not be a dot segment'],
  ])('%s is no fault of whoever called', async (...[, { binding, params }, name, problem]) => {
    const skillId = await world.publish(binding)
    found({ name })
    const { status, body } = await world.execute(skillId, { ...called, ...params })
    expect([status, body]).toMatchObject([
      502,
      {
        code: 'upstream_invalid_response',
        actor: 'provider',
        retryable: false,
        step: 'ticket',
        detail: `What step "ticket" is given does not fit it: "person.name" cannot be used. The argument "id" ${problem}.`,
      },
    ])
    expect(world.desk.asked).toEqual([])
  })

  test('one of the caller is theirs to correct', async () => {
    const skillId = await world.publish({
      ...reading,
      toolName: 'Ticket by its id',
      steps: [one, { ...closing, operation: 'getTicket', inputs: [{ param: 'ticket_id', argument: 'id' }] }],
      projection: [...reading.projection, { path: 'person.name', leaf: 'customer_name' }],
    })
    found({ name: 'Ada' })
    const { status, body } = await world.execute(skillId, { ...called, ticket_id: '..' })
    expect([status, body['code'], body['detail']]).toEqual([
      400,
      'validation_error',
      'Step "ticket": The argument "id" must not be a dot segment.',
    ])
  })
})

test.each<[string, object, number]>([
  ['of more than ten', {}, 11],
  ['of more than are asked for', { max: 2 }, 3],
])('a step that finds rows %s ends in an ordinary way, and says the way out', async (...[, bound, count]) => {
  const max = count - 1
  const skillId = await world.publish({
    toolName: `Each of ${max}`,
    steps: [
      {
        ...person,
        take: 'each',
        ...bound,
      },
      {
        id: 'tickets',
        integration: 'desk',
        operation: 'listTickets',
        inputs: [{ from: 'person.id', argument: 'requester' }],
      },
    ],
    projection: [
      { path: 'person', leaf: 'people', fields: [{ path: 'name', leaf: 'name' }] },
      { path: 'tickets.items', leaf: 'tickets', max: 3, fields: [{ path: 'subject', leaf: 'subject' }] },
    ],
  })
  found(...Array.from({ length: count }, (_, at) => ({ name: `n${at}` })))
  const { status, body } = await world.execute(skillId, called)
  expect([status, body]).toMatchObject([
    200,
    {
      data: { status: 'not_certain', step: 'person' },
      message: `Step "person" found more than the ${max} rows that it may go on with, so nothing was done with them. Narrow what it looks for, or have the skill go on with the first of them ("more": "cut").`,
    },
  ])
  expect(world.desk.asked).toEqual([])
})

describe('where an operator blocks a field that one step passes to the next', () => {
  const value = { from: 'person.name', argument: 'id' }
  const step = { ...person, inputs: person.inputs.slice(0, 1) }
  const shown = [{ path: 'ticket.state', leaf: 'ticket_state' }]
  const ticket = { id: 'ticket', integration: 'desk', inputs: [value] }
  const reading = { ...ticket, operation: 'getTicket' }
  const closing = {
    ...ticket,
    operation: 'closeTicket',
    inputObjectMap: [{ field: 'reason', const: 'solved' }],
  }
  const scope = async (blocks: (object: string) => readonly string[]) => {
    const objects = await must(world.api('GET', '/integrations/people/objects'))
    const named = z.array(z.object({ name: z.string() })).parse(objects.data)
    const items = named.find(({ name }) => /items/i.test(name))?.name ?? ''
    const body = { blockedObjects: [], blockedFields: blocks(items) }
    await must(world.api('PATCH', '/integrations/people/scoping', { body }))
    return items
  }

  test.each<[string, object, (items: string) => string]>([
    [
      'Read what is named',
      reading,
      (items) =>
        `"read_what_is_named" uses "${items}.name" in step "person", which the scoping of "people" blocks.`,
    ],
    [
      'Close what is named',
      closing,
      () =>
        '"close_what_is_named" no longer fits its provider: The value "person.name" of "people" reads something that is blocked by scoping.',
    ],
  ])('%s: the step, the value and the provider are named', async (toolName, last, detail) => {
    const skillId = await world.publish({ toolName, steps: [step, last], projection: shown })
    found({ name: 'Ada' })
    const items = await scope((object) => [`${object}.name`])
    const { status, body } = await world.execute(skillId, called)
    await scope(() => [])
    expect([status, body['code'], body['detail']]).toEqual([409, 'skill_stale', detail(items)])
  })
})
