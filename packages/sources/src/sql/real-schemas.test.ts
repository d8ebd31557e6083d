import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createTestDatabase, findServer, type TestDatabase } from '@bindery/connection/testing'
import type { SchemaCatalog } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadAdapter } from '../registry.ts'

/** Schemas that others wrote. They are read where they are present and are no part of this repository. */
const folder = fileURLToPath(new URL('../../../../../shared/data', import.meta.url))

const schemas = {
  postgres: ['lago', 'danbooru', 'openstreetmap', 'pagila-schema', 'sakila-schema', 'chinook', 'northwind'],
  mysql: ['cacti', 'mediawiki-generated', 'wordpress', 'sakila-mv-schema', 'chinook', 'employees-schema'],
}

/** Tables, columns, foreign keys, enumerations and index columns, counted in another way than introspection does. */
const counts = {
  postgres: `select
    (select count(*) from information_schema.tables t where table_schema not in ('pg_catalog', 'information_schema')
      and not exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = t.table_schema and c.relname = t.table_name and c.relispartition))
      + (select count(*) from pg_matviews),
    (select count(*) from information_schema.columns t where table_schema not in ('pg_catalog', 'information_schema')
      and not exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = t.table_schema and c.relname = t.table_name and c.relispartition))
      + (select count(*) from pg_attribute a join pg_class c on c.oid = a.attrelid where c.relkind = 'm' and a.attnum > 0 and not a.attisdropped),
    (select count(*) from pg_constraint k where contype = 'f' and not exists (select from pg_class c where c.oid = k.conrelid and c.relispartition)),
    (select count(*) from information_schema.columns c join pg_type t on t.typname = c.udt_name join pg_enum e on e.enumtypid = t.oid and e.enumsortorder = 1
      where not exists (select from pg_class r join pg_namespace n on n.oid = r.relnamespace where n.nspname = c.table_schema and r.relname = c.table_name and r.relispartition)),
    (select count(*) from pg_indexes i where schemaname not in ('pg_catalog', 'information_schema')
      and not exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = i.schemaname and c.relname = i.tablename and c.relispartition))`,
  mysql: `select
    (select count(*) from information_schema.tables where table_schema = database()),
    (select count(*) from information_schema.columns where table_schema = database()),
    (select count(*) from information_schema.referential_constraints where constraint_schema = database()),
    (select count(*) from information_schema.columns where table_schema = database() and column_type like 'enum(%'),
    (select count(distinct table_name, index_name) from information_schema.statistics where table_schema = database())`,
}

describe.each(['postgres', 'mysql'] as const)('schemas of others in %s', async (dialect) => {
  const prefix = dialect === 'postgres' ? 'pg' : 'mysql'
  const present = schemas[dialect].filter((name) => existsSync(`${folder}/sql/${prefix}-${name}.sql`))
  const server = present.length > 0 && hasClient(dialect) ? await findServer(dialect) : undefined
  describe
    .skipIf(server === undefined)
    .each(present.length === 0 ? ['no schema beside the checkout'] : present)('%s', (name) => {
    let database: TestDatabase
    let catalog: SchemaCatalog
    let expected: readonly number[]

    beforeAll(async () => {
      if (server === undefined) return
      database = await createTestDatabase(dialect, server)
      load(dialect, database, readFileSync(`${folder}/sql/${prefix}-${name}.sql`, 'utf8'))
      const adapter = await loadAdapter(dialect)
      catalog = (await adapter.introspect(database.connect(), AbortSignal.timeout(60_000))).catalog
      const { rows } = await database.run(counts[dialect])
      expected = (rows[0] ?? []).map(Number)
    })
    afterAll(() => database.drop())

    test('the counts of the catalog are those of the server', () => {
      const columns = catalog.objects
        .flatMap((object) => object.fields)
        .filter((field) => field.type.kind !== 'object')
      // A column whose checks leave some values keeps the word that its server has for its type.
      const enums = columns.filter(({ type }) => type.kind === 'enum' && type.format === undefined)
      const indexes = catalog.objects.flatMap((object) => object.indexes)
      const declared = catalog.relationships.filter((relationship) => relationship.origin === 'declared')
      expect([catalog.objects.length, columns.length, declared.length, enums.length, indexes.length]).toEqual(
        expected,
      )
      expect(expected[0]).toBeGreaterThan(0)
    })

    test('every table has each operation, or one that says why not', () => {
      const operations = new Map(catalog.operations.map((operation) => [operation.name, operation]))
      for (const object of catalog.objects) {
        for (const mode of ['find', 'aggregate', 'insert', 'update']) {
          const availability = operations.get(`${object.name}.${mode}`)?.availability
          expect([object.name, mode, availability]).toEqual([object.name, mode, expect.anything()])
          if (availability?.status !== 'bindable') expect(availability?.reasons).not.toEqual([])
        }
      }
      expect(operations.size).toBe(catalog.objects.length * 4)
    })
  })
})

function hasClient(dialect: 'postgres' | 'mysql'): boolean {
  try {
    execFileSync(dialect === 'postgres' ? 'psql' : 'mysql', ['--version'])
    return true
  } catch {
    return false
  }
}

/** Dumps speak to their own client: copies, delimiters, statements that fail and do not matter. */
function load(dialect: 'postgres' | 'mysql', database: TestDatabase, script: string): void {
  const { host, port, user, password } = database.credentials
  const address = ['-h', String(host), dialect === 'postgres' ? '-p' : '-P', String(port)]
  const options = {
    input: prepare(dialect, script),
    stdio: 'pipe' as const,
  }
  if (dialect === 'postgres') {
    const env = { ...process.env, PGPASSWORD: String(password) }
    execFileSync('psql', ['-q', ...address, '-U', String(user), '-d', database.name], { ...options, env })
    return
  }
  const env = { ...process.env, MYSQL_PWD: String(password) }
  execFileSync('mysql', ['--force', ...address, '-u', String(user), database.name], { ...options, env })
}

function prepare(dialect: 'postgres' | 'mysql', script: string): string {
  if (dialect === 'mysql') {
    // Every dump fills the database of the test, whatever it would call its own.
    const own = script.replaceAll(
      /^\s*(?:use|create (?:database|schema)|drop (?:database|schema))\b[^;]*;/gim,
      '',
    )
    return `set sql_mode = '';\n${own.replaceAll('/*_*/', '').replaceAll('/*$wgDBTableOptions*/', '')}`
  }
  return script
    .replaceAll('uuidv7()', 'gen_random_uuid()')
    .replaceAll(/\bVIRTUAL\b/g, 'STORED')
    .replaceAll(/^(?:\\connect|\\c |create database|drop database)[^\n]*$/gim, '')
}
