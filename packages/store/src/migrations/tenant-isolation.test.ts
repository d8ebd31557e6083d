import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { parseRows } from '../rows.ts'
import { addOrganization, openEveryStore } from '../testing/every-database.ts'

const stores = await openEveryStore()
afterAll(() => Promise.all(stores.map((entry) => entry.close())))

/** Of whole installations: what stands in them is random, or is the platform's to give. */
const acrossOrganizations = [
  'api_keys (digest)',
  'bindery_keys (name)',
  'bindery_migrations (name)',
  'oauth_flows (state_digest)',
  'organizations (id)',
  'organizations (slug)',
  'restores (epoch)',
  'server_processes (id)',
  'sessions (digest)',
  'verifications (token_digest)',
]

describe.each(stores)('$name', ({ store }) => {
  const list = async (statement: string): Promise<readonly string[]> =>
    store.run('platform', async (transaction) =>
      parseRows(z.object({ found: z.string() }), await transaction.raw(statement)).map((row) => row.found),
    )

  // The server checks references past row-level security: one without the organisation could name another one's row.
  it('holds every reference between tables to the same organisation', async () => {
    const strays = await list(
      `select conrelid::regclass || ' ' || conname as found from pg_constraint
       where contype = 'f' and connamespace = 'public'::regnamespace and confrelid <> 'organizations'::regclass
         and not exists (
           select from unnest(conkey, confkey) as pair (here, there)
             join pg_attribute own on own.attrelid = conrelid and own.attnum = pair.here
             join pg_attribute target on target.attrelid = confrelid and target.attnum = pair.there
           where own.attname = 'organization_id' and target.attname = 'organization_id')`,
    )
    expect(strays).toEqual([])
  })

  // Policies of one role are joined by "or", which no index answers.
  it('gives each role one policy for every table, and the keys of the installation to the platform alone', async () => {
    const odd = await list(
      `select relname || ' ' || role || ' ' || count(polname) as found
       from pg_class cross join unnest(array['bindery_tenant', 'bindery_platform']) as role
         left join pg_policy on polrelid = pg_class.oid and polroles && array[0, role::regrole::oid]
       where relrowsecurity group by relname, role having count(polname) <> 1 order by 1`,
    )
    expect(odd).toEqual(['bindery_keys bindery_tenant 0'])
  })

  // A name that another organisation took would be refused, which tells that it is taken.
  it('tells no organisation by a unique index what another one has', async () => {
    const across = await list(
      `select indrelid::regclass || ' (' || string_agg(attname, ', ' order by attnum) || ')' as found
       from pg_index join pg_attribute on attrelid = indrelid and attnum = any(indkey)
       where indisunique and indrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)
       group by indexrelid, indrelid having not bool_or(attname = 'organization_id') order by 1`,
    )
    expect(across).toEqual(acrossOrganizations)
  })

  it('shows no organisation the keys of the installation, and lets none change them', async () => {
    const organization = await addOrganization(store)
    const before = await list('select sealed as found from bindery_keys order by name')
    const reaches = async (statement: string) =>
      store.run(organization, async (transaction) => parseRows(z.unknown(), await transaction.raw(statement)))
    expect(await reaches('select 1 from bindery_keys')).toEqual([])
    expect(await reaches("update bindery_keys set sealed = 'x' returning 1 as one")).toEqual([])
    expect(await reaches('delete from bindery_keys returning 1 as one')).toEqual([])
    const insert = store.run(organization, (transaction) =>
      transaction.raw("insert into bindery_keys (name, sealed) values ('another', 'x')"),
    )
    await expect(insert).rejects.toMatchObject({ code: '42501' })
    expect(await list('select sealed as found from bindery_keys order by name')).toEqual(before)
  })
})
