import { randomUUID } from 'node:crypto'
import type { OrganizationId } from '@bindery/model'
import type { Transaction } from '../tenancy.ts'

type Rows = Readonly<Record<string, object>>

const id = (): string => randomUUID()

/** Ids that rows name each other by. */
const newIds = () => ({
  integration: id(),
  catalog: id(),
  job: id(),
  agent: id(),
  skill: id(),
  action: id(),
  secret: id(),
  connector: id(),
  webhook: id(),
  draft: id(),
  key: id(),
})
type Ids = ReturnType<typeof newIds>

/** One row in every table; a test of tenants fails for a table that this leaves out. */
export async function seedEveryTable(transaction: Transaction, organization: OrganizationId): Promise<void> {
  const ids = newIds()
  const rows = { ...rows1(ids), ...rows2(ids), ...rows3(ids), ...rows4() }
  for (const [table, row] of Object.entries(rows)) {
    await transaction(table).insert({ organization_id: organization, ...row })
  }
}

// In the order in which they name one another.

const rows1 = ({ integration, catalog, job, agent, skill, action, key }: Ids): Rows => ({
  api_keys: { id: key, name: 'k', prefix: 'bnd_', digest: id(), scopes: [] },
  sessions: { digest: id(), key_id: key, purpose: 'session', expires_at: new Date() },
  integrations: { id: integration, kind: 'clinic', name: 'Clinic', type: 'openapi', source: {} },
  integration_environments: {
    integration_id: integration,
    environment: 'production',
    base_url: 'https://x',
  },
  integration_documents: { integration_id: integration, name: 'd', hash: 'h', bytes: 1, format: 'json' },
  document_chunks: { integration_id: integration, name: 'd', position: 0, bytes: Buffer.from('x') },
  catalogs: {
    id: catalog,
    integration_id: integration,
    environment: 'production',
    hash: 'h',
    source_hash: 's',
    head: {},
    summary: {},
    pages: {},
  },
  catalog_pages: { hash: 'h', bytes: Buffer.from('x') },
  catalog_issues: { catalog_id: catalog, position: 0, issue: {} },
  jobs: { id: job, integration_id: integration, environment: 'production', status: 'done', actor: 'a' },
  job_events: { job_id: job, sequence: 1, name: 'log', data: {} },
  agents: { id: agent, name: 'front-desk' },
  skill_blobs: { hash: 'h', bytes: '{}' },
  skills: {
    id: skill,
    agent_id: agent,
    integration_id: integration,
    function_name: 'f',
    origin: 'binding',
    status: 'valid',
    binding: {},
    skill_hash: 'h',
  },
  shared_actions: { id: action, integration_id: integration, slug: 's', definition: {} },
  action_links: { id: id(), action_id: action, skill_id: skill, definition: {} },
  pack_skills: {
    skill_id: skill,
    agent_id: agent,
    integration_id: integration,
    pack: 'p',
    version: '1.0.0',
    preset: 's',
    base: {},
    config: {},
  },
})

const rows2 = ({ integration, catalog, agent, skill, secret, connector, webhook, draft }: Ids): Rows => ({
  conversation_contexts: {
    agent_id: agent,
    conversation_id: 'c',
    holder: id(),
    status: 'loading',
    expires_at: new Date(),
  },
  environment_catalogs: { integration_id: integration, environment: 'production', catalog_id: catalog },
  environment_statistics: {
    integration_id: integration,
    environment: 'production',
    hash: 'h',
    bytes: Buffer.from('x'),
  },
  stale_skills: { skill_id: skill, skill_hash: 'h', impact: 'breaking', reason: 'r' },
  skill_drifts: { id: id(), skill_id: skill, fingerprint: 'f', impact: 'breaking', report: {} },
  skill_tests: { id: id(), skill_id: skill, name: 't', origin: 'pasted', sealed: 's', created_by: 'a' },
  automap_drafts: {
    id: draft,
    root_id: draft,
    agent_id: agent,
    integration_id: integration,
    request: {},
    outcome: {},
  },
  automap_decisions: {
    root_id: draft,
    kind: 'output',
    name: 'n',
    place: '',
    verdict: 'accept',
    decided_by: 'a',
  },
  automap_answers: { key: 'k', answer: 'a' },
  drift_decisions: {
    integration_id: integration,
    fingerprint: 'f',
    decision: 'rejected',
    decided_by: 'a',
  },
  webhooks: { id: webhook, url: 'https://x', events: [], sealed_secret: 's' },
  webhook_deliveries: { id: id(), webhook_id: webhook, message_id: 'm', event: 'e', body: '{}' },
  secrets: { id: secret, name: 's', sealed: 's' },
  auth_connectors: { id: connector, name: 'c', type: 'bearer' },
  auth_connector_environments: { connector_id: connector, environment: 'production' },
  secret_references: {
    connector_id: connector,
    environment: 'production',
    member: 'm',
    secret_id: secret,
  },
  auth_connector_origins: { connector_id: connector, environment: 'production', origin: 'https://x' },
})

const rows3 = ({ integration, agent, skill, secret }: Ids): Rows => ({
  secret_origins: { secret_id: secret, environment: 'production', origin: 'https://x' },
  oauth_flows: {
    state_digest: id(),
    integration_id: integration,
    environment: 'production',
    key_id: id(),
    actor: 'a',
    redirect_uri: 'r',
    sealed: 's',
    expires_at: new Date(),
  },
  request_keys: { key: 'k', fingerprint: 'f' },
  conversation_calls: { agent_id: agent, conversation_id: 'c', skill_id: skill, taken: 1 },
  verifications: {
    id: id(),
    agent_id: agent,
    conversation_id: 'c',
    method: 'm',
    token_digest: id(),
    sealed_facts: 's',
    expires_at: new Date(),
  },
  verification_attempts: { agent_id: agent, subject: 's', failures: 1 },
  agent_versions: {
    id: id(),
    agent_id: agent,
    number: 1,
    published_by: 'a',
    hash: 'h',
    manifest: {},
  },
  executions: { id: id(), agent_id: agent, skill_id: id(), status: 'succeeded' },
  confirmations: { id: id(), status: 'pending', call: {}, expires_at: new Date() },
  rate_limits: { scope: 's' },
  rate_limit_hits: { scope: 's', place: 0, sequence: 1, at: new Date() },
  conversation_turns: { agent_id: agent, conversation_id: 'c', holder: id(), expires_at: new Date() },
  used_keys: {
    digest: 'd',
    execution_id: id(),
    effect: 'create',
    arguments_hash: 'h',
    status: 'succeeded',
    used_at: new Date(),
  },
  retention_limits: { kind: 'jobs', days: 7 },
  audit_checkpoints: { sequence: 0, mac: 'm' },
  audit_heads: { sequence: 1, mac: 'm' },
})

const rows4 = (): Rows => ({
  audit_entries: {
    sequence: 1,
    at: new Date(),
    actor: 'a',
    action: 'b',
    subject: 'c',
    detail: {},
    mac: 'm',
  },
})
