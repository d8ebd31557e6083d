import type { Migration } from './migration.ts'
import { isolate } from './tenant-isolation.ts'

/** Every tenant table: `organization_id` leads the key, and row-level security keeps rows apart. */
const tenantTables = [
  'api_keys',
  'integrations',
  'integration_environments',
  'integration_documents',
  'document_chunks',
  'catalogs',
  'catalog_pages',
  'catalog_issues',
  'jobs',
  'job_events',
  'agents',
  'skills',
  'skill_blobs',
  'agent_versions',
  'executions',
  'confirmations',
  'rate_limits',
  'conversation_turns',
  'audit_heads',
  'audit_entries',
]

const tables = `
create table organizations (
  id uuid primary key,
  slug text not null unique,
  name text not null,
  created_at timestamptz not null default now()
);

create table api_keys (
  organization_id uuid not null references organizations(id) on delete cascade,
  id uuid not null,
  name text not null,
  prefix text not null,
  digest text not null unique,
  scopes text[] not null,
  environment text,
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  primary key (organization_id, id)
);

create table integrations (
  organization_id uuid not null references organizations(id) on delete cascade,
  id uuid not null,
  kind text not null,
  name text not null,
  description text,
  type text not null,
  source jsonb not null,
  account_label text,
  blocked_objects text[] not null default '{}',
  blocked_fields text[] not null default '{}',
  catalog_id uuid,
  last_discovered_at timestamptz,
  revision integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, kind)
);

create table integration_environments (
  organization_id uuid not null,
  integration_id uuid not null,
  environment text not null,
  base_url text not null,
  auth_method text,
  sealed text,
  connected_at timestamptz,
  primary key (organization_id, integration_id, environment),
  foreign key (organization_id, integration_id) references integrations(organization_id, id) on delete cascade
);

create table integration_documents (
  organization_id uuid not null,
  integration_id uuid not null,
  name text not null,
  hash text not null,
  bytes bigint not null,
  format text not null,
  content_type text,
  is_complete boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (organization_id, integration_id, name),
  foreign key (organization_id, integration_id) references integrations(organization_id, id) on delete cascade
);

create table document_chunks (
  organization_id uuid not null,
  integration_id uuid not null,
  name text not null,
  position integer not null,
  bytes bytea not null,
  primary key (organization_id, integration_id, name, position),
  foreign key (organization_id, integration_id, name)
    references integration_documents(organization_id, integration_id, name) on delete cascade
);
alter table document_chunks alter column bytes set storage external;

create table catalogs (
  organization_id uuid not null,
  id uuid not null,
  integration_id uuid not null,
  environment text not null,
  hash text not null,
  source_hash text not null,
  head jsonb not null,
  summary jsonb not null,
  pages jsonb not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, integration_id) references integrations(organization_id, id) on delete cascade
);

create table catalog_pages (
  organization_id uuid not null references organizations(id) on delete cascade,
  hash text not null,
  bytes bytea not null,
  primary key (organization_id, hash)
);
alter table catalog_pages alter column bytes set storage external;

create table catalog_issues (
  organization_id uuid not null,
  catalog_id uuid not null,
  position integer not null,
  issue jsonb not null,
  primary key (organization_id, catalog_id, position),
  foreign key (organization_id, catalog_id) references catalogs(organization_id, id) on delete cascade
);

create table jobs (
  organization_id uuid not null,
  id uuid not null,
  integration_id uuid not null,
  environment text not null,
  status text not null,
  owner uuid,
  lease_until timestamptz,
  cancel_requested boolean not null default false,
  outcome jsonb,
  actor text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, integration_id) references integrations(organization_id, id) on delete cascade
);
create index jobs_open on jobs (status, lease_until);

create table job_events (
  organization_id uuid not null,
  job_id uuid not null,
  sequence integer not null,
  name text not null,
  data jsonb not null,
  primary key (organization_id, job_id, sequence),
  foreign key (organization_id, job_id) references jobs(organization_id, id) on delete cascade
);

create table agents (
  organization_id uuid not null references organizations(id) on delete cascade,
  id uuid not null,
  name text not null,
  description text,
  published_version_id uuid,
  revision integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, name)
);

create table skill_blobs (
  organization_id uuid not null references organizations(id) on delete cascade,
  hash text not null,
  bytes text not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, hash)
);

create table skills (
  organization_id uuid not null,
  id uuid not null,
  agent_id uuid not null,
  integration_id uuid not null,
  function_name text not null,
  origin text not null,
  status text not null,
  status_reason text,
  is_enabled boolean not null default false,
  binding jsonb not null,
  skill_hash text not null,
  revision integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, agent_id, function_name),
  foreign key (organization_id, agent_id) references agents(organization_id, id) on delete cascade,
  foreign key (organization_id, integration_id) references integrations(organization_id, id),
  foreign key (organization_id, skill_hash) references skill_blobs(organization_id, hash)
);

create table agent_versions (
  organization_id uuid not null,
  id uuid not null,
  agent_id uuid not null,
  number integer not null,
  note text,
  published_by text not null,
  hash text not null,
  manifest jsonb not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, agent_id, number),
  foreign key (organization_id, agent_id) references agents(organization_id, id) on delete cascade
);

create table executions (
  organization_id uuid not null references organizations(id) on delete cascade,
  id uuid not null,
  agent_id uuid not null,
  skill_id uuid not null,
  status text not null,
  effect text,
  idempotency_key text,
  arguments_hash text,
  sent_at timestamptz,
  deadline timestamptz,
  record jsonb,
  sealed_replay text,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, idempotency_key)
);
create index executions_newest on executions (organization_id, created_at desc, id);

create table confirmations (
  organization_id uuid not null references organizations(id) on delete cascade,
  id uuid not null,
  status text not null,
  call jsonb not null,
  expires_at timestamptz not null,
  decided_by text,
  created_at timestamptz not null default now(),
  primary key (organization_id, id)
);

create table rate_limits (
  organization_id uuid not null references organizations(id) on delete cascade,
  scope text not null,
  hits timestamptz[] not null,
  admitted boolean not null,
  primary key (organization_id, scope)
);

create table conversation_turns (
  organization_id uuid not null references organizations(id) on delete cascade,
  agent_id uuid not null,
  conversation_id text not null,
  holder uuid not null,
  expires_at timestamptz not null,
  primary key (organization_id, agent_id, conversation_id)
);

create table audit_heads (
  organization_id uuid primary key references organizations(id) on delete cascade,
  sequence bigint not null,
  mac text not null
);

create table audit_entries (
  organization_id uuid not null references organizations(id) on delete cascade,
  sequence bigint not null,
  at timestamptz not null,
  actor text not null,
  action text not null,
  subject text not null,
  detail jsonb not null,
  mac text not null,
  primary key (organization_id, sequence)
);
`

export const platform: Migration = {
  name: '001-platform',
  sql: [tables, isolate('organizations', 'id'), ...tenantTables.map((table) => isolate(table))].join('\n'),
}
