import type { Knex } from 'knex'

/** Organisations that the rows are shared out to, the same number to each, one after the other. */
const organizations = 20

/** What people make, and what happens by itself. */
const sizes = { made: 10_000, logged: 100_000 } as const

/** A UUID that is told by what it names and a number, as SQL. */
const id = (kind: keyof typeof kinds, number: string): string =>
  `('${String(kinds[kind]).padStart(8, '0')}-0000-4000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`
const kinds = {
  organization: 1,
  integration: 2,
  agent: 3,
  skill: 4,
  connector: 5,
  secret: 6,
  catalog: 7,
  action: 8,
  webhook: 9,
  job: 10,
  other: 11,
} as const

/** The one with a number of its own kind, as a text. */
export const idOf = (kind: keyof typeof kinds, number = 0): string =>
  `${String(kinds[kind]).padStart(8, '0')}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`

/** Half of the rows of an organisation belong to its first agent, integration, ...; the others to one each. */
const first = (kind: keyof typeof kinds): string =>
  id(kind, `case when n / ${organizations} % 2 = 0 then n % ${organizations} else n % ${sizes.made} end`)
/** The agent, integration, ... with the number of the row. */
const same = (kind: keyof typeof kinds): string => id(kind, `n % ${sizes.made}`)

/** Ten in a hundred of the rows of each organisation. */
const aFew = `n / ${organizations} % 10 = 0`
const at = "timestamptz '2026-01-01' + n * interval '1 second'"
const call = `'{"agentId": "${idOf('agent')}", "skillId": "${idOf('skill')}", "skillHash": "h", "callHash": "h",
  "params": {}, "environment": "production", "summary": "s", "preview": "p", "createdAt": "2026-01-01T00:00:00Z",
  "expiresAt": "2099-01-01T00:00:00Z"}'`

/** Columns beside `organization_id` by table, each as SQL of `n`. */
const made: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  agents: { id: same('agent'), name: "'agent ' || n", created_at: at },
  integrations: {
    id: same('integration'),
    kind: "'kind_' || n",
    name: "'Provider ' || n",
    type: "'openapi'",
    source: "'{}'",
    catalog_id: same('catalog'),
  },
  integration_environments: {
    integration_id: same('integration'),
    environment: "'production'",
    base_url: "'https://x'",
    auth_connector_id: first('connector'),
  },
  integration_documents: {
    integration_id: first('integration'),
    name: "'document ' || n",
    hash: "'h'",
    bytes: '1',
    format: "'json'",
    is_complete: 'true',
  },
  catalogs: {
    id: same('catalog'),
    integration_id: first('integration'),
    environment: "'production'",
    hash: "'hash ' || n",
    source_hash: "'s'",
    head: "'{}'",
    summary: "'{}'",
    pages: `'{"bodies": [], "index": []}'`,
    created_at: at,
  },
  environment_catalogs: {
    integration_id: same('integration'),
    environment: "'production'",
    catalog_id: same('catalog'),
  },
  api_keys: {
    id: id('other', 'n'),
    name: "'key ' || n",
    prefix: "'p'",
    digest: "'digest ' || n",
    scopes: "'{}'",
    environment: `case when ${aFew} then 'staging' end`,
    created_at: at,
  },
  secrets: { id: same('secret'), name: "'secret ' || n", sealed: "'s'" },
  secret_origins: { secret_id: same('secret'), environment: "'production'", origin: "'https://x'" },
  secret_references: {
    connector_id: same('connector'),
    environment: "'production'",
    member: "'m'",
    secret_id: first('secret'),
  },
  auth_connectors: { id: same('connector'), name: "'connector ' || n", type: "'bearer'" },
  auth_connector_environments: { connector_id: same('connector'), environment: "'production'" },
  auth_connector_origins: {
    connector_id: same('connector'),
    environment: "'production'",
    origin: "'https://x'",
  },
  agent_versions: {
    id: id('other', 'n'),
    agent_id: first('agent'),
    number: 'n',
    published_by: "'a'",
    hash: "'h'",
    manifest: `'{"skills": []}'`,
    created_at: at,
  },
  skill_blobs: { hash: `'hash ' || n`, bytes: "'{}'" },
  stale_skills: { skill_id: same('skill'), skill_hash: "'h'", impact: "'breaking'", reason: "'r'" },
  drift_decisions: {
    integration_id: first('integration'),
    fingerprint: "'print ' || n",
    decision: "'rejected'",
    decided_by: "'a'",
  },
  shared_actions: {
    id: same('action'),
    integration_id: first('integration'),
    slug: "'slug_' || n",
    definition: "'{}'",
    created_at: at,
  },
  action_links: {
    id: id('other', 'n'),
    action_id: first('action'),
    skill_id: same('skill'),
    definition: "'{}'",
    created_at: at,
  },
  pack_skills: {
    skill_id: same('skill'),
    agent_id: first('agent'),
    integration_id: first('integration'),
    pack: "'p'",
    version: "'1.0.0'",
    preset: "'preset ' || n",
    base: "'{}'",
    config: "'{}'",
    installed_at: at,
  },
  skill_tests: {
    id: id('other', 'n'),
    skill_id: first('skill'),
    name: "'test ' || n",
    origin: "'pasted'",
    sealed: "'s'",
    created_by: "'a'",
    created_at: at,
  },
  automap_drafts: {
    id: id('other', 'n'),
    root_id: id('other', 'n'),
    agent_id: first('agent'),
    integration_id: first('integration'),
    skill_id: same('skill'),
    request: `'{"goal": "g"}'`,
    outcome: `'{"revision": 1, "operation": "o", "lines": [{"kind": "output", "name": "n", "place": "p"}]}'`,
    created_at: at,
  },
  automap_decisions: {
    root_id: id('other', 'n'),
    kind: "'output'",
    name: `case when ${aFew} then 'other' else 'n' end`,
    place: "'p'",
    verdict: "'accept'",
    decided_by: "'a'",
  },
  skill_drifts: {
    id: id('other', 'n'),
    skill_id: same('skill'),
    fingerprint: "'f'",
    impact: "'breaking'",
    report: `'{"reasons": ["r"]}'`,
    status: `case when ${aFew} then 'open' else 'applied' end`,
    created_at: at,
  },
  catalog_issues: { catalog_id: first('catalog'), position: 'n', issue: "'{}'" },
  job_events: { job_id: first('job'), sequence: 'n', name: "'log'", data: "'{}'" },
  webhooks: { id: same('webhook'), url: "'https://x'", events: "'{}'", sealed_secret: "'s'", created_at: at },
}

const logged: typeof made = {
  skills: {
    id: id('skill', 'n'),
    agent_id: first('agent'),
    integration_id: first('integration'),
    step_integrations: `case when n / ${organizations} % 100 = 1 then array['kind_' || n % ${organizations}] else '{}' end`,
    function_name: "'skill_' || n",
    origin: "'binding'",
    status: "'valid'",
    binding: `'{"operation": "o"}'`,
    skill_hash: `'hash ' || n % ${sizes.made}`,
    created_at: at,
  },
  jobs: {
    id: id('job', 'n'),
    integration_id: first('integration'),
    environment: "'production'",
    status: `case when n / ${organizations} % 1000 = 0 then 'queued' else 'done' end`,
    actor: "'a'",
    created_at: at,
  },
  executions: {
    id: id('other', 'n'),
    agent_id: first('agent'),
    skill_id: first('skill'),
    status: `case when n / ${organizations} % 500 = 0 then 'running' when ${aFew} then 'failed' else 'succeeded' end`,
    effect: "'read'",
    record: `'{"environment": "production", "channel": "http", "durationMs": 5}'`,
    created_at: at,
  },
  confirmations: {
    id: id('other', 'n'),
    status: `case when ${aFew} then 'pending' else 'spent' end`,
    call,
    expires_at: `case when n / ${organizations} % 20 < 10 then timestamptz '2099-01-01' else ${at} end`,
    created_at: at,
  },
  webhook_deliveries: {
    id: id('other', 'n'),
    webhook_id: first('webhook'),
    message_id: "'m'",
    event: "'e'",
    body: "'{}'",
    status: `case when n / ${organizations} % 1000 = 0 then 'pending' else 'delivered' end`,
    created_at: at,
  },
  audit_entries: {
    sequence: 'n',
    at,
    actor: `case when ${aFew} then 'key:Rare' else 'key:Often' end`,
    action: `case when ${aFew} then 'skill.executed' else 'agent.created' end`,
    subject: same('agent') + '::text',
    detail: "'{}'",
    mac: "'m'",
  },
}

/** Those of no key: an index of all rows at once is made in less time than row after row. */
const dropIndexes = `
create temporary table dropped_indexes on commit drop as
  select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
  join pg_class on pg_class.oid = indrelid and relnamespace = 'public'::regnamespace
  where not exists (select from pg_constraint where conindid = indexrelid);
do $$
declare
  dropped record;
begin
  for dropped in select name from dropped_indexes loop execute 'drop index ' || dropped.name; end loop;
end $$;
`
const remakeIndexes = `
do $$
declare
  dropped record;
begin
  for dropped in select definition from dropped_indexes loop execute dropped.definition; end loop;
end $$;
`

/**
 * Fills every table that lists read, for `explain`: rows of many organisations among one another, 100,000 of what happens by
 * itself and 10,000 of what people make. Needs a superuser: references are not checked, which would take as long again.
 */
export async function insertManyRows(database: Knex): Promise<void> {
  await database.transaction(async (transaction) => {
    await transaction.raw("select set_config('session_replication_role', 'replica', true)")
    await transaction.raw(dropIndexes)
    await transaction.raw(
      `insert into organizations (id, slug, name) select ${id('organization', 'n')}, 'slug ' || n, 'name'
       from generate_series(0, ${organizations - 1}) as n`,
    )
    for (const [tables, size] of [
      [made, sizes.made],
      [logged, sizes.logged],
    ] as const)
      for (const [table, columns] of Object.entries(tables))
        await transaction.raw(
          `insert into ${table} (organization_id, ${Object.keys(columns).join(', ')})
           select ${id('organization', `n % ${organizations}`)}, ${Object.values(columns).join(', ')}
           from generate_series(0, ${size - 1}) as n`,
        )
    await transaction.raw(remakeIndexes)
  })
  // A smaller sample is as good here, and takes a quarter of the time; of runs, which are grouped by the hour, all rows are looked
  // at, so that a plan does not hang on which ones were.
  await database.raw('set default_statistics_target = 25; analyze')
  await database.raw(
    'set default_statistics_target = 400; analyze executions; reset default_statistics_target',
  )
}
