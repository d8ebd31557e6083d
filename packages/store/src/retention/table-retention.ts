import type { RetentionKindName } from './kinds.ts'
import type { Removal } from './removal.ts'
import { oldRows } from './removal.ts'
import { daysAgo } from './ages.ts'
import { removeExecutions } from '../statements/used-keys.ts'
import { removeCatalogs } from './remove-catalogs.ts'
import { removeSkillBlobs } from './remove-skill-blobs.ts'
import { removeUnusedPages } from '../tables/catalogs.ts'

/** Why and how long rows of a table are kept. `age` is the SQL of their time, where they have one. */
export type TableRetention =
  /** For the days that the organisation set for a kind. */
  | {
      readonly keeps: 'days'
      readonly kind: RetentionKindName
      readonly age: string
      readonly remove: Removal | 'with its proofs'
    }
  /** For a fixed time after they are of use. */
  | {
      readonly keeps: 'hours'
      readonly hours: number
      readonly because: string
      readonly age: string
      readonly remove: Removal
    }
  /** As long as something names them. */
  | {
      readonly keeps: 'used'
      readonly because: string
      readonly age?: string
      readonly kind?: RetentionKindName
      readonly remove: Removal
    }
  /** As long as the row that they belong to: the database removes them with it. */
  | { readonly keeps: 'with'; readonly of: string; readonly age?: string; readonly leftovers?: Removal }
  /** Until somebody removes them, or for ever. */
  | { readonly keeps: 'all'; readonly because: string; readonly age?: string }
  /** Of no organisation. */
  | { readonly keeps: 'installation'; readonly because: string }

type Days = Extract<TableRetention, { readonly keeps: 'days' }>
type Hours = Extract<TableRetention, { readonly keeps: 'hours' }>

interface Aged {
  readonly age: string
  readonly and?: string
}

const days = (table: string, kind: RetentionKindName, aged: Aged): Days => ({
  keeps: 'days',
  kind,
  age: aged.age,
  remove: oldRows({ table, ...aged }),
})

const hours = (table: string, fixed: Pick<Hours, 'hours' | 'age' | 'because'>): Hours => ({
  keeps: 'hours',
  ...fixed,
  remove: oldRows({ table, age: fixed.age, hours: fixed.hours }),
})
const withIts = (of: string, age?: string): TableRetention => ({
  keeps: 'with',
  of,
  ...(age !== undefined && { age }),
})
const made = (age = 'created_at'): TableRetention => ({
  keeps: 'all',
  because: 'Somebody made it, and says when it goes.',
  age,
})

const oneOf = 'One row of an organisation.'

/**
 * Every table, in the order in which they are gone through: what names something before what is named. A table that is missing
 * fails a test.
 */
export const tableRetention: Readonly<Record<string, TableRetention>> = {
  executions: {
    keeps: 'days',
    kind: 'executions',
    age: 'created_at',
    remove: (run, batch) => run((transaction) => removeExecutions(transaction, batch)),
  },
  used_keys: days('used_keys', 'idempotencyKeys', { age: 'used_at' }),
  audit_entries: { keeps: 'days', kind: 'audit', age: 'at', remove: 'with its proofs' },
  confirmations: days('confirmations', 'confirmations', { age: 'created_at', and: 'expires_at < now()' }),
  jobs: days('jobs', 'jobs', {
    age: 'created_at',
    and: `status not in ('queued', 'running') and exists (select from jobs newer
      where newer.organization_id = jobs.organization_id and newer.integration_id = jobs.integration_id
        and newer.environment = jobs.environment and newer.created_at > jobs.created_at)`,
  }),
  job_events: withIts('jobs'),
  skill_drifts: days('skill_drifts', 'changes', { age: 'created_at', and: "status in ('past', 'applied')" }),
  automap_drafts: days('automap_drafts', 'drafts', {
    age: 'created_at',
    and: `not exists (select from automap_drafts chained
      where chained.organization_id = automap_drafts.organization_id and chained.root_id = automap_drafts.root_id
        and (chained.created_at >= ${daysAgo} or exists (select from skills
          where skills.organization_id = chained.organization_id and skills.id = chained.skill_id and not skills.is_enabled)))`,
  }),
  automap_decisions: withIts('automap_drafts', 'decided_at'),
  skill_blobs: {
    keeps: 'used',
    because: 'A skill, or a version of an agent, runs it.',
    age: 'created_at',
    kind: 'catalogs',
    remove: removeSkillBlobs,
  },
  catalogs: { keeps: 'days', kind: 'catalogs', age: 'created_at', remove: removeCatalogs },
  catalog_issues: withIts('catalogs'),
  catalog_pages: {
    keeps: 'used',
    because: 'A catalog consists of it.',
    remove: (run, { most }) => run((transaction) => removeUnusedPages(transaction, most)),
  },
  conversation_calls: days('conversation_calls', 'conversations', { age: 'updated_at' }),
  conversation_contexts: hours('conversation_contexts', {
    hours: 24,
    age: 'expires_at',
    because: 'What it holds has run out.',
  }),
  conversation_turns: hours('conversation_turns', {
    hours: 1,
    age: 'expires_at',
    because: 'Whoever held it has let it run out.',
  }),
  verifications: hours('verifications', {
    hours: 24,
    age: 'expires_at',
    because: 'It proves nothing any more.',
  }),
  verification_attempts: hours('verification_attempts', {
    hours: 24,
    age: 'window_started_at',
    because: 'Tries count for 15 minutes.',
  }),
  rate_limits: hours('rate_limits', { hours: 1, age: 'taken_at', because: 'Calls count for a minute.' }),
  rate_limit_hits: withIts('rate_limits', 'at'),
  sessions: hours('sessions', { hours: 24, age: 'expires_at', because: 'It has run out.' }),
  oauth_flows: hours('oauth_flows', { hours: 24, age: 'expires_at', because: 'Nobody came back in time.' }),
  request_keys: hours('request_keys', {
    hours: 24,
    age: 'created_at',
    because: 'The answer to a request is given again for a day.',
  }),
  automap_answers: hours('automap_answers', {
    hours: 720,
    age: 'created_at',
    because: 'A model is asked anew after 30 days.',
  }),
  webhook_deliveries: days('webhook_deliveries', 'deliveries', {
    age: 'created_at',
    and: "status <> 'pending'",
  }),
  integration_documents: {
    keeps: 'with',
    of: 'integrations',
    age: 'created_at',
    leftovers: oldRows({
      table: 'integration_documents',
      age: 'created_at',
      hours: 24,
      and: 'not is_complete',
    }),
  },
  document_chunks: withIts('integration_documents'),
  integration_environments: withIts('integrations', 'connected_at'),
  environment_catalogs: withIts('integrations', 'discovered_at'),
  environment_statistics: withIts('integrations'),
  drift_decisions: withIts('integrations', 'decided_at'),
  stale_skills: withIts('skills'),
  skill_tests: withIts('skills', 'created_at'),
  pack_skills: withIts('skills', 'installed_at'),
  action_links: withIts('skills', 'created_at'),
  auth_connector_environments: withIts('auth_connectors'),
  auth_connector_origins: withIts('auth_connectors'),
  secret_references: withIts('auth_connector_environments'),
  secret_origins: withIts('secrets'),
  agent_versions: {
    keeps: 'all',
    because: 'An agent can go back to each of its versions; they go with the agent.',
    age: 'created_at',
  },
  agents: made(),
  skills: made(),
  integrations: made(),
  api_keys: made(),
  secrets: made(),
  auth_connectors: made(),
  shared_actions: made(),
  webhooks: made(),
  retention_limits: {
    keeps: 'all',
    because: 'One row of a kind of which somebody said how long it is kept.',
  },
  audit_heads: { keeps: 'all', because: oneOf },
  audit_checkpoints: { keeps: 'all', because: oneOf, age: 'cut_at' },
  organizations: { keeps: 'installation', because: 'The organisation itself.' },
  server_processes: {
    keeps: 'installation',
    because: 'A row of each process; those that were silent for an hour go when one ends.',
  },
  restores: { keeps: 'installation', because: 'A row of each time that the store was restored.' },
  bindery_keys: { keeps: 'installation', because: 'Two keys of the installation.' },
  bindery_migrations: { keeps: 'installation', because: 'A row of each step of the schema.' },
  bindery_durability: {
    keeps: 'installation',
    because: 'One row, written anew at each start of the embedded database.',
  },
}
