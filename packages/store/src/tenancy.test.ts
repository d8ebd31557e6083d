import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import type { OrganizationId } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openEmbedded } from './database/embedded.ts'
import { prepareRoles } from './database/tenant-roles.ts'
import { findAgentByName } from './tables/agents.ts'
import { CountRow, JsonObjectRow, parseFirstRow, parseRows } from './rows.ts'
import type { Store } from './store.ts'
import { Tenancy, type Transaction } from './tenancy.ts'
import { copyTemplate } from './testing/embedded-template.ts'
import { addOrganization, openEveryStore } from './testing/every-database.ts'
import { seedEveryTable } from './testing/one-row-of-each.ts'

const stores = await openEveryStore()
afterAll(() => Promise.all(stores.map((entry) => entry.close())))

/** Tables of the installation itself, which hold nothing of any organisation. */
const ownTables = ['bindery_durability', 'bindery_keys', 'bindery_migrations', 'restores', 'server_processes']

const tableNames = async (store: Store): Promise<readonly string[]> =>
  store.run('platform', async (transaction) =>
    parseRows(
      z.object({ tableName: z.string() }),
      await transaction.raw(
        "select table_name from information_schema.tables where table_schema = 'public' order by table_name",
      ),
    )
      .map((row) => row.tableName)
      .filter((name) => !ownTables.includes(name)),
  )

const ownerColumn = (table: string): string => (table === 'organizations' ? 'id' : 'organization_id')

describe.each(stores)('$name', ({ store }) => {
  let own: OrganizationId
  let other: OrganizationId
  let tables: readonly string[]

  beforeAll(async () => {
    own = await addOrganization(store)
    other = await addOrganization(store)
    for (const organization of [own, other]) {
      await store.run('platform', (transaction) => seedEveryTable(transaction, organization))
    }
    tables = await tableNames(store)
  })

  const countOf = async (transaction: Transaction, table: string, organization: OrganizationId) => {
    const result: unknown = await transaction.raw(
      `select count(*) as count from ${table} where ${ownerColumn(table)} = ?`,
      [organization],
    )
    return parseFirstRow(z.object({ count: CountRow }), result)?.count
  }

  const perTable = async (work: (table: string) => Promise<unknown>) =>
    Object.fromEntries(await Promise.all(tables.map(async (table) => [table, await work(table)] as const)))
  const everyTable = (value: unknown) => Object.fromEntries(tables.map((table) => [table, value]))

  it('holds the owner of every table to its policy too', async () => {
    const held = await store.run('platform', async (transaction) =>
      parseRows(
        z.object({ relname: z.string() }),
        await transaction.raw('select relname from pg_class where relrowsecurity and relforcerowsecurity'),
      ),
    )
    expect(held.map(({ relname }) => relname)).toEqual(expect.arrayContaining([...tables]))
  })

  it('shows the platform the rows of every organisation in every table', async () => {
    const counts = await perTable((table) =>
      store.run('platform', async (transaction) => [
        await countOf(transaction, table, own),
        await countOf(transaction, table, other),
      ]),
    )
    expect(counts).toEqual(everyTable([1, 1]))
  })

  it('shows an organisation its own rows and none of another one in every table', async () => {
    const counts = await perTable((table) =>
      store.run(own, async (transaction) => [
        await countOf(transaction, table, own),
        await countOf(transaction, table, other),
      ]),
    )
    expect(counts).toEqual(everyTable([1, 0]))
  })

  it('lets an organisation change and remove no row of another one in any table', async () => {
    const changed = await perTable((table) =>
      store.run(own, async (transaction) => {
        const column = ownerColumn(table)
        const updated: unknown = await transaction.raw(
          `update ${table} set ${column} = ${column} where ${column} = ? returning 1 as one`,
          [other],
        )
        const deleted: unknown = await transaction.raw(
          `delete from ${table} where ${column} = ? returning 1 as one`,
          [other],
        )
        return [updated, deleted].map((result) => parseRows(z.unknown(), result).length)
      }),
    )
    expect(changed).toEqual(everyTable([0, 0]))
  })

  it('refuses a row that an organisation inserts for another one in every table', async () => {
    const refusals = await perTable(async (table) => {
      // What the database works out by itself cannot be written, by whomever.
      const row = await store.run('platform', async (transaction) =>
        parseFirstRow(
          z.object({ row: JsonObjectRow, columns: z.string() }),
          await transaction.raw(
            `select to_jsonb(${table}) as row, (select string_agg(quote_ident(attname), ', ') from pg_attribute
               where attrelid = '${table}'::regclass and attnum > 0 and not attisdropped and attgenerated = '') as columns
             from ${table} where ${ownerColumn(table)} = ?`,
            [other],
          ),
        ),
      )
      const insert = store.run(own, (transaction) =>
        transaction.raw(
          `insert into ${table} (${row?.columns}) select ${row?.columns} from jsonb_populate_record(null::${table}, ?::jsonb)`,
          [JSON.stringify(row?.row)],
        ),
      )
      return insert.then(
        () => 'inserted',
        (error: unknown) => z.object({ code: z.string() }).parse(error).code,
      )
    })
    expect(refusals).toEqual(everyTable('42501'))
  })

  it('refuses to hand a row over to another organisation in every table', async () => {
    const refusals = await perTable((table) =>
      store
        .run(own, (transaction) => transaction.raw(`update ${table} set ${ownerColumn(table)} = ?`, [other]))
        .then(
          () => 'handed over',
          (error: unknown) => z.object({ code: z.string() }).parse(error).code,
        ),
    )
    expect(refusals).toEqual(everyTable('42501'))
  })

  it('shows nothing when the organisation was forgotten', async () => {
    const counts = await perTable((table) =>
      store.run(own, async (transaction) => {
        await transaction.raw("select set_config('bindery.organization', '', true)")
        return countOf(transaction, table, own)
      }),
    )
    expect(counts).toEqual(everyTable(0))
  })

  it.each(['platform', 'organisation'] as const)('runs as no superuser for the %s', async (kind) => {
    const abilities = await store.run(kind === 'platform' ? 'platform' : own, async (transaction) =>
      parseFirstRow(
        z.unknown(),
        await transaction.raw(
          'select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin from pg_roles where rolname = current_user',
        ),
      ),
    )
    expect(abilities).toEqual({
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolcanlogin: false,
    })
  })

  it('refuses a text with U+0000 as a mistake of the caller', async () => {
    const search = store.run(own, (transaction) => findAgentByName(transaction, 'front\u0000desk'))
    await expect(search).rejects.toMatchObject({ name: 'PlatformError', code: 'validation_error' })
  })

  it('undoes everything of a transaction that fails', async () => {
    const slug = randomUUID()
    const failing = store.run('platform', async (transaction) => {
      await transaction.raw('insert into organizations (id, slug, name) values (?, ?, ?)', [slug, slug, 'x'])
      throw new Error('stop')
    })
    await expect(failing).rejects.toThrow('stop')
    const rows: unknown = await store.run('platform', (transaction) =>
      transaction.raw('select 1 from organizations where slug = ?', [slug]),
    )
    expect(parseRows(z.unknown(), rows)).toEqual([])
  })
})

describe('the session behind a transaction', () => {
  const outcomes: readonly (readonly [outcome: string, statement: string])[] = [
    ['commits', 'select 1'],
    ['fails', 'select 1 / 0'],
  ]
  it.each(outcomes)('forgets the organisation and the role when it %s', async (_, statement) => {
    const directory = await copyTemplate()
    const database = await openEmbedded(directory)
    const { knex } = database
    const roles = await prepareRoles(knex)
    const session =
      "select current_user <> all(?::text[]) as is_own, current_setting('bindery.organization', true) as organization"
    const seen: unknown[] = []
    for (const taken of [roles, undefined]) {
      const ended = new Tenancy({ knex, hasRoom: () => true, connections: 1, waitMs: 5_000 }, taken).run(
        'platform',
        (transaction) => transaction.raw(statement),
      )
      await ended.catch(() => undefined)
      seen.push(...parseRows(z.unknown(), await knex.raw(session, [Object.values(roles ?? {})])))
    }
    await database.close()
    rmSync(directory, { recursive: true, force: true })
    const clean = { isOwn: true, organization: '' }
    expect(seen).toEqual([clean, clean])
  })
})
