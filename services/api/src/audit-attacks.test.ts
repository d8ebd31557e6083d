import { listOrganizations } from '@bindery/store'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { idOf, must } from './testing/clinic-server.ts'
import { type ApiClient, startTestServer, type TestServer } from './testing/test-server.ts'

/*
 * Whoever can write to the database, and has no key of the server, against the log of what happened. Each attack is on an
 * organisation of its own with 600 entries, so that there is more than one page of them.
 */

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const entries = 600

interface Victim {
  readonly api: ApiClient
  readonly organizationId: string
}

const raw = (statement: string): Promise<unknown> =>
  server.server.services.store.run('platform', (transaction) => transaction.raw(statement))

async function makeVictim(): Promise<Victim> {
  const api = server.client(await server.otherOrganization())
  const agentId = idOf(await must(api('POST', '/agents', { body: { name: 'front-desk' } })))
  const found = await raw(`select organization_id as id from agents where id = '${agentId}'`)
  const rows = z.object({ rows: z.array(z.object({ id: z.string() })) }).parse(found).rows
  const organizationId = rows[0]?.id ?? ''
  const { store } = server.server.services
  const events = Array.from({ length: entries - 1 }, (_, number) => ({
    actor: 'key:Test',
    action: 'skill.enabled' as const,
    subject: `skill-${number}`,
    detail: { amount: 12.5, order: number },
  }))
  const known = await store.run('platform', listOrganizations)
  const organization = known.map(({ id }) => id).find((id) => id === organizationId)
  if (organization === undefined) throw new Error('The organisation must be listed.')
  await store.run(organization, (transaction) => store.audit.appendAll(transaction, organization, events))
  return { api, organizationId }
}

const own = (column: string, value: string, sequence: number): string =>
  `update audit_entries set ${column} = ${value} where :own and sequence = ${sequence}`
const copyOf = (from: number, to: string): string =>
  `insert into audit_entries select organization_id, ${to}, at, actor, action, subject, detail, mac
   from audit_entries where :own and sequence = ${from}`

it.each<readonly [string, string, number]>([
  ['a time that is moved by less than is shown', own('at', "at + interval '300 microseconds'", 5), 5],
  ['a time that never comes', own('at', "'infinity'", 6), 6],
  ['digits that no double holds', own('detail', `'{"amount": 12.500000000000000000001, "order": 5}'`, 7), 7],
  ['a detail that is no object', own('detail', "'[]'", 8), 8],
  ['a detail with one member more', own('detail', `detail || '{"by": "nobody"}'`, 9), 9],
  ['a proof in capitals', own('mac', 'upper(mac)', 10), 10],
  ['an entry before the first', copyOf(3, '0'), 1],
  ['an entry long before the first', copyOf(3, '-9000000000000000000'), 1],
  ['an entry far behind the last', copyOf(600, '9223372036854775807'), 601],
  ['the last of a page removed', 'delete from audit_entries where :own and sequence = 500', 500],
  ['the first of a page removed', 'delete from audit_entries where :own and sequence = 501', 501],
  ['the end put forward', 'update audit_heads set sequence = sequence + 5 where :own', 601],
  ['the end put back', 'update audit_heads set sequence = sequence - 5 where :own', 601],
  [
    'the end as it was before anything happened',
    `delete from audit_entries where :own;
     update audit_heads set sequence = 0, mac = repeat('0', 64) where :own`,
    1,
  ],
  [
    'everything removed with its end',
    'delete from audit_entries where :own; delete from audit_heads where :own',
    1,
  ],
])('finds %s', async (_, statement, firstBroken) => {
  const { api, organizationId } = await makeVictim()
  expect((await must(api('GET', '/audit/verify'))).data).toEqual({ status: 'intact', entries, removed: 0 })
  await raw(statement.replaceAll(':own', `organization_id = '${organizationId}'`))
  expect((await must(api('GET', '/audit/verify'))).data).toEqual({ status: 'broken', firstBroken })
})

it.each(['after', 'before'])(
  'finds entries that changed places with those of another organisation, %s its own',
  async (side) => {
    const [one, other] = [await makeVictim(), await makeVictim()]
    const [from, to] = side === 'after' ? [one, other] : [other, one]
    await raw(`delete from audit_entries where organization_id = '${to.organizationId}' and sequence = 2`)
    await raw(`update audit_entries set organization_id = '${to.organizationId}'
             where organization_id = '${from.organizationId}' and sequence = 2`)
    for (const { api } of [one, other])
      expect((await must(api('GET', '/audit/verify'))).data).toEqual({ status: 'broken', firstBroken: 2 })
  },
)
