import { rmSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { migrations } from '../migrations/index.ts'
import { parseRows } from '../rows.ts'
import { openStore } from '../store.ts'
import { copyTemplate, openEmptyDatabase, testMasterKey } from '../testing/embedded-template.ts'
import { addOrganization } from '../testing/every-database.ts'
import { findRealPostgres } from '../testing/real-database.ts'
import { z } from 'zod'
import { type OpenDatabase, openEmbedded } from './embedded.ts'
import { migrate } from './migrate.ts'
import { openServer } from './server.ts'

const postgres = await findRealPostgres()
const databases: { readonly name: string; readonly database: OpenDatabase }[] = [
  { name: 'embedded database', database: await openEmptyDatabase() },
  ...(postgres === undefined ? [] : [{ name: 'PostgreSQL server', database: openServer(postgres.url) }]),
]
afterAll(async () => {
  for (const { database } of databases) await database.close()
  await postgres?.close()
})

const all = migrations.map((migration) => migration.name)

describe.each(databases)('$name', ({ database: { knex } }) => {
  const tables = async () =>
    parseRows(
      z.object({ tableName: z.string() }),
      await knex.raw(
        "select table_name from information_schema.tables where table_name like 'step_%' order by 1",
      ),
    ).map((row) => row.tableName)
  const names = async () =>
    parseRows(
      z.object({ name: z.string() }),
      await knex.raw('select name from bindery_migrations order by at, name'),
    ).map((row) => row.name)

  it('runs each step once', async () => {
    await migrate(knex, migrations)
    const again = await migrate(knex, migrations)
    expect([again, await names()]).toEqual([[], all])
  })

  it('leaves nothing of a step that fails, and keeps the steps before it', async () => {
    const good = { name: '900-good', sql: 'create table step_good (id integer);' }
    const bad = { name: '901-bad', sql: 'create table step_bad (id integer); select 1 / 0;' }
    await expect(migrate(knex, [...migrations, good, bad])).rejects.toThrow('division by zero')
    expect([await tables(), await names()]).toEqual([['step_good'], [...all, '900-good']])
    const mended = { ...bad, sql: 'create table step_bad (id integer);' }
    expect(await migrate(knex, [...migrations, good, mended])).toEqual(['901-bad'])
  })
})

it('leaves what the version before opens and writes to, when a newer one fails to migrate', async () => {
  const directory = await copyTemplate()
  const newer = await openEmbedded(directory)
  const failing = { name: '901-bad', sql: 'alter table audit_heads drop column mac; select 1 / 0;' }
  await expect(migrate(newer.knex, [...migrations, failing])).rejects.toThrow('division by zero')
  await newer.close()
  const store = await openStore({ kind: 'embedded', directory }, testMasterKey())
  const organization = await addOrganization(store)
  const entry = { actor: 'key:Test', action: 'agent.created', subject: 'a', detail: {} } as const
  await store.run(organization, (transaction) => store.audit.append(transaction, organization, entry))
  const verdict = await store.run(organization, (transaction) =>
    store.audit.verify(transaction, organization),
  )
  await store.close()
  rmSync(directory, { recursive: true, force: true })
  expect([store.migrated, verdict]).toEqual([[], { status: 'intact', entries: 1, removed: 0 }])
})

describe.skipIf(postgres === undefined)('PostgreSQL server', () => {
  it('lets processes that start together migrate once and all come up', async () => {
    const fresh = await findRealPostgres()
    if (fresh === undefined) return
    const location = { kind: 'server', url: fresh.url } as const
    const starts = await Promise.all(Array.from({ length: 8 }, () => openStore(location, testMasterKey())))
    const ran = starts.flatMap((store) => store.migrated)
    await Promise.all(starts.map((store) => store.close()))
    await fresh.close()
    // Each step runs once, but the starts may take turns between steps.
    expect(ran.sort()).toEqual([...all].sort())
  })
})
