import { randomBytes } from 'node:crypto'
import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { must } from './testing/clinic-server.ts'
import { startTestServer, type TestServer } from './testing/test-server.ts'

const Scripts = z.object({
  readOnly: z.object({ sql: z.string() }),
  write: z.object({ sql: z.string() }),
  generatedPassword: z.string(),
})
const Checks = z.object({
  ok: z.boolean(),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
})

const schema = {
  postgres:
    'create table orders (id serial primary key, note text); create table salary (id int primary key, amount int)',
  mysql:
    'create table orders (id int auto_increment primary key, note text); create table salary (id int primary key, amount int)',
}

for (const dialect of ['postgres', 'mysql'] as const) {
  const address = await findServer(dialect)
  describe.skipIf(address === undefined)(`users of ${dialect} that the scripts make`, () => {
    const suffix = randomBytes(4).toString('hex')
    const reader = `bindery_reader_${suffix}`
    const writer = `bindery_writer_${suffix}`
    let server: TestServer
    let database: TestDatabase
    let password: string
    const attempt = (user: string, text: string) =>
      database
        .connect({ user, password })
        .database(
          {
            text: text.replaceAll('@', dialect === 'postgres' ? 'public.' : ''),
            values: [],
            effect: 'action',
            maxRows: 10,
          },
          AbortSignal.timeout(60_000),
        )
        .then(
          () => 'done',
          (error: unknown) =>
            z.object({ details: z.object({ reason: z.string() }) }).parse(error).details.reason,
        )

    beforeAll(async () => {
      if (address === undefined) return
      server = await startTestServer({ egressAllow: `${address.host}/32` })
      database = await createTestDatabase(dialect, address)
      await database.script(schema[dialect])
      await must(server.api('POST', '/integrations', { body: { kind: 'shop', name: 'Shop', type: dialect } }))
      const path = `/integrations/shop/sql/scripts?database=${database.name}&tables=orders`
      const scripts = Scripts.parse((await must(server.api('GET', path))).data)
      password = scripts.generatedPassword
      const own = (sql: string) =>
        sql.replaceAll('bindery_reader', reader).replaceAll('bindery_writer', writer)
      await database.script(own(scripts.readOnly.sql))
      await database.script(own(scripts.write.sql))
    })
    afterAll(async () => {
      const users = [reader, writer]
      for (const user of users) {
        if (dialect === 'postgres') await database.run(`drop owned by ${user}`)
        await database.run(dialect === 'postgres' ? `drop role ${user}` : `drop user '${user}'@'%'`)
      }
      await database.drop()
      await server.close()
    })

    it.each([
      ['reads what was named', 'reader', 'select note from @orders', 'done'],
      ['reads nothing else', 'reader', 'select amount from @salary', 'permission_denied'],
      ['writes nothing', 'reader', "insert into @orders (note) values ('x')", 'permission_denied'],
      ['makes nothing', 'reader', 'create table @mine (id int)', 'permission_denied'],
      ['inserts where it was named', 'writer', "insert into @orders (note) values ('x')", 'done'],
      ['updates where it was named', 'writer', "update @orders set note = 'y' where id = 1", 'done'],
      ['deletes nothing', 'writer', 'delete from @orders', 'permission_denied'],
      ['writes nowhere else', 'writer', 'insert into @salary values (1, 1)', 'permission_denied'],
      ['drops nothing', 'writer', 'drop table @orders', 'permission_denied'],
    ])('the user %s (%s)', async (...[, role, text, outcome]) => {
      expect(await attempt(role === 'reader' ? reader : writer, text)).toBe(outcome)
    })

    it('passes every check of the connection test as the reader', async () => {
      const credentials = { ...database.credentials, user: reader, password }
      const answer = await must(server.api('POST', '/integrations/shop/sql/test', { body: { credentials } }))
      const found = Checks.parse(answer.data)
      expect(found.checks.map((check) => [check.name, check.ok])).toEqual(
        [
          'configuration',
          'address',
          'tls',
          'authentication',
          'read_schema',
          'timed_read',
          'read_only_session',
          'latency',
        ].map((name) => [name, true]),
      )
      expect(found.checks.find((check) => check.name === 'read_only_session')?.detail).toContain('no table')
      expect(answer.text).not.toContain(password)
    })

    it('folds them into the five checks of every kind', async () => {
      const credentials = { ...database.credentials, user: reader, password }
      const test = (change: object) =>
        must(
          server.api('POST', '/integrations/shop/test', {
            body: { credentials: { ...credentials, ...change } },
          }),
        )
      const namesOf = async (change: object) =>
        Checks.parse((await test(change)).data).checks.map((check) => [check.name, check.ok])
      expect(await namesOf({})).toEqual(
        ['address', 'tls', 'credential', 'read', 'rights'].map((name) => [name, true]),
      )
      expect(await namesOf({ user: 'nobody', password: 'canary-5kW9' })).toEqual([
        ['address', true],
        ['tls', true],
        ['credential', false],
      ])
      expect(await namesOf({ host: '10.1.2.3' })).toEqual([['address', false]])
    })

    it.each([
      ['an unknown user', { user: 'nobody', password: 'canary-5kW9' }, 'authentication'],
      ['a port where nobody listens', { port: 1 }, 'address'],
      ['TLS where the server has none or an unknown certificate', { sslmode: 'verify-full' }, 'tls'],
      ['a private host', { host: '10.1.2.3' }, 'configuration'],
      ['an unknown member', { options: '-c x=y' }, 'configuration'],
    ])('answers %s with 200 and the check that fails', async (_, change, failing) => {
      const credentials = { ...database.credentials, user: reader, password, ...change }
      const answer = await must(server.api('POST', '/integrations/shop/sql/test', { body: { credentials } }))
      const found = Checks.parse(answer.data)
      expect([
        answer.status,
        found.ok,
        found.checks.filter((check) => !check.ok).map((check) => check.name),
      ]).toEqual([200, false, [failing]])
      expect(answer.text).not.toContain('canary-5kW9')
    })

    it('quotes what a caller writes into a script', async () => {
      const hostile = new URLSearchParams({
        database: 'x`; drop database y; -- "',
        tables: `a"b'c\`d`,
        password: `it's \\' long"`,
      })
      const { data } = await must(server.api('GET', `/integrations/shop/sql/scripts?${hostile.toString()}`))
      const { readOnly } = z.object({ readOnly: z.object({ sql: z.string() }) }).parse(data)
      expect(readOnly.sql).toContain(dialect === 'postgres' ? `"a""b'c\`d"` : `\`a"b'c\`\`d\``)
      expect(readOnly.sql).toContain(dialect === 'postgres' ? `'it''s \\'' long"'` : `'it''s \\\\'' long"'`)
    })
  })
}
