import { findRealPostgres } from '@bindery/store/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ClinicServer, findPatient, must, startClinicServer } from '../testing/clinic-server.ts'
import { EventReader } from '../testing/event-reader.ts'
import { startTestServer, type TestServer } from '../testing/test-server.ts'

/** Two servers on one store: what runs on one is told by the other. */
const postgres = await findRealPostgres()

describe.skipIf(postgres === undefined)('on two servers', () => {
  let first: ClinicServer
  let second: TestServer
  let key: string

  beforeAll(async () => {
    if (postgres === undefined) return
    first = await startClinicServer({ databaseUrl: postgres.url })
    second = await startTestServer({ databaseUrl: postgres.url })
    key = await first.keyWith(['logs:read'])
  })
  afterAll(async () => {
    await first.close()
    await postgres?.close()
  })

  it('a stream tells of runs of the other, and ends when its own server stops', async () => {
    const skillId = await first.publish(findPatient)
    const headers = { authorization: `Bearer ${key}` }
    const stream = await EventReader.open(`${second.address}/api/v1/executions/stream`, headers)
    expect((await stream.next())?.event).toBe('ready')
    await must(first.execute(skillId, { caller_phone: '+31612345678' }))
    expect(await stream.next()).toMatchObject({ event: 'execution', data: { skillId, channel: 'http' } })
    await Promise.all([second.close(), expect(stream.next()).resolves.toBeUndefined()])
  })
})
