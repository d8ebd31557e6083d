import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { bookAppointment, type ClinicServer, must, startClinicServer } from './testing/clinic-server.ts'

/* What is asked for and is so already leaves no entry: the log tells of changes. */

let server: ClinicServer
let skillId: string
beforeAll(async () => {
  server = await startClinicServer()
  skillId = await server.publish(bookAppointment)
})
afterAll(() => server.close())

const Entries = z.array(z.object({ action: z.string() }))
const listActions = async (): Promise<readonly string[]> =>
  Entries.parse((await must(server.api('GET', '/audit?limit=100'))).data).map(({ action }) => action)

const patch = (path: string, body: object) => must(server.api('PATCH', path, { body }))
const skill = (body: object) => patch(`/agents/${server.agentId}/skills/${skillId}`, body)
const switchAll = (verb: string) =>
  must(
    server.api('POST', `/agents/${server.agentId}/actions/${verb}`, {
      body: { skillIds: [skillId, skillId], acknowledge: ['write'] },
    }),
  )
const effect = (body: object) => patch('/integrations/clinic/operations/createAppointment', body)
const classOf = (change: object) =>
  patch('/integrations/clinic/sensitivity', {
    changes: [{ on: 'field', object: 'Patient', field: 'id', ...change }],
  })

test.each<[string, readonly string[], () => Promise<unknown>]>([
  ['disabling a skill', ['skill.disabled'], () => skill({ isEnabled: false })],
  ['enabling a skill', ['skill.enabled'], () => skill({ isEnabled: true, acknowledge: ['write'] })],
  ['disabling several skills', ['skill.disabled'], () => switchAll('disable')],
  ['enabling several skills', ['skill.enabled'], () => switchAll('enable')],
  ['hiding a skill', ['skill.hidden'], () => skill({ exposure: 'internal' })],
  ['making an effect graver', ['integration.effect_set'], () => effect({ effect: 'delete' })],
  [
    'making an effect milder',
    ['integration.effect_lowered'],
    () => effect({ effect: 'update', reason: 'It replaces what was there.' }),
  ],
  [
    'taking an effect back',
    ['integration.effect_lowered'],
    () => effect({ effect: null, reason: 'It was wrong.' }),
  ],
  ['raising a class', ['integration.sensitivity_set'], () => classOf({ sensitivityClass: 'health' })],
  [
    'lowering a class',
    ['integration.sensitivity_lowered'],
    () => classOf({ sensitivityClass: 'none', reason: 'It is a number that means nothing.' }),
  ],
])('%s leaves an entry, and asking for it again leaves none', async (_, entries, ask) => {
  const before = await listActions()
  await ask()
  const once = await listActions()
  await ask()
  expect([once, await listActions()]).toEqual([[...entries, ...before], once])
})

test('saying the same for another reason leaves an entry, and without one it does not', async () => {
  await effect({ effect: 'delete', reason: 'It removes the slot.' })
  const before = await listActions()
  await effect({ effect: 'delete' })
  const without = await listActions()
  await effect({ effect: 'delete', reason: 'It removes the slot for good.' })
  expect([without, await listActions()]).toEqual([before, ['integration.effect_set', ...before]])
})
