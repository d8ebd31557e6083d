import { clinicDocument } from '@bindery/fixtures'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { bookAppointment, type ClinicServer, must, startClinicServer } from '../testing/clinic-server.ts'

let server: ClinicServer

beforeAll(async () => {
  server = await startClinicServer()
})
afterAll(() => server.close())

const Warnings = z.object({ warnings: z.array(z.object({ code: z.string(), message: z.string() })) })
const Operation = z.object({ effect: z.string() })
const Drift = z.object({
  verdict: z.string(),
  repair: z.object({ eases: z.array(z.string()) }).nullable(),
})

async function provide(patch: (text: string) => string) {
  const body = patch(JSON.stringify(clinicDocument))
  await must(server.api('PUT', '/integrations/clinic/source', { body }))
  const headers = { prefer: 'wait=30' }
  const answer = await must(server.api('POST', '/integrations/clinic/discover', { body: {}, headers }))
  return Warnings.parse(answer.data).warnings.filter(({ code }) => code.startsWith('operator_word'))
}

const effectOf = async (operation: string) =>
  Operation.parse((await must(server.api('GET', `/integrations/clinic/operations/${operation}`))).data).effect
const say = (operation: string, body: object) =>
  must(server.api('PATCH', `/integrations/clinic/operations/${operation}`, { body }))
const renamed = (text: string) =>
  text.replaceAll('"createAppointment"', '"createAppointments"').replaceAll('"fullName"', '"full_name"')

it('lets what was made stricter hold for what was renamed, and says which word lost its subject', async () => {
  const skill = await server.publish(bookAppointment)
  await say('createAppointment', { effect: 'delete' })
  const changes = [{ on: 'field', object: 'Patient', field: 'fullName', sensitivityClass: 'health' }]
  await must(server.api('PATCH', '/integrations/clinic/sensitivity', { body: { changes } }))
  const warnings = await provide(renamed)
  expect(warnings.map(({ code }) => code)).toEqual(['operator_word_followed'])
  expect(warnings[0]?.message).toContain('effect of createAppointments: delete')
  expect(warnings[0]?.message).toContain('class of Patient.full_name: health')
  expect(await effectOf('createAppointments')).toBe('delete')
  const audit = await must(server.api('GET', '/audit?limit=100'))
  expect(audit.text).toContain('integration.words_followed')
  const drift = await must(server.api('GET', `/agents/${server.agentId}/skills/${skill}/drift`))
  expect(Drift.parse(drift.data).repair?.eases ?? []).toEqual([])
  // Said once.
  expect(await provide((text) => renamed(text).replace('"version"', '"x-a": 1, "version"'))).toEqual([])
})

it('does not let a milder word move', async () => {
  await provide((text) => text)
  await say('createAppointment', { effect: null, reason: 'A test of the word.' })
  await say('createAppointment', { effect: 'read', reason: 'It only asks.' })
  const warnings = await provide((text) => text.replaceAll('"createAppointment"', '"createAnAppointment"'))
  expect(warnings).toEqual([])
  expect(await effectOf('createAnAppointment')).not.toBe('read')
})

it('says a repair that makes a skill milder', async () => {
  await provide((text) => text)
  await say('createAppointment', { effect: 'delete' })
  const skill = await server.publish({ ...bookAppointment, toolName: 'book_again' })
  await say('createAppointment', { effect: null, reason: 'A test of the word.' })
  await provide((text) => text.replaceAll('"createAppointment"', '"createTheAppointment"'))
  const drift = await must(server.api('GET', `/agents/${server.agentId}/skills/${skill}/drift`))
  expect(Drift.parse(drift.data)).toMatchObject({
    verdict: 'security',
    repair: { eases: [expect.stringContaining('where it was a delete')] },
  })
})

it('says a word whose subject is gone without a trace', async () => {
  await provide((text) => text)
  await say('createAppointment', { effect: 'delete' })
  const paths = Object.entries(clinicDocument.paths).filter(
    ([, path]) => !JSON.stringify(path).includes('createAppointment'),
  )
  const warnings = await provide(() =>
    JSON.stringify({ ...clinicDocument, paths: Object.fromEntries(paths) }),
  )
  expect(warnings.map(({ code }) => code)).toContain('operator_word_without_subject')
  expect(warnings.at(-1)?.message).toContain('effect of createAppointment: delete')
})

const Scoping = z.object({ blockedFields: z.array(z.string()) })
const Classes = z.object({ fields: z.array(z.object({ name: z.string(), sensitivityClass: z.string() })) })

it('lets them hold for an object that stands where another stood, whatever it is called', async () => {
  await provide((text) => text)
  await must(server.api('PATCH', '/integrations/clinic/scoping', { body: { blockedFields: ['Patient.id'] } }))
  const changes = [{ on: 'field', object: 'Patient', field: 'fullName', sensitivityClass: 'health' }]
  await must(server.api('PATCH', '/integrations/clinic/sensitivity', { body: { changes } }))
  const warnings = await provide((text) =>
    text
      .replaceAll('#/components/schemas/Patient"', '#/components/schemas/Xyz"')
      .replaceAll('"Patient":', '"Xyz":'),
  )
  expect(warnings.map(({ code }) => code)).toEqual(['operator_word_followed'])
  const scoping = await must(server.api('GET', '/integrations/clinic/scoping'))
  expect(Scoping.parse(scoping.data).blockedFields).toContain('Xyz.id')
  const object = Classes.parse((await must(server.api('GET', '/integrations/clinic/objects/Xyz'))).data)
  expect(object.fields.find(({ name }) => name === 'fullName')?.sensitivityClass).toBe('health')
})

const exchanged = (text: string): string =>
  text
    .replaceAll('"createAppointment"', '"between"')
    .replaceAll('"cancelAppointment"', '"createAppointment"')
    .replaceAll('"between"', '"cancelAppointment"')

it('lets a stricter word follow an operation that exchanged its name with another one', async () => {
  await provide((text) => text)
  await say('cancelAppointment', { effect: null, reason: 'A test of the word.' })
  await say('createAppointment', { effect: 'delete' })
  const warnings = await provide(exchanged)
  expect(warnings.map(({ code }) => code)).toEqual(['operator_word_followed'])
  expect(await effectOf('cancelAppointment')).toBe('delete')
})

it('takes a milder word back from a name that another operation has now', async () => {
  await provide((text) => text)
  for (const operation of ['createAppointment', 'cancelAppointment'])
    await say(operation, { effect: null, reason: 'A test of the word.' })
  await say('createAppointment', { effect: 'read', reason: 'It only asks.' })
  const warnings = await provide(exchanged)
  expect(warnings.map(({ code }) => code)).toEqual(['operator_word_withdrawn'])
  expect([await effectOf('createAppointment'), await effectOf('cancelAppointment')]).not.toContain('read')
})

it('lets them follow a field into an object of its own', async () => {
  await provide((text) => text)
  const changes = [{ on: 'field', object: 'Patient', field: 'fullName', sensitivityClass: 'health' }]
  await must(server.api('PATCH', '/integrations/clinic/sensitivity', { body: { changes } }))
  const blockedFields = ['Patient.fullName']
  await must(server.api('PATCH', '/integrations/clinic/scoping', { body: { blockedFields } }))
  const inner = { type: 'object', properties: { name: { type: 'string' } } }
  await provide((text) =>
    text
      .replace(
        /"fullName":\{"type":"string"[^}]*\}/,
        `"full":${JSON.stringify({ $ref: '#/components/schemas/Full' })}`,
      )
      .replace('"schemas":{', `"schemas":{"Full":${JSON.stringify(inner)},`),
  )
  const scoping = await must(server.api('GET', '/integrations/clinic/scoping'))
  expect(Scoping.parse(scoping.data).blockedFields).toContain('Full.name')
  await must(server.api('PATCH', '/integrations/clinic/scoping', { body: { blockedFields: [] } }))
  const object = Classes.parse((await must(server.api('GET', '/integrations/clinic/objects/Full'))).data)
  expect(object.fields).toEqual([expect.objectContaining({ name: 'name', sensitivityClass: 'health' })])
})
