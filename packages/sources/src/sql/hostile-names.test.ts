import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import type { Connection, ObjectType, SchemaCatalog } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadAdapter } from '../registry.ts'
import { operationOf, runCall } from './testing/run-operation.ts'
import { readFixture } from './testing/read-fixture.ts'

const independent = {
  postgres: `select n.nspname, c.relname, a.attname from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0
    where n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema' and c.relkind in ('r','p','v','m') and not c.relispartition`,
  mysql:
    'select table_schema, table_name, column_name from information_schema.columns where table_schema = database()',
}

const cases = [
  { dialect: 'postgres', file: 'pg-names.sql', name: undefined },
  // Another file creates `od`d` too: the script of this one is run in a database of its own.
  { dialect: 'mysql', file: 'mysql-names.sql', name: 'od`d' },
] as const

describe.each(cases)('hostile names in $dialect', async ({ dialect, file }) => {
  const server = await findServer(dialect)
  describe.skipIf(server === undefined)('on a real server', () => {
    let database: TestDatabase
    let connection: Connection
    let catalog: SchemaCatalog

    beforeAll(async () => {
      if (server === undefined) return
      database = await createTestDatabase(dialect, server)
      await database.script(readFixture(file).replaceAll('`od``d`', `\`${database.name}\``))
      connection = database.connect()
      catalog = (await (await loadAdapter(dialect)).introspect(connection, AbortSignal.timeout(60_000)))
        .catalog
    })
    afterAll(() => database.drop())

    test('every relation and column is in the catalog, exactly', async () => {
      const { rows } = await database.run(independent[dialect])
      const expected = rows.map(([schema, table, column]) => `table ${schema}.${table} column ${column}`)
      const found = catalog.objects.flatMap((object) =>
        columnsOf(object).map((column) => `${object.provenance} column ${column}`),
      )
      expect([...found].sort()).toEqual([...expected].sort())
    })

    test('a generated read of every table that has an index runs', async () => {
      const adapter = await loadAdapter(dialect)
      const read: string[] = []
      for (const object of catalog.objects) {
        const [key] = object.key
        const name = `${object.name}.find`
        if (key === undefined || operationOf(catalog, name).availability.status !== 'bindable') continue
        const type = object.fields.find((field) => field.name === key)?.type
        const value = type?.kind === 'scalar' && type.scalar === 'integer' ? 1 : '1'
        const columns = columnsOf(object).map((column) => [column] as const)
        const answer = await runCall(
          { adapter, catalog, connection },
          { operation: name, given: { [key]: value }, read: columns },
        )
        expect(answer.data).toEqual([])
        read.push(object.name)
      }
      expect(read.length).toBeGreaterThan(3)
    })

    test('a generated insert of a row under every name of a table keeps each value in its column', async () => {
      const adapter = await loadAdapter(dialect)
      const table = catalog.objects.find((object) =>
        object.fields.some((field) => field.name === 'sel"ect' || field.name === 'sel`ect'),
      )
      if (table === undefined) throw new Error('The fixture has no such table.')
      const columns = columnsOf(table)
      const given = Object.fromEntries(
        columns.map((column, index) => {
          const type = table.fields.find((field) => field.name === column)?.type
          return [
            column,
            type?.kind === 'scalar' && type.scalar === 'integer' ? index : String(index),
          ] as const
        }),
      )
      const answer = await runCall(
        { adapter, catalog, connection },
        { operation: `${table.name}.insert`, given, read: columns.map((column) => [column] as const) },
      )
      expect(answer.data).toEqual(given)
    })
  })
})

const columnsOf = (object: ObjectType): readonly string[] =>
  object.fields.filter((field) => field.type.kind !== 'object').map((field) => field.name)
