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

/* An operator takes back what a run does while it does it: what it has not sent yet is not sent. */

let world: StepsWorld
let reading = ''
let repeating = ''
let blocked = ''
beforeAll(async () => {
  world = await startStepsWorld()
  reading = await world.publish({
    toolName: 'State of the ticket of a caller',
    steps: [callingPerson, callersTickets, foundTicket],
    projection: [{ path: 'ticket.state', leaf: 'ticket_state' }],
  })
  repeating = await world.publish({
    toolName: 'States of all tickets of a caller',
    steps: [callingPerson, { ...callersTickets, take: 'each' }, foundTicket],
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
  const objects = await must(world.api('GET', '/integrations/desk/objects'))
  const named = z.array(z.object({ name: z.string() })).parse(objects.data)
  blocked = named.find(({ name }) => /items/i.test(name))?.name ?? ''
})
afterAll(() => world.close())

type Change = () => Promise<unknown>
const nothing: Change = () => Promise.resolve()

/** What happens while the provider of that step is asked for the first time; nothing is answered before it is done. */
let meanwhile: { readonly at: string; readonly change: Change } = { at: '', change: nothing }
let done: Promise<unknown> | undefined
const happen = (at: string): Promise<unknown> | undefined => {
  if (meanwhile.at !== at) return undefined
  done ??= meanwhile.change()
  return done
}
beforeEach(() => {
  done = undefined
  meanwhile = { at: '', change: nothing }
  world.people.asked.length = 0
  world.desk.asked.length = 0
  world.people.answers.now = async () => {
    await happen('person')
    return { items: [{ id: 'p-1', name: 'Ada Jansen' }] }
  }
  world.desk.answers.now = async ({ pathname }) => {
    if (pathname === '/tickets') {
      await happen('tickets')
      return { items: ids.map((id) => ({ id, subject: 'Brake' })) }
    }
    await happen('ticket')
    return { id: 1, state: 'open' }
  }
})
let ids: readonly number[] = [1]

const agent = (rest: string) => `/agents/${world.agentId}${rest}`
const enable = (id: string, isEnabled: boolean) =>
  must(
    world.api('PATCH', agent(`/skills/${id}`), { body: { isEnabled, acknowledge: ['sensitive_parameter'] } }),
  )
const block = (blockedFields: readonly string[]) =>
  must(world.api('PATCH', '/integrations/desk/scoping', { body: { blockedObjects: [], blockedFields } }))
const phone = { caller_phone: '+31612345678' }

describe('a run of several steps ends before the next of them when, while one is read,', () => {
  test('its skill is disabled', async () => {
    ids = [1]
    meanwhile = { at: 'person', change: () => enable(reading, false) }
    const { body } = await world.execute(reading, phone)
    await enable(reading, true)
    expect([body['code'], world.people.asked.length, world.desk.asked]).toEqual(['skill_disabled', 1, []])
  })

  test('what a later step reads is blocked', async () => {
    ids = [1]
    meanwhile = { at: 'person', change: () => block([`${blocked}.id`]) }
    const { body } = await world.execute(reading, phone)
    await block([])
    expect([body['code'], world.people.asked.length, world.desk.asked]).toEqual(['skill_stale', 1, []])
  })

  test('it is hidden from agents', async () => {
    ids = [1]
    const expose = (exposure: string) =>
      must(world.api('PATCH', agent(`/skills/${reading}`), { body: { exposure } }))
    meanwhile = { at: 'person', change: () => expose('internal') }
    const { body } = await world.execute(reading, phone)
    await expose('agents')
    expect([body['code'], world.people.asked.length, world.desk.asked]).toEqual(['not_found', 1, []])
  })

  test('the key that it came with is revoked', async () => {
    ids = [1]
    const asked = { name: 'phone', scopes: ['skills:execute'] }
    const made = await must(world.api('POST', '/api-keys', { body: asked }))
    const { id, key } = z.object({ id: z.string(), key: z.string() }).parse(made.data)
    meanwhile = { at: 'person', change: () => world.api('DELETE', `/api-keys/${id}`) }
    const { body } = await world.execute(reading, phone, { authorization: `Bearer ${key}` })
    expect([body['code'], world.people.asked.length, world.desk.asked]).toEqual(['api_key_invalid', 1, []])
  })

  test('it is disabled between rows of a step that is made for each of them', async () => {
    ids = Array.from({ length: 9 }, (_, at) => at + 1)
    meanwhile = { at: 'ticket', change: () => enable(repeating, false) }
    const { body } = await world.execute(repeating, phone)
    await enable(repeating, true)
    const single = world.desk.asked.filter((path) => path.startsWith('/tickets/'))
    expect(body['code']).toBe('skill_disabled')
    // Those that were under way end.
    expect(single.length).toBe(4)
  })
})

test('gives nothing that its agent may not disclose any more when the last step is asked for', async () => {
  ids = [1]
  const put = (guardrails: readonly object[]) =>
    must(world.api('PUT', agent('/guardrails'), { body: { guardrails } }))
  const fields = ['customer_name']
  meanwhile = { at: 'person', change: () => put([{ policyType: 'allowed_fields', config: { fields } }]) }
  const { data } = await world.execute(reading, phone)
  await put([])
  expect(data).toMatchObject({ status: 'ok', output: {} })
  expect(data).not.toHaveProperty('output.ticket_state')
})

test('goes on where nothing was taken back, also when another version was published meanwhile', async () => {
  ids = [1]
  const change = () => must(world.api('POST', agent('/publish')))
  meanwhile = { at: 'person', change }
  const { data } = await world.execute(reading, phone)
  expect(data).toMatchObject({ status: 'ok', output: { ticket_state: 'open' } })
})
