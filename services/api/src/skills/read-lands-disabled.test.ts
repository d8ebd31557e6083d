import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { must, startStepsWorld, type StepsWorld } from '../testing/steps-world.ts'

/* A read of which somebody must have understood something is not enabled by being made. */

let world: StepsWorld
beforeAll(async () => {
  world = await startStepsWorld()
})
afterAll(() => world.close())

const Made = z.object({
  data: z.object({ id: z.string(), isEnabled: z.boolean() }),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })).default([]),
})

/** Who is meant may be left out, which finds everybody of a city. */
const binding = (description: string) => ({
  integration: 'people',
  operation: 'findPeople',
  toolName: 'People of a telephone number',
  description,
  enabled: true,
  inputs: [{ param: 'caller_phone', argument: 'phone' }],
  where: [{ field: 'birth_date', op: 'eq', param: 'date_of_birth', optional: true }],
  rows: 'items',
  projection: [{ path: 'items', leaf: 'people', max: 9, fields: [{ path: 'city', leaf: 'city' }] }],
})

test('it lands disabled and says why, and stays as enabled as it is once somebody has agreed', async () => {
  const bindings = `/agents/${world.agentId}/bindings`
  const made = Made.parse((await must(world.api('POST', bindings, { body: binding('First.') }))).body)
  expect(made.data.isEnabled).toBe(false)
  const [warning] = made.warnings.filter(({ code }) => code === 'read_lands_disabled')
  expect(warning?.message).toContain('"acknowledge": ["optional_identity"]')

  const skill = `/agents/${world.agentId}/skills/${made.data.id}`
  const enable = { isEnabled: true }
  expect((await world.api('PATCH', skill, { body: enable })).body['code']).toBe('acknowledgement_required')
  await must(world.api('PATCH', skill, { body: { ...enable, acknowledge: ['optional_identity'] } }))

  const put = () => world.api('PUT', `${bindings}/${made.data.id}`, { body: binding('Second.') })
  expect(Made.parse((await must(put())).body).data.isEnabled).toBe(true)
  await must(world.api('PATCH', skill, { body: { isEnabled: false } }))
  expect(Made.parse((await must(put())).body).data.isEnabled).toBe(false)
})

test('a read is not enabled over a live write that nobody agreed to', async () => {
  const bindings = `/agents/${world.agentId}/bindings`
  const write = {
    integration: 'desk',
    operation: 'closeTicket',
    toolName: 'About a ticket',
    inputs: [{ param: 'id', argument: 'id' }],
    inputObjectMap: [{ field: 'reason', const: 'solved' }],
    projection: [{ path: 'state', leaf: 'ticket_state' }],
  }
  const { id } = Made.parse((await must(world.api('POST', bindings, { body: write }))).body).data
  await must(world.api('POST', `/agents/${world.agentId}/publish`))
  const { inputObjectMap: _, ...rest } = write
  const read = { ...rest, operation: 'getTicket', enabled: true }
  const put = Made.parse((await must(world.api('PUT', `${bindings}/${id}`, { body: read }))).body)
  expect([put.data.isEnabled, put.warnings.map(({ code }) => code)]).toEqual([false, ['read_lands_disabled']])
  const skill = `/agents/${world.agentId}/skills/${id}`
  const enable = await world.api('PATCH', skill, { body: { isEnabled: true } })
  expect([enable.body['code'], enable.body['acknowledge']]).toEqual(['acknowledgement_required', ['write']])
  expect((await world.execute(id, { id: '9' })).body['code']).toBe('skill_disabled')
})
