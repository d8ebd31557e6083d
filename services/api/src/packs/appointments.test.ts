import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import type { SqlDialect } from '@bindery/sources'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { idOf, must } from '../testing/clinic-server.ts'
import { callVerified, exchangesOf, goLive, packFixture } from '../testing/pack-runs.ts'
import { startTestServer, type TestServer } from '../testing/test-server.ts'

/* The presets of the appointments pack, on real servers that hold its tables. */

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const dialects: readonly SqlDialect[] = ['postgres', 'mysql']
const addresses = await Promise.all(dialects.map(findServer))

describe.each(dialects.map((dialect, at) => [dialect, addresses[at]] as const))(
  'on %s',
  (dialect, address) => {
    let database: TestDatabase | undefined
    let agentId = ''
    let skills: ReadonlyMap<string, string> = new Map()

    beforeAll(async () => {
      if (address === undefined) return
      database = await createTestDatabase(dialect, address)
      await database.script(packFixture('appointments', `schema.${dialect}.sql`))
      await database.script(packFixture('appointments', 'rows.sql'))
      const { api } = server
      const kind = `appointments-${dialect}`
      await must(api('POST', '/integrations', { body: { pack: 'appointments', kind, type: dialect } }))
      await must(
        api('POST', `/integrations/${kind}/connect`, { body: { credentials: database.credentials } }),
      )
      await must(api('POST', `/integrations/${kind}/discover`, { headers: { prefer: 'wait=30' } }))
      agentId = idOf(await must(api('POST', '/agents', { body: { name: kind } })))
      skills = await goLive(server, { agentId, kind })
    })
    afterAll(() => database?.drop())

    // In order: what one creates, the next ones change.
    it
      .skipIf(address === undefined)
      .each(exchangesOf('appointments').map((entry) => [entry.preset, entry] as const))(
      'runs "%s" with the output that it promises',
      async (preset, { params, output }) => {
        const skillId = skills.get(preset) ?? ''
        expect(await callVerified(server, { agentId, skillId, params })).toEqual(output)
      },
    )
  },
)
