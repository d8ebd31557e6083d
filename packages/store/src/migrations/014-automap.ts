import type { Migration } from './migration.ts'
import { isolate } from './tenant-isolation.ts'

/** Drafts that were made from goals, what people said of their lines, and what language models answered. */
const tables = `
create table automap_drafts (
  organization_id uuid not null,
  id uuid not null,
  -- The first draft of a chain of refinements; decisions are kept under it.
  root_id uuid not null,
  agent_id uuid not null,
  integration_id uuid not null,
  skill_id uuid,
  request jsonb not null,
  outcome jsonb not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, agent_id) references agents(organization_id, id) on delete cascade,
  foreign key (organization_id, integration_id) references integrations(organization_id, id) on delete cascade
);
create index automap_drafts_of_root on automap_drafts (organization_id, root_id);

create table automap_decisions (
  organization_id uuid not null,
  root_id uuid not null,
  kind text not null,
  name text not null,
  place text not null,
  verdict text not null,
  decided_by text not null,
  decided_at timestamptz not null default now(),
  primary key (organization_id, root_id, kind, name, place),
  foreign key (organization_id, root_id) references automap_drafts(organization_id, id) on delete cascade
);

create table automap_answers (
  organization_id uuid not null references organizations(id) on delete cascade,
  key text not null,
  answer text not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, key)
);
create index automap_answers_by_age on automap_answers (organization_id, created_at);
`

export const automap: Migration = {
  name: '014-automap',
  sql: [
    tables,
    ...['automap_drafts', 'automap_decisions', 'automap_answers'].map((table) => isolate(table)),
  ].join('\n'),
}
