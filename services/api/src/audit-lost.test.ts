import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  bookAppointment,
  bookingParams,
  type ClinicServer,
  findPatient,
  must,
  startClinicServer,
} from './testing/clinic-server.ts'

let server: ClinicServer
let read: string
let confirmationId: string

beforeAll(async () => {
  server = await startClinicServer()
  read = await server.publish(findPatient)
  const write = await server.publish(bookAppointment)
  const waiting = await must(server.execute(write, bookingParams))
  confirmationId = z.object({ confirmationId: z.string() }).parse(waiting.data).confirmationId
})
afterAll(() => server.close())

/** A row in the place of the next entry: no entry can be written until it is taken away again. */
const block = () =>
  server.server.services.store.run('platform', (transaction) =>
    transaction.raw(
      `insert into audit_entries select organization_id, sequence + 1, at, actor, 'blocked', subject, detail, mac
       from audit_entries where organization_id = ? order by sequence desc limit 1`,
      [server.organizationId],
    ),
  )
const release = () =>
  server.server.services.store.run('platform', (transaction) =>
    transaction.raw("delete from audit_entries where action = 'blocked'"),
  )

describe('while the audit log cannot be written', () => {
  beforeEach(block)
  afterEach(release)

  it('an approval sends nothing', async () => {
    const writes = server.clinic.writes()
    const answer = await server.api('POST', `/confirmations/${confirmationId}/approve`)
    expect([answer.status, answer.body['code'], server.clinic.writes()]).toEqual([
      500,
      'internal_error',
      writes,
    ])
  })

  it('a call is no success', async () => {
    const answer = await server.execute(read, { caller_phone: '+31612345678' })
    expect([answer.status, answer.body['code']]).toEqual([500, 'internal_error'])
  })

  it('an error says nothing of the statement, the table or the place in the code', async () => {
    const answer = await server.api('POST', '/agents', { body: { name: 'lost' } })
    expect([answer.status, answer.body['code']]).toEqual([500, 'internal_error'])
    expect(answer.text).not.toMatch(/audit_|insert|constraint|duplicate|\.ts\b/i)
  })
})

it('a change whose entry could not be written was not made', async () => {
  await block()
  await server.api('POST', '/agents', { body: { name: 'not made' } })
  await server.api('PATCH', `/agents/${server.agentId}/skills/${read}`, { body: { isEnabled: false } })
  await release()
  expect((await must(server.api('GET', '/agents'))).text).not.toContain('not made')
  expect((await must(server.execute(read, { caller_phone: '+31612345678' }))).status).toBe(200)
})
