import {
  createTestDatabase,
  findServer,
  type TestDatabase,
  type TestServerAddress,
} from '@bindery/connection/testing'
import { serveEmbedded } from '@bindery/fixtures'
import type { SqlDialect } from '@bindery/sources'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { idOf, must } from '../testing/clinic-server.ts'
import { callVerified, exchangesOf, goLive, packFixture } from '../testing/pack-runs.ts'
import { readSliceCatalog } from '../testing/pack-slices.ts'
import { startTestServer, type TestServer } from '../testing/test-server.ts'

/*
 * The presets of the appointments pack, on real servers that hold its tables; without a PostgreSQL server on an embedded
 * one.
 */

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const dialects: readonly SqlDialect[] = ['postgres', 'mysql']
const addresses = await Promise.all(dialects.map(findServer))

/** A database with the tables and rows of the pack; undefined where there is nothing that could hold it. */
async function openTables(
  dialect: SqlDialect,
  address: TestServerAddress | undefined,
): Promise<Tables | undefined> {
  const tables = packFixture('appointments', `schema.${dialect}.sql`)
  const rows = packFixture('appointments', 'rows.sql')
  if (address !== undefined) {
    const database = await createTestDatabase(dialect, address, `appointments_${process.pid}`)
    await database.script(tables)
    await database.script(rows)
    return { credentials: database.credentials, close: database.drop }
  }
  if (dialect !== 'postgres') return undefined
  const login = { user: 'front_desk', password: 'embedded', database: 'appointments' }
  const embedded = await serveEmbedded(login, `${tables}\n${rows}`)
  const { host, port } = embedded
  return { credentials: { ...login, host, port, sslmode: 'disable' }, close: async () => embedded.close() }
}

interface Tables {
  readonly credentials: TestDatabase['credentials']
  readonly close: () => Promise<void>
}

describe.each(dialects.map((dialect, at) => [dialect, addresses[at]] as const))(
  'on %s',
  (dialect, address) => {
    const isMissing = address === undefined && dialect !== 'postgres'
    let tables: Tables | undefined
    let agentId = ''
    let skills: ReadonlyMap<string, string> = new Map()

    beforeAll(async () => {
      tables = await openTables(dialect, address)
      if (tables === undefined) return
      const { api } = server
      const kind = `appointments-${dialect}`
      await must(api('POST', '/integrations', { body: { pack: 'appointments', kind, type: dialect } }))
      await must(api('POST', `/integrations/${kind}/connect`, { body: { credentials: tables.credentials } }))
      await must(api('POST', `/integrations/${kind}/discover`, { headers: { prefer: 'wait=30' } }))
      agentId = idOf(await must(api('POST', '/agents', { body: { name: kind } })))
      skills = await goLive(server, { agentId, kind })
    })
    afterAll(() => tables?.close())

    // In order: what one creates, the next ones change.
    it.skipIf(isMissing).each(exchangesOf('appointments').map((entry) => [entry.preset, entry] as const))(
      'runs "%s" with the output that it promises',
      async (preset, { params, output }) => {
        const skillId = skills.get(preset) ?? ''
        expect(await callVerified(server, { agentId, skillId, params })).toEqual(output)
      },
    )

    it.skipIf(isMissing)('is described by the committed catalog', async () => {
      const kind = `appointments-${dialect}`
      const { data } = await must(server.api('GET', `/integrations/${kind}/schema`))
      const shown = z.object({ objects: Named, operations: Named }).parse(data)
      const slice = await readSliceCatalog('appointments', dialect)
      expect(shown.objects.map(namesOf)).toEqual(slice.objects.map(namesOf))
      expect(shown.operations.map(({ name }) => name)).toEqual(slice.operations.map(({ name }) => name))
    })
  },
)

const Named = z.array(
  z.object({ name: z.string(), fields: z.array(z.object({ name: z.string() })).optional() }),
)
const namesOf = ({
  name,
  fields = [],
}: {
  readonly name: string
  readonly fields?: readonly { readonly name: string }[] | undefined
}) => [name, ...fields.map((field) => field.name)]
