import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { idOf, must, startStepsWorld, type StepsWorld } from '../testing/steps-world.ts'

/*
 * A caller repeats a call under its key, and its skill was published anew in between: it is the same call, and what came of
 * it is told again.
 */

let world: StepsWorld
beforeAll(async () => {
  world = await startStepsWorld()
  world.desk.answers.now = () => ({ state: 'closed' })
})
afterAll(() => world.close())
beforeEach(() => {
  world.desk.asked.length = 0
})

const closing = {
  toolName: 'Close a ticket',
  operation: 'closeTicket',
  inputs: [{ param: 'id', argument: 'id' }],
  inputObjectMap: [{ field: 'reason', param: 'reason' }],
  projection: [{ path: 'state', leaf: 'ticket_state' }],
}

describe.each([
  ['that asks nobody', false],
  ['that a person is asked about', true],
])('a write %s', (name, requiresConfirmation) => {
  let skillId = ''
  let edition = 0
  const agent = (rest: string): string => `/agents/${world.agentId}${rest}`
  const changed = () => ({
    ...closing,
    toolName: `${closing.toolName} ${requiresConfirmation ? 'asked' : 'unasked'}`,
    requiresConfirmation,
    description: `Closes it, in the words of edition ${++edition}.`,
  })
  const publish = async () => {
    const acknowledge = ['write', 'sensitive_parameter']
    await must(world.api('PATCH', agent(`/skills/${skillId}`), { body: { isEnabled: true, acknowledge } }))
    await must(world.api('POST', agent('/publish')))
  }
  const publishAnew = async () => {
    await must(world.api('PUT', agent(`/integrations/desk/bindings/${skillId}`), { body: changed() }))
    await publish()
  }
  beforeAll(async () => {
    skillId = idOf(await must(world.api('POST', agent('/integrations/desk/bindings'), { body: changed() })))
    await publish()
  })

  const ask = (key: string, reason = 'solved') =>
    world.execute(skillId, { id: '9', reason }, { 'idempotency-key': `${name} ${key}`.replaceAll(' ', '-') })
  /** Asks, and has a person agree where one is asked. */
  const make = async (key: string) => {
    const asked = await ask(key)
    const waiting = z.object({ confirmationId: z.string() }).safeParse(asked.data)
    return waiting.success
      ? world.api('POST', `/confirmations/${waiting.data.confirmationId}/approve`)
      : asked
  }
  const writes = () => world.desk.asked.filter((line) => line.startsWith('POST')).length

  test('is not made again by the next version, which gives what came of it', async () => {
    const first = await must(make('again'))
    await publishAnew()
    const again = await must(ask('again'))
    expect([first.data, again.data]).toMatchObject([
      { status: 'ok', output: { ticket_state: 'closed' } },
      { status: 'ok', output: { ticket_state: 'closed' }, replayed: true },
    ])
    expect(writes()).toBe(1)
  })

  test('of other parameters is another call, whichever version makes it', async () => {
    await must(make('other'))
    await publishAnew()
    const other = await ask('other', 'spam')
    expect([other.status, other.body['code'], writes()]).toEqual([409, 'idempotency_key_reused', 1])
  })

  test('that is refused by now is told to have happened, and only under its own key', async () => {
    await must(make('late'))
    await must(world.api('PATCH', agent(`/skills/${skillId}`), { body: { isEnabled: false } }))
    const late = await ask('late')
    const fresh = await ask('fresh')
    await publish()
    expect(late.body).toMatchObject({
      code: 'skill_disabled',
      earlier: { outcome: 'succeeded' },
      detail: expect.stringMatching(/carried out before/),
    })
    expect([fresh.body['code'], fresh.body['earlier'], writes()]).toEqual(['skill_disabled', undefined, 1])
  })

  test('whose outcome nobody knows is not made again by the next version either', async () => {
    world.desk.answers.now = () => ({ status: 504 })
    const first = await make('unknown')
    world.desk.answers.now = () => ({ state: 'closed' })
    await publishAnew()
    const again = await ask('unknown')
    expect([first.body['code'], again.body['code'], writes()]).toEqual([
      'outcome_unknown',
      'outcome_unknown',
      1,
    ])
  })
})

describe('what was kept under a key is told as far as it may be told now', () => {
  const shown = [
    { path: 'id', leaf: 'ticket_id' },
    { path: 'state', leaf: 'ticket_state' },
  ]
  const reading = (toolName: string, projection: object) => ({
    integration: 'desk',
    operation: 'getTicket',
    toolName,
    inputs: [{ param: 'id', argument: 'id' }],
    projection,
  })
  const agent = (rest: string): string => `/agents/${world.agentId}${rest}`
  const read = async (skillId: string) =>
    (await must(world.execute(skillId, { id: '9' }, { 'idempotency-key': `read-${skillId}` }))).data
  beforeEach(() => {
    world.desk.answers.now = () => ({ id: 9, state: 'open' })
  })

  test('without what its agent may not disclose any more', async () => {
    const skillId = await world.publish(reading('State and id of a ticket', shown))
    expect(await read(skillId)).toMatchObject({ output: { ticket_id: 9, ticket_state: 'open' } })
    const guardrails = [{ policyType: 'allowed_fields', config: { fields: ['ticket_state'] } }]
    await must(world.api('PUT', agent('/guardrails'), { body: { guardrails } }))
    const again = await read(skillId)
    await must(world.api('PUT', agent('/guardrails'), { body: { guardrails: [] } }))
    expect(again).toMatchObject({ replayed: true, output: { ticket_state: 'open' } })
    expect(again).not.toHaveProperty('output.ticket_id')
  })

  test('without what its skill does not give any more', async () => {
    const skillId = await world.publish(reading('Id and state of a ticket', shown))
    await read(skillId)
    const body = { ...reading('Id and state of a ticket', shown.slice(1)), enabled: true }
    await must(world.api('PUT', agent(`/bindings/${skillId}`), { body }))
    await must(world.api('POST', agent('/publish')))
    const again = await read(skillId)
    expect(again).toMatchObject({ replayed: true, output: { ticket_state: 'open' } })
    expect(again).not.toHaveProperty('output.ticket_id')
  })
})

test('a call that waits is asked about anew after a rollback, as after a publish', async () => {
  const agent = (rest: string): string => `/agents/${world.agentId}${rest}`
  const body = {
    ...closing,
    integration: 'desk',
    toolName: 'Close and roll back',
    requiresConfirmation: true,
  }
  const skillId = await world.publish({ ...body, description: 'First.' })
  const versions = z.array(z.object({ id: z.string() }))
  const [first] = versions.parse((await must(world.api('GET', agent('/versions')))).data)
  await must(world.api('PUT', agent(`/bindings/${skillId}`), { body: { ...body, description: 'Second.' } }))
  const enable = { isEnabled: true, acknowledge: ['write', 'sensitive_parameter'] }
  await must(world.api('PATCH', agent(`/skills/${skillId}`), { body: enable }))
  await must(world.api('POST', agent('/publish')))
  const ask = async () => {
    const { data } = await must(
      world.execute(skillId, { id: '9', reason: 'solved' }, { 'idempotency-key': 'rolled-back' }),
    )
    return z.object({ confirmationId: z.string() }).parse(data).confirmationId
  }
  const before = await ask()
  await must(world.api('POST', agent('/rollback'), { body: { versionId: first?.id } }))
  // The draft still holds what was shown, and it is what somebody rolled back from.
  expect((await world.api('POST', `/confirmations/${before}/approve`)).body['code']).toBe(
    'confirmation_mismatch',
  )
  const after = await ask()
  expect(after).not.toBe(before)
  expect((await world.api('POST', `/confirmations/${before}/approve`)).body['code']).toBe(
    'confirmation_expired',
  )
  expect((await must(world.api('POST', `/confirmations/${after}/approve`))).data).toMatchObject({
    status: 'ok',
  })
  expect(world.desk.asked.filter((line) => line.startsWith('POST')).length).toBe(1)
})

test('an approval that is asked for again gives what may be told by then, with a key of its request too', async () => {
  const agent = (rest: string): string => `/agents/${world.agentId}${rest}`
  world.desk.answers.now = () => ({ state: 'closed' })
  const body = {
    ...closing,
    integration: 'desk',
    toolName: 'Close and ask again',
    requiresConfirmation: true,
  }
  const skillId = await world.publish(body)
  const { data } = await must(world.execute(skillId, { id: '9', reason: 'solved' }))
  const { confirmationId } = z.object({ confirmationId: z.string() }).parse(data)
  const approve = async () => {
    const headers = { 'idempotency-key': 'approve-once' }
    return (await must(world.api('POST', `/confirmations/${confirmationId}/approve`, { headers }))).data
  }
  expect(await approve()).toMatchObject({ output: { ticket_state: 'closed' } })
  const fields = ['customer_name']
  await must(
    world.api('PUT', agent('/guardrails'), {
      body: { guardrails: [{ policyType: 'allowed_fields', config: { fields } }] },
    }),
  )
  const withheld = await approve()
  await must(world.api('PUT', agent('/guardrails'), { body: { guardrails: [] } }))
  expect(withheld).toMatchObject({ status: 'ok', replayed: true })
  expect(withheld).not.toHaveProperty('output.ticket_state')

  const word = (effect: string | null) =>
    must(
      world.api('PATCH', '/integrations/desk/operations/closeTicket', { body: { effect, reason: 'Done.' } }),
    )
  await word('delete')
  const stopped = await approve()
  await word(null)
  expect(stopped).not.toHaveProperty('output.ticket_state')
  expect(await approve()).toMatchObject({ output: { ticket_state: 'closed' } })
  expect(world.desk.asked.filter((line) => line.startsWith('POST')).length).toBe(1)
})
