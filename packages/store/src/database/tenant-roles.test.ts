import { randomBytes } from 'node:crypto'
import { Secret } from '@bindery/model'
import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { CountRow, parseFirstRow } from '../rows.ts'
import { openStore } from '../store.ts'
import { testMasterKey } from '../testing/embedded-template.ts'
import { addOrganization } from '../testing/every-database.ts'
import { findRealPostgres } from '../testing/real-database.ts'
import { openServer } from './server.ts'

const postgres = await findRealPostgres()
const admin = postgres === undefined ? undefined : openServer(postgres.url)
afterAll(async () => {
  await admin?.close()
  await postgres?.close()
})

const refusal =
  'The database role bypasses row-level security and may not create roles. Connect with a role that owns the database and has neither SUPERUSER nor BYPASSRLS.'
const fenced = (user: 'itself' | 'bindery_tenant') => ({ user, seen: 1, changed: 0 })

/** Roles that own the database of an installation, and what an organisation's transaction is then. */
const logins: readonly (readonly [abilities: string, outcome: unknown])[] = [
  ['nosuperuser nobypassrls', fenced('itself')],
  ['nosuperuser nobypassrls createrole', fenced('itself')],
  ['superuser', fenced('bindery_tenant')],
  ['superuser bypassrls', fenced('bindery_tenant')],
  ['nosuperuser bypassrls createrole', fenced('bindery_tenant')],
  ['nosuperuser bypassrls', refusal],
]

describe.skipIf(admin === undefined)('an installation on a server, as a role with', () => {
  test.each(logins)('%s, keeps organisations apart or does not start', async (abilities, outcome) => {
    expect(await withOwner(abilities, whatTenantsSee)).toEqual(outcome)
  })
})

/** Runs work with a fresh database that a role of these abilities owns. */
async function withOwner<Value>(
  abilities: string,
  work: (url: Secret, role: string) => Promise<Value>,
): Promise<Value> {
  const database = await findRealPostgres()
  if (admin === undefined || database === undefined) throw new Error('The server went away.')
  const role = `bindery_test_${randomBytes(6).toString('hex')}`
  const url = new URL(database.url.reveal())
  await admin.knex.raw(`create role ${role} login password 'test' ${abilities}`)
  await admin.knex.raw(`alter database ${url.pathname.slice(1)} owner to ${role}`)
  url.username = role
  url.password = 'test'
  try {
    return await work(new Secret(url.href), role)
  } finally {
    await database.close()
    await admin.knex.raw(`drop role ${role}`)
  }
}

async function whatTenantsSee(url: Secret, role: string): Promise<unknown> {
  const opening = openStore({ kind: 'server', url }, testMasterKey())
  const store = await opening.catch((error: unknown) => z.instanceof(Error).parse(error).message)
  if (typeof store === 'string') return store
  const own = await addOrganization(store)
  const other = await addOrganization(store)
  const found = await store.run(own, async (transaction) => {
    const seen: unknown = await transaction.raw('select current_user, count(*) as count from organizations')
    const changed: unknown = await transaction.raw(
      `with changed as (update organizations set name = 'x' where id = ? returning 1)
       select current_user, count(*) as count from changed`,
      [other],
    )
    return [seen, changed].map((result) => parseFirstRow(Seen, result))
  })
  await store.close()
  const user = found[0]?.currentUser === role ? 'itself' : found[0]?.currentUser
  return { user, seen: found[0]?.count, changed: found[1]?.count }
}

const Seen = z.object({ currentUser: z.string(), count: CountRow })
