import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  bookAppointment,
  type ClinicServer,
  idOf,
  must,
  startClinicServer,
} from '../testing/clinic-server.ts'

let server: ClinicServer
beforeAll(async () => {
  server = await startClinicServer()
})
afterAll(() => server.close())

const binding = {
  ...bookAppointment,
  inputObjectMap: [
    { field: 'patientId', param: 'iban' },
    { field: 'practitionerId', const: 'prac_1' },
    { field: 'service', param: 'service_type' },
    { field: 'startsAt', param: 'start_time' },
  ],
}
const author = (body: object) =>
  server.api('POST', `/agents/${server.agentId}/integrations/clinic/bindings`, { body })

const enable = (skillId: string, ...acknowledge: readonly string[]) =>
  server.api('PATCH', `/agents/${server.agentId}/skills/${skillId}`, {
    body: { isEnabled: true, acknowledge },
  })

it('asks who enables it about a sensitive parameter in a public place, and keeps who did', async () => {
  const authored = await must(author(binding))
  expect(authored.text).toContain('sensitive_parameter')
  const refused = await enable(idOf(authored), 'write')
  expect([refused.status, refused.body['code'], refused.body['acknowledge']]).toEqual([
    409,
    'acknowledgement_required',
    ['write', 'sensitive_parameter'],
  ])
  await must(enable(idOf(authored), 'write', 'sensitive_parameter'))
  const audit = await must(server.api('GET', '/audit?limit=100'))
  expect(audit.text).toContain('"acknowledge":["write","sensitive_parameter"]')
})

it('asks nothing where somebody agreed to it by name, and keeps that', async () => {
  const agreed = { ...binding, toolName: 'Agreed to', allowSensitive: ['iban'] }
  await must(enable(idOf(await must(author(agreed))), 'write'))
  const audit = await must(server.api('GET', '/audit?limit=100'))
  expect(audit.text).toContain('"allowSensitive":["iban"]')
})
