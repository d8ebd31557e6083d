import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  callingPerson,
  idOf,
  must,
  startStepsWorld,
  type StepsWorld,
  callersTickets,
} from '../testing/steps-world.ts'

/* A skill is edited and published again while a person is asked about a call of it. */

let world: StepsWorld
beforeAll(async () => {
  world = await startStepsWorld()
  world.people.answers.now = () => ({ items: [{ id: 'p-1', name: 'Ada Jansen' }] })
  world.desk.answers.now = ({ pathname }) =>
    pathname === '/tickets' ? { items: [{ id: 9, subject: 'Brake' }] } : { state: 'closed' }
})
afterAll(() => world.close())
beforeEach(() => {
  world.desk.asked.length = 0
})

const closing = {
  operation: 'closeTicket',
  inputObjectMap: [{ field: 'reason', param: 'reason' }],
}
const kinds = {
  'of one operation': {
    path: '/integrations/desk/bindings',
    params: { id: '9', reason: 'solved' },
    binding: {
      ...closing,
      toolName: 'Close a ticket',
      inputs: [{ param: 'id', argument: 'id' }],
      projection: [{ path: 'state', leaf: 'ticket_state' }],
    },
  },
  'of several steps': {
    path: '/bindings',
    params: { caller_phone: '+31612345678', reason: 'solved' },
    binding: {
      toolName: 'Close the ticket of a caller',
      steps: [
        callingPerson,
        callersTickets,
        { ...closing, id: 'closing', integration: 'desk', inputs: [{ from: 'tickets.id', argument: 'id' }] },
      ],
      projection: [{ path: 'closing.state', leaf: 'ticket_state' }],
    },
  },
} as const

describe.each(Object.entries(kinds))('a skill %s', (name, { path, params, binding }) => {
  let skillId = ''
  let description = 0
  const agent = (rest: string): string => `/agents/${world.agentId}${rest}`
  const changed = () => ({ ...binding, description: `Closes it, in the words of edition ${++description}.` })
  const enable = { isEnabled: true, acknowledge: ['write', 'sensitive_parameter'] }
  const enabled = () => must(world.api('PATCH', agent(`/skills/${skillId}`), { body: enable }))
  const publish = () => must(world.api('POST', agent('/publish')))
  const edit = async () => {
    await must(world.api('PUT', agent(`${path}/${skillId}`), { body: changed() }))
    await enabled()
  }
  beforeAll(async () => {
    skillId = idOf(await must(world.api('POST', agent(path), { body: changed() })))
    await enabled()
    await publish()
  })

  const ask = (key: string) =>
    world.execute(skillId, params, { 'idempotency-key': `${name} ${key}`.replaceAll(' ', '-') })
  const asked = async (key: string): Promise<string> =>
    z.object({ confirmationId: z.string() }).parse((await must(ask(key))).data).confirmationId
  const approve = (id: string) => world.api('POST', `/confirmations/${id}/approve`)
  const writes = () => world.desk.asked.filter((line) => line.startsWith('POST'))

  test('that was published anew is not run by an approval of before, which says so', async () => {
    const id = await asked('says so')
    await edit()
    await publish()
    const { status, body } = await approve(id)
    expect([status, body]).toMatchObject([
      409,
      {
        code: 'confirmation_mismatch',
        detail: 'The skill has changed since the agent asked, so nothing was carried out.',
        retryable: false,
        next: 'If the call is still wanted, have the agent make it again: a person is asked anew.',
      },
    ])
    expect((await approve(id)).body['code']).toBe('confirmation_mismatch')
    expect(writes()).toEqual([])
  })

  test('that was published anew is asked about anew under the same key, and the old approval is void', async () => {
    const before = await asked('anew')
    await edit()
    await publish()
    const after = await asked('anew')
    expect(after).not.toBe(before)
    expect(await asked('anew')).toBe(after)
    expect((await approve(before)).body['code']).toBe('confirmation_expired')
    expect((await approve(after)).data).toMatchObject({ status: 'ok', output: { ticket_state: 'closed' } })
    expect(writes()).toEqual(['POST /tickets/9/close'])
  })

  test('that was edited and not published is still the one that was asked about', async () => {
    const id = await asked('draft')
    await edit()
    expect(await asked('draft')).toBe(id)
    const { body } = await world.execute(
      skillId,
      { ...params, reason: 'spam' },
      { 'idempotency-key': `${name} draft`.replaceAll(' ', '-') },
    )
    expect(body['code']).toBe('idempotency_key_reused')
    expect((await approve(id)).data).toMatchObject({ status: 'ok' })
    expect(writes().length).toBe(1)
  })
})
