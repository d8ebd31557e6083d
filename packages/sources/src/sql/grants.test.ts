import { randomBytes } from 'node:crypto'
import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import type { Introspection } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadAdapter } from '../registry.ts'
import { operationOf, runCall } from './testing/run-operation.ts'

const schema = {
  postgres: `create table "or""ders" (id serial primary key, note text);
    create table visit (id int primary key, note text);
    create view notes as select note from visit`,
  mysql: `create table \`or"ders\` (id int auto_increment primary key, note text);
    create table visit (id int primary key, note text);
    create view notes as select note from visit`,
}

describe.each(['postgres', 'mysql'] as const)('grants of %s', async (dialect) => {
  const server = await findServer(dialect)
  describe.skipIf(server === undefined)('on a real server', () => {
    const user = `bindery'"_${randomBytes(4).toString('hex')}`
    const password = randomBytes(12).toString('hex')
    const grantee =
      dialect === 'postgres' ? `"${user.replaceAll('"', '""')}"` : `'${user.replaceAll("'", "''")}'@'%'`
    let database: TestDatabase
    const discover = async (): Promise<Introspection> =>
      (await loadAdapter(dialect)).introspect(
        database.connect({ user, password }),
        AbortSignal.timeout(60_000),
      )
    /** Why each write of a catalog cannot be bound. */
    const refusals = ({ catalog }: Introspection) =>
      catalog.operations.flatMap(({ name, effect, availability }) =>
        effect === 'read' || availability.status === 'bindable'
          ? []
          : availability.reasons.map((reason) => [name, reason.code, reason.message] as const),
      )

    beforeAll(async () => {
      if (server === undefined) return
      database = await createTestDatabase(dialect, server)
      await database.script(schema[dialect])
      if (dialect === 'postgres') {
        await database.run(`create role ${grantee} login password '${password}'`)
        await database.run(`grant select on all tables in schema public to ${grantee}`)
      } else {
        await database.run(`create user ${grantee} identified by '${password}'`)
        await database.run(`grant select on \`${database.name}\`.* to ${grantee}`)
      }
    })
    afterAll(async () => {
      if (dialect === 'postgres') await database.run(`drop owned by ${grantee}`)
      await database.run(`drop ${dialect === 'postgres' ? 'role' : 'user'} ${grantee}`)
      await database.drop()
    })

    test('a user who may only read sees every write with the grant that it takes', async () => {
      const found = await discover()
      const table = dialect === 'postgres' ? '"public"."visit"' : `\`${database.name}\`.\`visit\``
      expect(refusals(found).filter(([name]) => name.startsWith('visit'))).toEqual(
        (['insert', 'update'] as const).map((privilege) => [
          `visit.${privilege}`,
          'grant_missing',
          `The connected user may not ${privilege} rows of "visit". To allow it, run: grant ${privilege} on ${table} to ${grantee};`,
        ]),
      )
      expect(found.issues.map((issue) => issue.code)).toContain('read_only_user')
    })

    test('a view is never written, whoever asks', async () => {
      const { catalog } = await discover()
      const notes = catalog.operations.filter(({ name }) => name.startsWith('notes'))
      const reasons = notes.map(({ name, availability }) => [
        name,
        availability.status === 'bindable' ? [] : availability.reasons.map(({ code }) => code),
      ])
      expect(reasons).toEqual([
        ['notes.aggregate', []],
        ['notes.find', ['no_index']],
        ['notes.insert', ['not_writable']],
        ['notes.update', ['not_writable']],
      ])
    })

    test('running the grants that are named makes the writes work', async () => {
      const name = 'or"ders.insert'
      const asked = refusals(await discover()).find(([operation]) => operation === name)
      const grants = asked?.[2].split(' run: ')[1]?.split(/(?<=;) /) ?? []
      for (const grant of grants) await database.run(grant.slice(0, -1))
      const found = await discover()
      expect(operationOf(found.catalog, name).availability).toEqual({ status: 'bindable' })
      expect(operationOf(found.catalog, 'or"ders.update').availability.status).toBe('quarantined')
      expect(found.issues.map((issue) => issue.code)).not.toContain('read_only_user')
      const bench = {
        adapter: await loadAdapter(dialect),
        catalog: found.catalog,
        connection: database.connect({ user, password }),
      }
      const call = { operation: name, given: { note: 'x' }, read: [['id'], ['note']] as const }
      expect((await runCall(bench, call)).data).toEqual({ id: 1, note: 'x' })
    })
  })
})
