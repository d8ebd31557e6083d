import type { Knex } from 'knex'
import { isAgentId, isCatalogId, isOrganizationId, isSkillId } from '@bindery/model'
import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { migrate } from './database/migrate.ts'
import { openServer } from './database/server.ts'
import { prepareRoles } from './database/tenant-roles.ts'
import * as store from './index.ts'
import type { PageWindow, RowPage } from './keyset.ts'
import * as logs from './logs.ts'
import { migrations } from './migrations/index.ts'
import { Tenancy, type Transaction } from './tenancy.ts'
import { idOf, insertManyRows } from './testing/many-rows.ts'
import { findRealPostgres } from './testing/real-database.ts'

const branded = <Id extends string>(is: (text: string) => text is Id, text: string): Id => {
  if (!is(text)) throw new TypeError('Not a UUID.')
  return text
}
const own = branded(isOrganizationId, idOf('organization'))
const agentId = branded(isAgentId, idOf('agent'))
const skillId = branded(isSkillId, idOf('skill'))
const catalogId = branded(isCatalogId, idOf('catalog'))
const integrationId = idOf('integration')
const agentIds = [0, 20, 40].map((number) => branded(isAgentId, idOf('agent', number)))
const idsOf = (kind: Parameters<typeof idOf>[0]) => [0, 20, 40].map((number) => idOf(kind, number))

type Reads = (transaction: Transaction) => Promise<unknown>

/** The first page of a list and the one behind it. */
const pages =
  (read: (transaction: Transaction, window: PageWindow) => Promise<RowPage<unknown>>): Reads =>
  async (transaction) => {
    const { next } = await read(transaction, { after: undefined, limit: 10 })
    expect(next).toBeDefined()
    await read(transaction, { after: next, limit: 10 })
  }

const runs = { from: new Date('2026-01-01'), to: new Date('2026-01-02'), environments: [] }

/** Every list that the store gives, with what it may be narrowed by. One that is missing fails the test of the list. */
const lists: Readonly<Record<string, readonly Reads[]>> = {
  listActionLinks: [(t) => store.listActionLinks(t, integrationId)],
  listAgentFacts: [(t) => store.listAgentFacts(t, agentIds)],
  listAgentHours: [(t) => logs.listAgentHours(t, agentIds, runs)],
  listAllEnvironments: [(t) => store.listAllEnvironments(t, idsOf('integration'))],
  listAllowedOrigins: [
    (t) => store.listAllowedOrigins(t, 'secret', idsOf('secret')),
    (t) => store.listAllowedOrigins(t, 'auth_connector', idsOf('connector')),
  ],
  listAuditBackwards: [
    (t) => store.listAuditBackwards(t, { before: 90_000, limit: 10 }),
    (t) => store.listAuditBackwards(t, { before: 90_000, limit: 10 }, { actor: 'key:Rare' }),
    (t) => store.listAuditBackwards(t, { before: 90_000, limit: 10 }, { action: 'skill.executed' }),
    (t) => store.listAuditBackwards(t, { before: 90_000, limit: 10 }, { subject: agentId }),
    (t) => store.listAuditBackwards(t, { before: 90_000, limit: 10 }, { from: runs.from, to: runs.to }),
  ],
  listAutomapDecisions: [(t) => store.listAutomapDecisions(t, idOf('other'))],
  listCatalogs: [(t) => store.listCatalogs(t, integrationId)],
  listConnectorEnvironments: [(t) => store.listConnectorEnvironments(t, idsOf('connector'))],
  listConnectorUses: [(t) => store.listConnectorUses(t, idsOf('connector'))],
  listDocuments: [(t) => store.listDocuments(t, integrationId)],
  listDriftsOfAgent: [(t) => store.listDriftsOfAgent(t, agentId)],
  listEnvironmentCatalogs: [(t) => store.listEnvironmentCatalogs(t, integrationId)],
  listEnvironments: [(t) => store.listEnvironments(t, integrationId)],
  listExecutionHours: [
    (t) => logs.listExecutionHours(t, runs),
    (t) => logs.listExecutionHours(t, { ...runs, agentId }),
  ],
  listIntegrationFacts: [
    (t) => store.listIntegrationFacts(t, { integrationIds: idsOf('integration'), environment: undefined }),
  ],
  listIntegrations: [(t) => store.listIntegrations(t)],
  listJobEvents: [(t) => store.listJobEvents(t, idOf('job'), 5)],
  listLinksOfAgent: [(t) => store.listLinksOfAgent(t, agentId)],
  listNamedAgents: [(t) => store.listNamedAgents(t, ['agent', '7'])],
  listNamedSkills: [(t) => store.listNamedSkills(t, ['skill', '7'])],
  listNewestJobs: [
    (t) => store.listNewestJobs(t, { integrationId, environment: undefined }, 10),
    (t) => store.listNewestJobs(t, { integrationId, environment: 'staging' }, 10),
  ],
  listPackSkills: [
    (t) => store.listPackSkills(t, { agentId }),
    (t) => store.listPackSkills(t, { agentId, integrationId }),
  ],
  listRenameDecisions: [(t) => store.listRenameDecisions(t, integrationId)],
  listRunEvents: [(t) => logs.listRunEvents(t, { after: 90_000, limit: 10 })],
  listSecretReferences: [(t) => store.listSecretReferences(t, idsOf('secret'))],
  listSharedActions: [(t) => store.listSharedActions(t, integrationId)],
  listSkillCalls: [(t) => store.listSkillCalls(t, { agentId, environment: undefined })],
  listSkillRuns: [(t) => logs.listSkillRuns(t, runs, 10)],
  listManagedSkills: [(t) => store.listManagedSkills(t, 'files')],
  listSkills: [(t) => store.listSkills(t, agentId)],
  listSkillsOfIntegration: [(t) => store.listSkillsOfIntegration(t, integrationId)],
  listSkillTests: [(t) => store.listSkillTests(t, skillId)],
  listTestsOfAgent: [(t) => store.listTestsOfAgent(t, agentId)],
  listVersions: [(t) => store.listVersions(t, agentId)],
  listWebhooks: [(t) => store.listWebhooks(t)],
  pageAgents: [pages(store.pageAgents)],
  pageApiKeys: [
    pages((t, window) => store.pageApiKeys(t, undefined, window)),
    pages((t, window) => store.pageApiKeys(t, 'staging', window)),
  ],
  pageAuthConnectors: [pages(store.pageAuthConnectors)],
  pageCatalogIssues: [pages((t, window) => store.pageCatalogIssues(t, catalogId, window))],
  pageConfirmations: (['pending', 'expired', 'spent', undefined] as const).flatMap((status) => [
    pages((t, window) => store.pageConfirmations(t, { status }, window)),
    pages((t, window) => store.pageConfirmations(t, { status, environment: 'production' }, window)),
  ]),
  pageDeliveries: [pages((t, window) => store.pageDeliveries(t, idOf('webhook'), window))],
  pageDrafts: [
    pages((t, window) => store.pageDrafts(t, { agentId, which: 'open' }, window)),
    pages((t, window) => store.pageDrafts(t, { agentId, which: 'all' }, window)),
  ],
  pageExecutions: [
    {},
    { agentId },
    { skillId },
    { agentId, statuses: ['failed'] },
    { statuses: ['failed', 'denied', 'outcome_unknown'] },
    { environments: ['production'], channel: 'http', leastMs: 1 } as const,
    { from: runs.from, to: runs.to },
  ].map((filter) => pages((t, window) => store.pageExecutions(t, filter, window))),
  pageIntegrations: [pages(store.pageIntegrations)],
  pageOpenDrifts: [pages((t, window) => store.pageOpenDrifts(t, integrationId, window))],
  pageReview: [
    pages((t, window) => store.pageReview(t, { types: store.reviewTypes, environment: undefined }, window)),
  ],
  pageSecrets: [pages(store.pageSecrets)],
  pageSharedActions: [pages((t, window) => store.pageSharedActions(t, integrationId, window))],
  pageSkills: [pages((t, window) => store.pageSkills(t, { agentId, search: '1' }, window))],
  pageVersions: [pages((t, window) => store.pageVersions(t, agentId, window))],
}

/** Lists of the platform, which are of every organisation: read once, at a start. */
const ofAll = ['listOlderEffects', 'listOrganizations']

/** Reads more than it gives, each for a reason; no whole table either. */
const wide: ReadonlySet<string> = new Set([
  // What became of a draft is worked out of its skill, for each draft of an agent.
  'pageDrafts',
  // What waits for people is as much as people look through, and of three kinds.
  'pageReview',
  // A search in names reads those of an organisation.
  'listNamedAgents',
  'listNamedSkills',
  // Skills in the order of their failures: all that ran in a stretch of time are counted first.
  'listSkillRuns',
])

test('every list of the store is explained', () => {
  const exported = Object.keys({ ...store, ...logs }).filter((name) => /^(?:list|page)[A-Z]/.test(name))
  expect([...Object.keys(lists), ...ofAll].toSorted()).toEqual(exported.toSorted())
})

const postgres = await findRealPostgres()

describe.skipIf(postgres === undefined)('among 100,000 rows of 20 organisations on a server', async () => {
  if (postgres === undefined) return
  const database = openServer(postgres.url)
  await migrate(database.knex, migrations)
  const tenancy = new Tenancy(database, await prepareRoles(database.knex))
  await insertManyRows(database.knex)
  afterAll(async () => {
    await database.close()
    await postgres.close()
  })

  test.each(Object.entries(lists))('%s reads what it gives, by an index', async (name, reads) => {
    for (const read of reads) {
      const plans = await tenancy.run(own, async (transaction) => {
        const statements = await recorded(transaction, read)
        return Promise.all(statements.map((statement) => explain(transaction, statement)))
      })
      const found = plans.flatMap((plan) => findWaste(plan))
      expect(
        wide.has(name) ? found.filter((what) => what.startsWith('Seq Scan')) : found,
        read.toString(),
      ).toEqual([])
    }
  })
})

interface Statement {
  readonly sql: string
  readonly bindings: Knex.RawBinding[]
}

/** The statements that a list runs, placeholders as the query builder takes them. */
async function recorded(transaction: Transaction, read: Reads): Promise<readonly Statement[]> {
  const statements: Statement[] = []
  const note = (query: unknown): void => {
    const { sql, bindings } = Query.parse(query)
    if (/^(?:select|with)/.test(sql) && !sql.startsWith('select count'))
      statements.push({ sql: sql.replaceAll('?', '\\?').replaceAll(/\$\d+/g, '?'), bindings })
  }
  transaction.on('query', note)
  await read(transaction)
  transaction.off('query', note)
  return statements
}
const Query = z.object({ sql: z.string().trim(), bindings: z.array(z.custom<Knex.RawBinding>()).default([]) })

interface Node {
  readonly type: string
  readonly table: string | undefined
  /** Rows that it gave, and that it read and left out. */
  readonly given: number
  readonly dropped: number
  readonly nodes: readonly Node[]
}
const Node: z.ZodType<Node> = z
  .object({
    'Node Type': z.string(),
    'Relation Name': z.string().optional(),
    'Actual Rows': z.number(),
    'Actual Loops': z.number(),
    'Rows Removed by Filter': z.number().default(0),
    get Plans() {
      return z.array(Node).default([])
    },
  })
  .transform((node) => ({
    type: node['Node Type'],
    table: node['Relation Name'],
    given: node['Actual Rows'] * node['Actual Loops'],
    dropped: node['Rows Removed by Filter'] * node['Actual Loops'],
    nodes: node.Plans,
  }))
const Explained = z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: Node })]) })

async function explain(transaction: Transaction, { sql, bindings }: Statement): Promise<Node> {
  const result: unknown = await transaction.raw(`explain (analyze, timing off, format json) ${sql}`, bindings)
  const [row] = z.object({ rows: z.array(Explained) }).parse(result).rows
  if (row === undefined) throw new Error('A statement must have a plan.')
  return row['QUERY PLAN'][0].Plan
}

/**
 * Scans of whole tables; what is read or sorted by the hundred for a page of ten; and what is read to be left out, more than
 * is given. `most` is what the page above holds.
 */
function findWaste(node: Node, most = Infinity): readonly string[] {
  const { type, table, given, dropped, nodes } = node
  const within = type === 'Limit' ? given : most
  const isOfPage = within < Infinity
  const sorted = type === 'Sort' && isOfPage ? (nodes[0]?.given ?? 0) : 0
  const read = dropped + (isOfPage ? given : 0)
  const what = `${type} of ${table ?? 'rows'}`
  return [
    ...(type === 'Seq Scan' && table !== 'organizations' ? [what] : []),
    ...(sorted > 100 && sorted > within ? [`${what}, ${sorted} of them`] : []),
    ...(table !== undefined && read > 500 && read > Math.min(given, within)
      ? [`${what}, ${read} of them`]
      : []),
    ...nodes.flatMap((below) => findWaste(below, within)),
  ]
}
