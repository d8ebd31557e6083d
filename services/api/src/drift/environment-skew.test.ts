import { clinicDocument } from '@bindery/fixtures'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import {
  bookAppointment,
  type ClinicServer,
  findPatient,
  idOf,
  must,
  startClinicServer,
} from '../testing/clinic-server.ts'

let server: ClinicServer
beforeAll(async () => {
  server = await startClinicServer()
})
afterAll(() => server.close())

/** What staging runs: the same, but for a field that patients have. */
async function discoverStaging(): Promise<void> {
  const text = JSON.stringify(clinicDocument)
  const provide = async (document: string, environment: string) => {
    await must(server.api('PUT', '/integrations/clinic/source', { body: document }))
    const headers = { prefer: 'wait=30' }
    await must(server.api('POST', '/integrations/clinic/discover', { body: { environment }, headers }))
  }
  await provide(text, 'production')
  await provide(text.replaceAll('"fullName"', '"full_name"'), 'staging')
}

const Warning = z.object({ code: z.string(), environment: z.string(), differences: z.array(z.string()) })

it('names what differs in another environment for the skills that use it, and for no other', async () => {
  await discoverStaging()
  const bind = async (binding: typeof findPatient) => idOf(await must(server.bind(binding)))
  const [find, book] = [await bind(findPatient), await bind(bookAppointment)]
  const enable = async (id: string) => {
    const body = { isEnabled: true, acknowledge: ['write'] }
    const answer = await must(server.api('PATCH', `/agents/${server.agentId}/skills/${id}`, { body }))
    return z.array(Warning).parse(answer.body['warnings'] ?? [])
  }
  expect(await enable(find)).toEqual([
    {
      code: 'environment_skew',
      environment: 'staging',
      differences: expect.arrayContaining(['Patient: "fullName" is gone.']),
    },
  ])
  expect(await enable(book)).toEqual([])
  const path = `/agents/${server.agentId}/skills/${find}`
  const off = await must(server.api('PATCH', path, { body: { isEnabled: false } }))
  expect(off.body['warnings']).toBeUndefined()
})
