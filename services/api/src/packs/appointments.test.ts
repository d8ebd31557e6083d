import {
  createTestDatabase,
  findServer,
  type TestDatabase,
  type TestServerAddress,
} from '@bindery/connection/testing'
import { serveEmbedded } from '@bindery/fixtures'
import type { JsonObject } from '@bindery/model'
import type { SqlDialect } from '@bindery/sources'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { idOf, must } from '../testing/clinic-server.ts'
import { callVerified, exchangesOf, goLive, packFixture } from '../testing/pack-runs.ts'
import { readSliceCatalog } from '../testing/pack-slices.ts'
import { runVerified } from '../testing/run-verified.ts'
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

    const run = async (preset: string, params: JsonObject) =>
      runVerified(server, { agentId, skillId: skills.get(preset) ?? '', params })
    const visit = {
      service_type: 'repair',
      start_time: '2026-12-05T10:00:00+01:00',
      end_time: '2026-12-05T11:00:00+01:00',
      note: 'Bell is broken',
    }

    it.skipIf(isMissing).each([
      ['person', { caller_phone: '+31699999999' }, {}],
      ['service', { caller_phone: '+31612345678' }, { service_type: 'haircut' }],
    ])('books nothing where the %s is not found', async (step, caller, other) => {
      const booked = await run('book_appointment_for_caller', { ...visit, ...caller, ...other })
      expect(booked).toMatchObject({ status: 'not_found', at: { step, count: 0 } })
    })

    it.skipIf(isMissing)(
      'asks which of two people who share a number is meant, and then books for them',
      async () => {
        const shared = { caller_phone: '+31611111111' }
        const params = { ...shared, customer_name: 'Dana Vos', customer_email: 'dana@example.com' }
        await callVerified(server, { agentId, skillId: skills.get('create_customer') ?? '', params })
        expect(await run('list_appointments_of_caller', shared)).toMatchObject({
          status: 'ambiguous',
          at: { step: 'person', count: 2, choices: [{ full_name: 'Cas Vos' }, { full_name: 'Dana Vos' }] },
        })
        const dana = { ...shared, customer_name: 'Dana Vos' }
        const skillId = skills.get('book_appointment_for_caller') ?? ''
        await callVerified(server, { agentId, skillId, params: { ...visit, ...dana } })
        expect(await run('list_appointments_of_caller', dana)).toMatchObject({
          output: {
            customer_name: 'Dana Vos',
            appointments: [{ start_time: '2026-12-05T09:00:00.000Z', service_type: 'repair' }],
          },
        })
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
