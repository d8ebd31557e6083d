import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type OrganizationId, Secret } from '@bindery/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { CountRow, parseFirstRow } from './rows.ts'
import { claimDeliveries } from './statements/claim-deliveries.ts'
import { databaseSize } from './statements/database-size.ts'
import { markOverdueUnknown } from './statements/intents.ts'
import { claimJob } from './statements/job-steps.ts'
import { takeOAuthFlow } from './statements/take-oauth-flow.ts'
import { takeSessionCode } from './statements/take-session-code.ts'
import type { Store } from './store.ts'
import { findApiKeyByDigest, findApiKeyOf, keepFirstKey, touchApiKey } from './tables/api-keys.ts'
import { listOlderEffects } from './tables/catalogs.ts'
import { findFirstOrganization, listOrganizations } from './tables/organizations.ts'
import { forgetProcesses, reportAlive, reportEnded } from './tables/processes.ts'
import { forgetExpiredReads } from './tables/confirmations.ts'
import { findRestored } from './tables/restores.ts'
import { findSession } from './tables/sessions.ts'
import type { Transaction } from './tenancy.ts'
import { addOrganization, openEveryStore } from './testing/every-database.ts'
import { rotateKeys } from './vault/rotate-keys.ts'
import { parseMasterKey } from './vault/master-key.ts'
import { Vault } from './vault/vault.ts'
import { testMasterKey } from './testing/embedded-template.ts'

const stores = await openEveryStore()
afterAll(() => Promise.all(stores.map((entry) => entry.close())))

interface Both {
  readonly store: Store
  readonly organizations: readonly OrganizationId[]
}

/** What a caller asks, and what comes back when it sees both organisations. */
type Asked = readonly [ask: (both: Both) => Promise<unknown>, seen: (both: Both) => unknown]

const both = ({ organizations }: Both): unknown => organizations

/** What one transaction of the platform finds of both organisations. */
const findsBoth = (find: (transaction: Transaction) => Promise<readonly Owned[]>): Asked => [
  async ({ store }) =>
    (await store.run('platform', find)).map((row) => row?.organizationId ?? 'none').toSorted(),
  both,
]
type Owned = { readonly organizationId: OrganizationId } | undefined

/** What is found of each by a text that is its own. */
const findsEach = (
  what: string,
  find: (transaction: Transaction, text: string, organizationId: OrganizationId) => Promise<Owned>,
): Asked => [
  ({ store, organizations }) =>
    store.run('platform', async (transaction) => {
      const found: unknown[] = []
      for (const id of organizations)
        found.push((await find(transaction, `${what} ${id}`, id))?.organizationId)
      return found
    }),
  both,
]

const finds = (expected: unknown, find: (transaction: Transaction) => Promise<unknown>): Asked => [
  ({ store }) => store.run('platform', find),
  () => expected,
]

const countOf = async (transaction: Transaction, from: string): Promise<number | undefined> =>
  parseFirstRow(z.object({ count: CountRow }), await transaction.raw(`select count(*) as count from ${from}`))
    ?.count

/** Every file that asks as the platform, with what it asks. */
const callers: Readonly<Record<string, readonly Asked[]>> = {
  'packages/platform/src/credentials/finish-flow.ts': [findsEach('state', takeOAuthFlow)],
  'packages/platform/src/discovery/job-runner.ts': [
    findsBoth(async (transaction) => [
      await claimJob(transaction, randomUUID()),
      await claimJob(transaction, randomUUID()),
    ]),
  ],
  'packages/platform/src/drift/rejudge-effects.ts': [
    findsBoth((transaction) => listOlderEffects(transaction, 1)),
  ],
  'packages/platform/src/kernel/process-presence.ts': [
    finds([2, 2, 0], async (transaction) => {
      await forgetProcesses(transaction)
      await reportAlive(transaction, randomUUID())
      await reportEnded(transaction, randomUUID())
      const overdue = await markOverdueUnknown(transaction)
      const sealed = () => countOf(transaction, 'confirmations where sealed_ahead is not null')
      const before = await sealed()
      await forgetExpiredReads(transaction)
      return [overdue, before, await sealed()]
    }),
  ],
  'packages/platform/src/reports/backup.ts': [
    finds(true, async (transaction) => (await findFirstOrganization(transaction)) !== undefined),
  ],
  'packages/store/src/store.ts': [finds(undefined, findRestored)],
  'packages/platform/src/reports/retention-sweeper.ts': [
    [
      async ({ store }) => (await store.run('platform', listOrganizations)).map(({ id }) => id).toSorted(),
      both,
    ],
  ],
  'packages/platform/src/sessions/keep-sessions.ts': [
    findsEach('code', takeSessionCode),
    findsEach('session', async (transaction, digest) => {
      const session = await findSession(transaction, digest)
      return session === undefined ? undefined : findApiKeyOf(transaction, session)
    }),
  ],
  'packages/platform/src/webhooks/webhook-sender.ts': [
    findsBoth((transaction) => claimDeliveries(transaction, 10)),
  ],
  'packages/store/src/vault/installation-keys.ts': [
    finds(2, (transaction) => countOf(transaction, 'bindery_keys')),
  ],
  'packages/store/src/vault/rotate-keys.ts': [
    [
      async ({ store }) => {
        const newer = new Vault(parseMasterKey('43'.repeat(32)), [testMasterKey()])
        let moved = 0
        for await (const step of rotateKeys({ ...store, vault: newer }))
          moved += step.table === 'secrets' ? step.moved : 0
        return moved
      },
      () => 2,
    ],
  ],
  'services/api/src/audit-check.ts': [
    [
      async ({ store }) => (await store.run('platform', listOrganizations)).map(({ id }) => id).toSorted(),
      both,
    ],
  ],
  'services/api/src/auth/authenticate.ts': [
    findsEach('key', async (transaction, digest) => {
      const found = await findApiKeyByDigest(transaction, digest)
      if (found !== undefined) await touchApiKey(transaction, found)
      const touched = await findApiKeyByDigest(transaction, digest)
      return touched?.lastUsedAt === null ? undefined : touched
    }),
  ],
  'services/api/src/demo/prepare-organization.ts': [
    finds(true, async (transaction) => (await findFirstOrganization(transaction)) !== undefined),
    findsEach('key', (transaction, digest, organizationId) =>
      keepFirstKey(transaction, { organizationId, digest }),
    ),
  ],
  // Makes the organisations that it measures, and asks nothing of others.
  'scripts/bench/fairness/server-process.ts': [
    finds(1, (transaction) => countOf(transaction, '(select 1) as one')),
  ],
  'services/api/src/start.ts': [finds(1, (transaction) => countOf(transaction, '(select 1) as one'))],
  'services/api/src/system-report.ts': [
    finds(true, async (transaction) => (await databaseSize(transaction)) > 0),
  ],
}

describe.each(stores)('the platform on the $name', ({ store }) => {
  let organizations: readonly OrganizationId[]
  beforeAll(async () => {
    organizations = [await addOrganization(store), await addOrganization(store)].toSorted()
    for (const id of organizations) await fill(store, id)
  })

  test.each(Object.entries(callers))('sees both organisations in %s', async (_, asked) => {
    for (const [ask, seen] of asked) {
      const here = { store, organizations }
      expect(await ask(here)).toEqual(seen(here))
    }
  })
})

/** One of all that the platform asks for. */
async function fill(store: Store, organization: OrganizationId): Promise<void> {
  const [integration, catalog, webhook, key] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
  const place = { organizationId: organization, record: 'secret', field: 'value' }
  const [now, old] = [new Date(), new Date('2020-01-01')]
  const later = new Date(now.getTime() + 60_000)
  const of = { integration_id: integration, environment: 'production' }
  const session = { key_id: key, expires_at: later }
  const message = { webhook_id: webhook, message_id: 'm', event: 'e', body: '{}' }
  const rows: readonly (readonly [table: string, row: object])[] = [
    ['api_keys', { id: key, name: 'k', prefix: 'p', digest: `key ${organization}`, scopes: [] }],
    ['sessions', { ...session, digest: `code ${organization}`, purpose: 'code' }],
    ['sessions', { ...session, digest: `session ${organization}`, purpose: 'session' }],
    ['integrations', { id: integration, kind: 'clinic', name: 'Clinic', type: 'openapi', source: {} }],
    ['integration_environments', { ...of, base_url: 'https://x' }],
    [
      'catalogs',
      {
        ...of,
        id: catalog,
        hash: 'h',
        source_hash: 's',
        head: {},
        summary: {},
        pages: { bodies: [], index: [] },
      },
    ],
    ['environment_catalogs', { ...of, catalog_id: catalog }],
    [
      'oauth_flows',
      {
        ...of,
        state_digest: `state ${organization}`,
        key_id: key,
        actor: 'a',
        redirect_uri: 'r',
        sealed: store.vault.seal(new Secret('s'), place),
        expires_at: later,
      },
    ],
    ['jobs', { ...of, id: randomUUID(), status: 'queued', actor: 'a' }],
    [
      'executions',
      {
        id: randomUUID(),
        agent_id: randomUUID(),
        skill_id: randomUUID(),
        status: 'running',
        effect: 'write',
        deadline: old,
      },
    ],
    ['request_keys', { key: 'k', fingerprint: 'f', created_at: old }],
    [
      'confirmations',
      { id: randomUUID(), status: 'pending', call: {}, sealed_ahead: 'read', expires_at: old },
    ],
    ['webhooks', { id: webhook, url: 'https://x', events: [], sealed_secret: 's' }],
    ['webhook_deliveries', { ...message, id: randomUUID() }],
    ['webhook_deliveries', { ...message, id: randomUUID(), status: 'delivered', created_at: old }],
    ['secrets', { id: randomUUID(), name: 's', sealed: store.vault.seal(new Secret('s'), place) }],
  ]
  await store.run('platform', async (transaction) => {
    for (const [table, row] of rows)
      await transaction(table).insert({ organization_id: organization, ...row })
  })
}

test('every file that asks as the platform is tried with two organisations', () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url))
  const asking = ['packages', 'services', 'scripts']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        join(folder, name),
      ),
    )
    .filter((path) => /\.tsx?$/.test(path) && !/node_modules|\.test\.ts|\/testing\//.test(path))
    .filter((path) => /\.run\(\s*'platform'/.test(readFileSync(join(root, path), 'utf8')))
  expect(asking.toSorted()).toEqual(Object.keys(callers).toSorted())
})
