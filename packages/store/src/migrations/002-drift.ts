import type { Migration } from './migration.ts'
import { isolate } from './tenant-isolation.ts'

/** The catalog of each environment, what a newer catalog means for skills, and what people decided about it. */
const tables = `
create table environment_catalogs (
  organization_id uuid not null,
  integration_id uuid not null,
  environment text not null,
  catalog_id uuid not null,
  discovered_at timestamptz not null default now(),
  primary key (organization_id, integration_id, environment),
  foreign key (organization_id, integration_id) references integrations(organization_id, id) on delete cascade,
  foreign key (organization_id, catalog_id) references catalogs(organization_id, id) on delete cascade
);
insert into environment_catalogs (organization_id, integration_id, environment, catalog_id, discovered_at)
select catalogs.organization_id, catalogs.integration_id, catalogs.environment, catalogs.id, catalogs.created_at
from catalogs join integrations on integrations.organization_id = catalogs.organization_id
  and integrations.catalog_id = catalogs.id;

alter table integrations add column sensitivity jsonb not null default '[]';

create table stale_skills (
  organization_id uuid not null,
  skill_id uuid not null,
  skill_hash text not null,
  impact text not null,
  reason text not null,
  primary key (organization_id, skill_id, skill_hash),
  foreign key (organization_id, skill_id) references skills(organization_id, id) on delete cascade
);
insert into stale_skills (organization_id, skill_id, skill_hash, impact, reason)
select organization_id, id, skill_hash, 'breaking', coalesce(status_reason, 'Its provider has changed.')
from skills where status = 'stale';

create table skill_drifts (
  organization_id uuid not null,
  id uuid not null,
  skill_id uuid not null,
  fingerprint text not null,
  impact text not null,
  report jsonb not null,
  repair jsonb,
  status text not null default 'open',
  decided_by text,
  decided_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, skill_id, fingerprint),
  foreign key (organization_id, skill_id) references skills(organization_id, id) on delete cascade
);

create table drift_decisions (
  organization_id uuid not null,
  integration_id uuid not null,
  fingerprint text not null,
  decision text not null,
  decided_by text not null,
  decided_at timestamptz not null default now(),
  primary key (organization_id, integration_id, fingerprint),
  foreign key (organization_id, integration_id) references integrations(organization_id, id) on delete cascade
);
`

export const drift: Migration = {
  name: '002-drift',
  sql: [
    tables,
    ...['environment_catalogs', 'stale_skills', 'skill_drifts', 'drift_decisions'].map((table) =>
      isolate(table),
    ),
  ].join('\n'),
}
