import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Secret } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { settleSwap } from '../database/cluster-swap.ts'
import { openServer } from '../database/server.ts'
import { openStore, type Store, type StoreLocation } from '../store.ts'
import { listAuditBackwards } from '../audit-log.ts'
import { parseRows } from '../rows.ts'
import { findFirstOrganization } from '../tables/organizations.ts'
import { tableRetention } from '../retention/table-retention.ts'
import { archiveOf, each, linesOf } from '../testing/archives.ts'
import { codeOf } from '../testing/code-of.ts'
import {
  copyTemplate,
  fastDirectory,
  openEmptyDatabase,
  testMasterKey,
} from '../testing/embedded-template.ts'
import { addOrganization } from '../testing/every-database.ts'
import { seedEveryTable } from '../testing/one-row-of-each.ts'
import { findRealPostgres } from '../testing/real-database.ts'
import { type MasterKey, parseMasterKey } from '../vault/master-key.ts'
import { leftOut, ownTables } from './archive-tables.ts'
import { openFirst, restoreStore } from './restore-store.ts'
import { writeStore } from './write-store.ts'

const folders: string[] = []
const newFolder = (): string => {
  const folder = mkdtempSync(join(fastDirectory(), 'bindery-restore-'))
  folders.push(folder)
  return folder
}
const postgres = await findRealPostgres()
const empty = await openEmptyDatabase()
afterAll(async () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  await Promise.all([postgres?.close(), empty.close()])
})

/** Values that a way through text could lose. */
const tricky = `
  update executions set record = '{"n": 12345678901234567890.10, "t": "a\\\\u2028\\nb", "e": 1e-7}', created_at = '2026-11-30 01:02:03.456789+00';
  update skills set binding = 'null';
  update api_keys set scopes = array['a,b', '', 'null', '"q"', 'é'];
  update catalog_pages set bytes = decode('00ff5c27', 'hex');
  update agents set description = E'tab\\t back\\\\slash "quote" [x]';
  update rate_limit_hits set at = 'infinity'`

async function seed(location: StoreLocation): Promise<void> {
  const store = await openStore(location, testMasterKey())
  const organizationId = await addOrganization(store)
  await store.run('platform', async (transaction) => {
    await seedEveryTable(transaction, organizationId)
    await transaction.raw(tricky)
    // The chain of a real log, instead of an entry that nobody wrote.
    await transaction.raw('delete from audit_entries; delete from audit_heads; delete from audit_checkpoints')
  })
  await store.run(organizationId, (transaction) =>
    store.audit.append(transaction, organizationId, {
      actor: 'a',
      action: 'agent.created',
      subject: 's',
      detail: {},
    }),
  )
  await store.close()
}

const restoring = {
  master: testMasterKey(),
  older: [],
  ifInhabited: 'refuse',
} as const

/** What a restore did to a store. */
async function factsOf(store: Store) {
  const organizationId = (await store.run('platform', findFirstOrganization))?.id
  if (organizationId === undefined) throw new Error('The organisation is gone.')
  const [ended] = await store.run('platform', async (transaction) =>
    parseRows(
      z.record(z.string(), z.unknown()),
      await transaction.raw(`select (select count(*)::int from sessions) as sessions,
        (select count(*)::int from verifications) as verifications, (select count(*)::int from oauth_flows) as flows,
        (select count(*)::int from confirmations where expires_at > now()) as waiting,
        (select status from webhook_deliveries) as delivery, (select count(*)::int from request_keys) as keys`),
    ),
  )
  const [last] = await store.run(organizationId, (transaction) =>
    listAuditBackwards(transaction, { before: 1_000, limit: 1 }),
  )
  const verdict = await store.run(organizationId, (transaction) =>
    store.audit.verify(transaction, organizationId),
  )
  return { ended, told: last?.detail, restored: store.restored, verdict }
}

/** What a restore ends, and what it tells: the rest is as it was. */
const changed = [
  'confirmations',
  'sessions',
  'verifications',
  'oauth_flows',
  'conversation_turns',
  'conversation_contexts',
  'request_keys',
  'webhook_deliveries',
  'restores',
  'audit_entries',
  'audit_heads',
]

function rowsByTable(lines: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const tables: Record<string, string[]> = {}
  let rows: string[] = []
  for (const line of lines) {
    const [, name] = /^\{"kind":"table","table":"(\w+)"/.exec(line) ?? []
    if (name !== undefined) rows = tables[name] = []
    else if (line.startsWith('[')) rows.push(line)
  }
  return Object.fromEntries(
    Object.entries(tables)
      .filter(([name]) => !changed.includes(name))
      .map(([name, own]) => [name, own.sort()]),
  )
}

describe('an archive of the embedded database', () => {
  let lines: readonly string[] = []
  let archive: Buffer
  let source: StoreLocation
  beforeAll(async () => {
    source = { kind: 'embedded', directory: await copyTemplate() }
    folders.push(source.directory)
    await seed(source)
    lines = await linesOf(source)
    archive = await archiveOf(lines)
  })

  const restoreInto = async (location: StoreLocation, bytes = archive, more = {}) =>
    restoreStore(location, { ...restoring, archive: each([bytes]), ...more })

  it('holds every table but those that say why not', () => {
    const held = [...Object.keys(rowsByTable(lines)), ...changed, ...Object.keys(leftOut)]
    expect([...new Set(held)].sort()).toEqual(Object.keys(tableRetention).sort())
    expect([...new Set([...ownTables, 'bindery_durability'])].sort()).toEqual(
      Object.keys(tableRetention).sort(),
    )
  })

  test.each([
    [
      'a newer one',
      (text: string) => text.replace('"035-restores"', '"035-restores","999-later"'),
      'backup_newer',
    ],
    [
      'one whose table is not ours',
      (text: string) => text.replace('"table":"agents"', '"table":"pg_proc"'),
      'backup_damaged',
    ],
    [
      'one whose table is a statement',
      (text: string) => text.replace('"table":"agents"', '"table":"x\\"; drop table agents; --"'),
      'backup_damaged',
    ],
    [
      'one whose column is a path',
      (text: string) =>
        text.replace(
          '"columns":["organization_id","id","name"',
          '"columns":["organization_id","id","../../etc"',
        ),
      'backup_damaged',
    ],
    [
      'one whose rows refer to nothing',
      (text: string) => text.replaceAll(/^\["[^"]*", "[^"]*", "clinic".*$/gm, '[]'),
      'backup_damaged',
    ],
    [
      'one that was cut between its lines',
      (text: string) => text.slice(0, text.lastIndexOf('{"kind":"whole"') - 1),
      'backup_damaged',
    ],
  ])('is refused as %s, and leaves nothing', async (_, change, code) => {
    const bytes = await archiveOf(change(lines.join('\n')).split('\n'))
    const opened = await openFirst({ ...restoring, archive: each([bytes]) })
    const tables = () => empty.knex('pg_tables').where({ schemaname: 'public' }).select('tablename')
    const before = await tables()
    expect(await codeOf(empty.knex.transaction((transaction) => writeStore(transaction, opened)))).toBe(code)
    expect(await tables()).toEqual(before)
  })

  it('opens by an older master key too, and by no other', async () => {
    const open = (master: MasterKey, older: readonly MasterKey[]) =>
      codeOf(openFirst({ ...restoring, archive: each([archive]), master, older }))
    const next = parseMasterKey('43'.repeat(32))
    expect([await open(next, []), await open(next, [testMasterKey()])]).toEqual(['backup_foreign', 'done'])
  })

  // A server of another version of PostgreSQL, where there is one, has had the store in between.
  it('takes the place of a closed store where that is said: the same, but for what must not go on', async () => {
    const passed =
      postgres === undefined ? archive : await throughServer({ kind: 'server', url: postgres.url })
    const store = await openStore(source, testMasterKey())
    expect(await codeOf(restoreInto(source, passed, { ifInhabited: 'replace' }))).toBe('store_in_use')
    await store.close()
    expect(await codeOf(restoreInto(source))).toBe('store_in_use')
    const { epoch, summary } = await restoreInto(source, passed, { ifInhabited: 'replace' })
    expect(rowsByTable(await linesOf(source))).toEqual(rowsByTable(lines))
    const restored = await openStore(source, testMasterKey())
    expect(await factsOf(restored)).toEqual({
      ended: { sessions: 0, verifications: 0, flows: 0, waiting: 0, delivery: 'failed', keys: 0 },
      told: { epoch, backupAt: summary.madeAt, backupVersion: '0.1.0' },
      restored: { epoch, backupAt: new Date(summary.madeAt), restoredAt: expect.any(Date) },
      verdict: { status: 'intact', entries: postgres === undefined ? 2 : 3, removed: 0 },
    })
    await restored.close()
  })

  async function throughServer(server: StoreLocation): Promise<Buffer> {
    await restoreInto(server)
    const there = await linesOf(server)
    expect(rowsByTable(there)).toEqual(rowsByTable(lines))
    return archiveOf(there)
  }
})

describe.skipIf(postgres === undefined)('a store that was restored on a server', () => {
  const location: StoreLocation = { kind: 'server', url: postgres?.url ?? new Secret('') }
  const restore = async (bytes: Buffer, ifInhabited: 'refuse' | 'replace') =>
    codeOf(restoreStore(location, { ...restoring, archive: each([bytes]), ifInhabited }))

  it('is replaced as a whole or stays, beside tables of others, and is nobody else’s meanwhile', async () => {
    const before = await linesOf(location)
    const archive = await archiveOf(before)
    const stranger = openServer(location.url)
    await stranger.knex.raw('create table theirs (id int)')
    expect(await restore(archive, 'replace')).toBe('store_in_use')
    await stranger.close()
    expect(await restore(archive, 'refuse')).toBe('store_in_use')
    const cut = archive.subarray(0, archive.length - 1)
    expect(await restore(cut, 'replace')).toBe('backup_damaged')
    expect((await linesOf(location)).slice(1)).toEqual(before.slice(1))
    expect(await restore(archive, 'replace')).toBe('done')
    expect(rowsByTable(await linesOf(location))).toEqual(rowsByTable(before))
    const after = openServer(location.url)
    const theirs = await after.knex('theirs').count()
    await after.close()
    expect(theirs).toHaveLength(1)
  })
})

describe('a swap that was killed', () => {
  const clusters = {
    before: 'postgres',
    drafted: 'postgres.restoring',
    ready: 'postgres.restored',
    old: 'postgres.replaced',
  }
  test.each([
    ['while the draft was made', ['before', 'drafted'], 'before'],
    ['before the first rename', ['before', 'ready'], 'ready'],
    ['between the two', ['old', 'ready'], 'ready'],
    ['before what was replaced went', ['ready-live', 'old'], 'ready'],
  ] as const)('%s leaves one cluster, whole', (_, present, expected) => {
    const directory = newFolder()
    for (const name of present) {
      const folder = name === 'ready-live' ? clusters.before : clusters[name]
      mkdirSync(join(directory, folder, name === 'ready-live' ? 'ready' : name), { recursive: true })
    }
    settleSwap(directory)
    expect(readdirSync(directory)).toEqual(['postgres'])
    expect(readdirSync(join(directory, 'postgres'))).toEqual([expected])
  })
})
