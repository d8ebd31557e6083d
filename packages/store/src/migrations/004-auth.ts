import type { Migration } from './migration.ts'
import { isolate } from './tenant-isolation.ts'

/**
 * Secrets and auth connectors that integrations share, authorizations that wait for a person, and the keys of the
 * installation that outlive its master key. A slot's version changes with its credential: who renews a grant writes only
 * over the version that was read. The lease says who renews.
 */
const tables = `
create table secrets (
  organization_id uuid not null references organizations(id) on delete cascade,
  id uuid not null,
  name text not null,
  sealed text not null,
  is_enabled boolean not null default true,
  last_used_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, name)
);

create table auth_connectors (
  organization_id uuid not null references organizations(id) on delete cascade,
  id uuid not null,
  name text not null,
  type text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, name)
);

create table auth_connector_environments (
  organization_id uuid not null,
  connector_id uuid not null,
  environment text not null,
  settings jsonb not null default '{}',
  given text[] not null default '{}',
  sealed text,
  primary key (organization_id, connector_id, environment),
  foreign key (organization_id, connector_id) references auth_connectors(organization_id, id) on delete cascade
);

create table secret_references (
  organization_id uuid not null,
  connector_id uuid not null,
  environment text not null,
  member text not null,
  secret_id uuid not null,
  primary key (organization_id, connector_id, environment, member),
  foreign key (organization_id, connector_id, environment)
    references auth_connector_environments(organization_id, connector_id, environment) on delete cascade,
  foreign key (organization_id, secret_id) references secrets(organization_id, id)
);
create index secret_references_by_secret on secret_references (organization_id, secret_id);

alter table integration_environments
  add column auth_connector_id uuid,
  add column credential_version uuid not null default gen_random_uuid(),
  add column lease_holder uuid,
  add column lease_until timestamptz,
  add column reconnect_required_at timestamptz,
  add foreign key (organization_id, auth_connector_id) references auth_connectors(organization_id, id);

create table oauth_flows (
  organization_id uuid not null,
  state_digest text not null unique,
  integration_id uuid not null,
  environment text not null,
  key_id uuid not null,
  actor text not null,
  browser_digest text,
  redirect_uri text not null,
  sealed text not null,
  expires_at timestamptz not null,
  primary key (organization_id, state_digest),
  foreign key (organization_id, integration_id, environment)
    references integration_environments(organization_id, integration_id, environment) on delete cascade
);

create table bindery_keys (
  name text primary key,
  sealed text not null
);
alter table bindery_keys enable row level security;
alter table bindery_keys force row level security;
create policy platform_only on bindery_keys
  using (current_setting('bindery.organization', true) = 'platform')
  with check (current_setting('bindery.organization', true) = 'platform');
`

export const auth: Migration = {
  name: '004-auth',
  sql: [
    tables,
    ...['secrets', 'auth_connectors', 'auth_connector_environments', 'secret_references', 'oauth_flows'].map(
      (table) => isolate(table),
    ),
  ].join('\n'),
}
