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
