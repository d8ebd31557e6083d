import { randomBytes } from 'node:crypto'
import { isOrganizationId, type OrganizationId, Secret } from '@bindery/model'
import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { rolePolicies } from '../migrations/029-role-policies.ts'
import { migrations } from '../migrations/index.ts'
import { parseRows } from '../rows.ts'
import { openStore } from '../store.ts'
import type { Tenant } from '../tenancy.ts'
import { testMasterKey } from '../testing/embedded-template.ts'
import { findRealPostgres } from '../testing/real-database.ts'
import { migrate } from './migrate.ts'
import { openServer } from './server.ts'
import { prepareRoles } from './tenant-roles.ts'

const postgres = await findRealPostgres()
const admin = postgres === undefined ? undefined : openServer(postgres.url)
// Logins are members of them.
if (admin !== undefined) await prepareRoles(admin.knex)
afterAll(async () => {
  await admin?.close()
  await postgres?.close()
})

const refusal =
  'The database role bypasses row-level security and may not create roles. Connect with a role that owns the database and has neither SUPERUSER nor BYPASSRLS.'

/** An organisation sees and changes its own row; the platform sees both, as whom it says. */
const kept = { seen: ['own'], changed: ['own'], seenByPlatform: ['other', 'own'] }
const byItself = { ...kept, users: ['itself', 'itself'] }
const byRoles = { ...kept, users: ['bindery_tenant', 'bindery_platform'] }

const members = 'in role bindery_tenant, bindery_platform'

/** Roles that own the database of an installation, and what transactions are then. */
const logins: readonly (readonly [abilities: string, outcome: unknown])[] = [
  ['nosuperuser nobypassrls', byItself],
  [`nosuperuser nobypassrls ${members}`, byRoles],
  ['nosuperuser nobypassrls in role bindery_tenant', byItself],
  ['nosuperuser nobypassrls createrole', byRoles],
  ['superuser', byRoles],
  ['superuser bypassrls', byRoles],
  ['nosuperuser bypassrls createrole', byRoles],
  [`nosuperuser bypassrls ${members}`, byRoles],
  ['nosuperuser bypassrls', refusal],
]

describe.skipIf(admin === undefined)('an installation of before on a server, as a role with', () => {
  test.each(logins)('%s, keeps organisations apart or does not start', async (abilities, outcome) => {
    expect(await withOwner(abilities, whatTransactionsSee)).toEqual(outcome)
  })
})

const organization = (digit: number): OrganizationId => {
  const id = `00000000-0000-4000-8000-00000000000${digit}`
  if (!isOrganizationId(id)) throw new TypeError('Not a UUID.')
  return id
}
const [one, two] = [organization(1), organization(2)]

interface Login {
  readonly url: Secret
  readonly role: string
}

/** Runs work with a fresh database that a role of these abilities owns. */
async function withOwner<Value>(abilities: string, work: (login: Login) => Promise<Value>): Promise<Value> {
  const database = await findRealPostgres()
  if (admin === undefined || database === undefined) throw new Error('The server went away.')
  const role = `bindery_test_${randomBytes(6).toString('hex')}`
  const url = new URL(database.url.reveal())
  await admin.knex.raw(`create role ${role} login password 'test' ${abilities}`)
  await admin.knex.raw(`alter database ${url.pathname.slice(1)} owner to ${role}`)
  url.username = role
  url.password = 'test'
  try {
    return await work({ url: new Secret(url.href), role })
  } finally {
    await database.close()
    await admin.knex.raw(`drop role ${role}`)
  }
}

async function whatTransactionsSee({ url, role }: Login): Promise<unknown> {
  await installBefore(url)
  const opening = openStore({ kind: 'server', url }, testMasterKey())
  const store = await opening.catch((error: unknown) => z.instanceof(Error).parse(error).message)
  if (typeof store === 'string') return store
  const ask = async (tenant: Tenant, statement: string) =>
    store.run(tenant, async (transaction) => parseRows(Seen, await transaction.raw(statement)))
  const own = await ask(one, select)
  const changed = await ask(
    one,
    `with found as (update organizations set name = slug returning *) ${select.replace('organizations', 'found')}`,
  )
  const all = await ask('platform', select)
  await store.close()
  await stepFurther(url)
  return {
    seen: own.map(({ slug }) => slug),
    changed: changed.map(({ slug }) => slug),
    seenByPlatform: all.map(({ slug }) => slug),
    users: [own, all].map(([row]) => (row?.currentUser === role ? 'itself' : row?.currentUser)),
  }
}

const select = 'select current_user, slug from organizations order by slug'
const Seen = z.object({ currentUser: z.string(), slug: z.string() })

/** What the version before left: its policies, and two organisations. */
async function installBefore(url: Secret): Promise<void> {
  const before = openServer(url)
  await migrate(before.knex, migrations.slice(0, migrations.indexOf(rolePolicies)))
  await before.knex.transaction(async (transaction) => {
    await transaction.raw("select set_config('bindery.organization', 'platform', true)")
    const add = "insert into organizations (id, slug, name) values (?, 'own', 'x'), (?, 'other', 'x')"
    await transaction.raw(add, [one, two])
  })
  await before.close()
}

/** The next version's migrations see the rows of every organisation. */
async function stepFurther(url: Secret): Promise<void> {
  const after = openServer(url)
  const sql = `do $$ begin assert (select count(*) from organizations) = 2, 'rows are hidden'; end $$`
  await migrate(after.knex, [...migrations, { name: '900-next', sql }])
  await after.close()
}
