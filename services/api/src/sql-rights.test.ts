import { randomBytes } from 'node:crypto'
import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import type { BindingInputDocument, JsonObject } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { errorCodes, must } from './testing/clinic-server.ts'
import { clinicSchema } from './testing/parity-clinic.ts'
import { search, write } from './testing/parity-cases.ts'
import { connectTables, type Tables } from './testing/tables.ts'
import { startTestServer, type TestServer } from './testing/test-server.ts'

const ofCustomer = { column: 'customer_id', param: 'customer_id' }

/** Searches and writes that use each column in another role. */
const bindings = {
  search: {
    toolName: 'Search',
    ...search(
      'appointments',
      {
        filter: ofCustomer,
        constants: [{ column: 'status', const: 'done' }],
        orderBy: { column: 'starts_at' },
      },
      ['id', ['staff.nick', 'practitioner']],
    ),
  },
  insert: {
    toolName: 'Insert',
    ...write(
      {
        table: 'appointments',
        mode: 'insert',
        columns: [
          { column: 'customer_id', param: 'customer_id' },
          { column: 'starts_at', param: 'start_time' },
          { column: 'note', const: 'new' },
        ],
      },
      [],
    ),
  },
  update: {
    toolName: 'Update',
    ...write(
      {
        table: 'appointments',
        mode: 'update',
        columns: [{ column: 'note', param: 'note' }],
        keyColumn: 'id',
        keyParam: 'appointment_id',
      },
      [],
    ),
  },
} satisfies Record<string, BindingInputDocument>
type Role = keyof typeof bindings

const params: { readonly [role in Role]: JsonObject } = {
  search: { customer_id: '9007199254740993' },
  insert: { customer_id: '2', start_time: '2026-10-25T02:30:00' },
  update: { appointment_id: 1, note: 'x' },
}

/** How each ends when nothing is blocked: an update waits for a verified caller, an insert for a person. */
const unblocked: { readonly [role in Role]: number } = { search: 200, insert: 202, update: 403 }

const used: readonly (readonly [blocked: string, role: Role, as: string])[] = [
  ['appointments.customer_id', 'search', 'the filter'],
  ['appointments.status', 'search', 'a pinned constant'],
  ['appointments.starts_at', 'search', 'the order'],
  ['appointments.staff_id', 'search', 'a join, on this side'],
  ['staff.id', 'search', 'a join, on the other side'],
  ['staff.nick', 'search', 'an output of the joined row'],
  ['appointments.customer_id', 'insert', 'a column that is filled'],
  ['appointments.note', 'insert', 'a column that a constant fills'],
  ['appointments.note', 'update', 'a column that is changed'],
  ['appointments.id', 'update', 'the key'],
]

const Scripts = z.object({ readOnly: z.object({ sql: z.string() }), write: z.object({ sql: z.string() }) })
const Listed = z.array(z.object({ name: z.string(), arguments: z.array(z.object({ name: z.string() })) }))

describe.each(['postgres', 'mysql'] as const)('rights on %s', async (dialect) => {
  const address = await findServer(dialect)
  describe.skipIf(address === undefined)('on a real server', () => {
    const suffix = randomBytes(4).toString('hex')
    const reader = `bindery_reader_${suffix}`
    const writer = `bindery_writer_${suffix}`
    const password = randomBytes(16).toString('hex')
    let server: TestServer
    let database: TestDatabase
    let owner: Tables
    let asReader: Tables
    let asWriter: Tables
    const skills = new Map<Role, string>()
    const block = (blockedFields: readonly string[], blockedObjects: readonly string[] = []) =>
      must(
        server.api('PATCH', `/integrations/${dialect}/scoping`, { body: { blockedFields, blockedObjects } }),
      )
    const execute = (role: Role) => owner.execute(skills.get(role) ?? '', params[role])

    beforeAll(async () => {
      if (address === undefined) return
      server = await startTestServer({ egressAllow: `${address.host}/32` })
      database = await createTestDatabase(dialect, address)
      await database.script(clinicSchema[dialect])
      owner = await connectTables(server, { dialect, database })
      for (const role of ['search', 'insert', 'update'] as const) {
        skills.set(role, await owner.publish(bindings[role]))
      }
      const scripts = async (tables: string) => {
        const query = `database=${database.name}&password=${password}${tables}`
        const answer = await must(server.api('GET', `/integrations/${dialect}/sql/scripts?${query}`))
        return Scripts.parse(answer.data)
      }
      const reading = (await scripts('')).readOnly.sql
      const writing = (await scripts('&tables=appointments')).write.sql
      await database.script(reading.replaceAll('bindery_reader', reader))
      await database.script(writing.replaceAll('bindery_writer', writer))
      await database.run(`grant select on staff to ${dialect === 'postgres' ? writer : `'${writer}'@'%'`}`)
      const as = (kind: string, user: string) =>
        connectTables(server, { dialect, database, kind, login: { user, password } })
      asReader = await as('reader', reader)
      asWriter = await as('writer', writer)
    })
    afterAll(async () => {
      for (const user of [reader, writer]) {
        if (dialect === 'postgres') await database.run(`drop owned by ${user}`)
        await database.run(dialect === 'postgres' ? `drop role ${user}` : `drop user '${user}'@'%'`)
      }
      await database.drop()
      await server.close()
    })

    it.each(used)(
      'blocking %s stops the %s that uses it as %s, until it is free again',
      async (...[blocked, role]) => {
        const before = await execute(role)
        await block([blocked])
        const stopped = await execute(role)
        const refused = await owner.bind({ ...bindings[role], toolName: 'Refused' })
        await block([])
        const after = await execute(role)
        expect([before.status, stopped.status, stopped.body['code'], after.status]).toEqual([
          unblocked[role],
          409,
          'skill_stale',
          unblocked[role],
        ])
        expect([refused.status, [...new Set(errorCodes(refused))]]).toEqual([422, ['scoped_out']])
      },
    )

    it.each(['insert', 'update'] as const)(
      'blocking the table stops its %s, which answers with nothing',
      async (role) => {
        await block([], ['appointments'])
        const stopped = await execute(role)
        await block([])
        expect([stopped.status, stopped.body['code']]).toEqual([409, 'skill_stale'])
      },
    )

    it('names a blocked column nowhere', async () => {
      await block(['appointments.starts_at'])
      const place = `/integrations/${dialect}`
      const texts = [
        await server.api('GET', `${place}/schema`),
        await server.api('GET', `${place}/objects/appointments`),
        await server.api('GET', `${place}/operations/appointments.insert`),
        await server.api('GET', `${place}/operations?object=appointments`),
      ].map((answer) => answer.text)
      const misspelt = await owner.bind({
        toolName: 'Misspelt',
        ...search('appointments', { filter: { column: 'starts_a', param: 'start_time' } }, ['id']),
      })
      await block([])
      expect([...texts, misspelt.text].map((text) => text.includes('starts_at'))).toEqual(
        Array.from({ length: 5 }, () => false),
      )
      const listed = await must(server.api('GET', `${place}/operations?object=appointments`))
      expect(
        Listed.parse(listed.data).every((operation) =>
          operation.arguments.some((argument) => argument.name === 'starts_at'),
        ),
      ).toBe(true)
    })

    it.each(['insert', 'update'] as const)(
      'a user for reading is told the grant of an %s',
      async (privilege) => {
        const table =
          dialect === 'postgres' ? '"public"."appointments"' : `\`${database.name}\`.\`appointments\``
        const grantee = dialect === 'postgres' ? reader : `'${reader}'@'%'`
        const answer = await asReader.bind(bindings[privilege])
        expect([answer.status, errorCodes(answer)]).toEqual([422, ['read_only_connection']])
        expect(answer.body['detail']).toContain(`run: grant ${privilege} on ${table} to ${grantee};`)
        const reading = { ...bindings.search, toolName: `Search beside ${privilege}` }
        expect((await asReader.bind(reading)).status).toBe(201)
      },
    )

    it('a user for writing inserts and updates where the scripts say, and is told the grant elsewhere', async () => {
      const inserted = await must(asWriter.run(bindings.insert, params.insert))
      const updated = await must(asWriter.run(bindings.update, params.update))
      const elsewhere = await asWriter.bind({
        toolName: 'Elsewhere',
        ...write({ table: 'staff', mode: 'insert', columns: [{ column: 'id', param: 'id' }] }, []),
      })
      const { rows } = await database.run(
        "select note from appointments where note in ('x', 'new') order by id",
      )
      expect([inserted.data, updated.data]).toEqual([
        expect.objectContaining({ status: 'ok' }),
        expect.objectContaining({ status: 'ok' }),
      ])
      expect(rows).toEqual([['x'], ['x'], ['new']])
      expect(errorCodes(elsewhere)).toEqual(['read_only_connection'])
    })
  })
})
