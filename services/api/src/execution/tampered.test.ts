import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  bookAppointment,
  bookingParams,
  type ClinicServer,
  startClinicServer,
} from '../testing/clinic-server.ts'

let server: ClinicServer
beforeAll(async () => {
  server = await startClinicServer()
})
afterAll(() => server.close())

test('a plan that somebody rewrote in the database is neither shown to an operator for approval nor sent', async () => {
  const skillId = await server.publish(bookAppointment)
  await server.server.services.store.run('platform', (transaction) =>
    transaction.raw("update skill_blobs set bytes = replace(bytes, '/appointments', '/refunds')"),
  )
  const writes = server.clinic.writes()
  const { body } = await server.execute(skillId, bookingParams)
  expect([body['code'], server.clinic.writes()]).toEqual(['skill_tampered', writes])
})
