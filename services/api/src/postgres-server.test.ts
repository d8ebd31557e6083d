import { findRealPostgres } from '@bindery/store/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  bookAppointment,
  bookingParams,
  findPatient,
  must,
  type ClinicServer,
  startClinicServer,
} from './testing/clinic-server.ts'

/** The same server with nothing changed but the address of its database. */
const postgres = await findRealPostgres()

describe.skipIf(postgres === undefined)('on a PostgreSQL server', () => {
  let server: ClinicServer

  beforeAll(async () => {
    if (postgres !== undefined) server = await startClinicServer({ databaseUrl: postgres.url })
  })
  afterAll(async () => {
    await server.close()
    await postgres?.close()
  })

  it('discovers, binds, publishes and runs a read', async () => {
    const skillId = await server.publish(findPatient)
    const answer = await must(server.execute(skillId, { caller_phone: '+31687654321' }))
    expect(answer.data).toMatchObject({
      status: 'ok',
      output: { patients: [{ customer_id: 'pat_2', file_number: '9007199254740993' }] },
    })
  })

  it('carries a confirmed write out once under 20 approvals at once', async () => {
    const skillId = await server.publish(bookAppointment)
    const before = server.clinic.writes()
    const paused = await must(server.execute(skillId, bookingParams))
    const { confirmationId } = z.object({ confirmationId: z.string() }).parse(paused.data)
    const approve = () => server.api('POST', `/confirmations/${confirmationId}/approve`)
    const answers = await Promise.all(Array.from({ length: 20 }, approve))
    const Replay = z.object({ replayed: z.literal(true) })
    const made = answers.filter(({ status, data }) => status === 200 && !Replay.safeParse(data).success)
    expect(made).toHaveLength(1)
    expect(server.clinic.writes()).toBe(before + 1)
  })

  it('runs 20 reads side by side, each recorded once', async () => {
    const skillId = await server.publish({ ...findPatient, toolName: 'Busy' })
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => server.execute(skillId, { caller_phone: '+31612345678' })),
    )
    const listed = await must(server.api('GET', `/executions?skillId=${skillId}&limit=100`))
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]))
    expect(z.array(z.unknown()).parse(listed.data)).toHaveLength(20)
  })
})
