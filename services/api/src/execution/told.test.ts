import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  bookAppointment,
  bookingParams,
  type ClinicServer,
  must,
  startClinicServer,
} from '../testing/clinic-server.ts'

let server: ClinicServer
let skillId: string

beforeAll(async () => {
  server = await startClinicServer()
  skillId = await server.publish({ ...bookAppointment, contextParams: ['customer_id', 'start_time'] })
})
afterAll(() => server.close())

const { service_type } = bookingParams
const call = (key: string, context: object) =>
  server.api('POST', `/agents/${server.agentId}/skills/${skillId}/execute`, {
    body: { params: { service_type }, context },
    headers: { 'idempotency-key': key },
  })
const Waiting = z.object({ confirmationId: z.string() })
const approve = async (answer: Awaited<ReturnType<typeof call>>) => {
  const { confirmationId } = Waiting.parse(answer.data)
  return must(server.api('POST', `/confirmations/${confirmationId}/approve`))
}
const context = { customer_id: 'pat_1', start_time: '2027-02-01T10:00:00+01:00' }

describe('what the caller told of the conversation is part of the call', () => {
  it('so the same key for another value is refused, before and after the call was made', async () => {
    const waiting = await call('told-1', context)
    expect(waiting.status).toBe(202)
    const other = { ...context, customer_id: 'pat_2' }
    expect((await call('told-1', other)).body['code']).toBe('idempotency_key_reused')
    await approve(waiting)
    const writes = server.clinic.writes()
    expect((await call('told-1', other)).body['code']).toBe('idempotency_key_reused')
    expect(server.clinic.writes()).toBe(writes)
  })

  it('and a retry is the same call: what no skill reads and what the platform fills changes nothing', async () => {
    await approve(await call('told-2', context))
    const writes = server.clinic.writes()
    const retried = { ...context, medium: 'chat', current_datetime: '1999-01-01T00:00:00Z', agent_uuid: 'x' }
    const again = await must(call('told-2', retried))
    expect(again.data).toMatchObject({ status: 'ok', replayed: true })
    expect(server.clinic.writes()).toBe(writes)
  })
})
