import type { Migration } from './migration.ts'
import { isolate } from './tenant-isolation.ts'

/** Actions that operators describe, which agents use them and how, and what a conversation's context answered. */
const tables = `
create table shared_actions (
  organization_id uuid not null,
  id uuid not null,
  integration_id uuid not null,
  slug text not null,
  definition jsonb not null,
  revision integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, integration_id, slug),
  foreign key (organization_id, integration_id) references integrations(organization_id, id) on delete cascade
);

create table action_links (
  organization_id uuid not null,
  id uuid not null,
  action_id uuid not null,
  skill_id uuid not null,
  definition jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, skill_id),
  foreign key (organization_id, action_id) references shared_actions(organization_id, id),
  foreign key (organization_id, skill_id) references skills(organization_id, id) on delete cascade
);
create index action_links_of_action on action_links (organization_id, action_id);

alter table agents add column dynamic_context jsonb;

create table conversation_contexts (
  organization_id uuid not null references organizations(id) on delete cascade,
  agent_id uuid not null,
  conversation_id text not null,
  holder uuid not null,
  status text not null,
  sealed text,
  error text,
  expires_at timestamptz not null,
  primary key (organization_id, agent_id, conversation_id)
);
`

export const actions: Migration = {
  name: '005-actions',
  sql: [
    tables,
    ...['shared_actions', 'action_links', 'conversation_contexts'].map((table) => isolate(table)),
  ].join('\n'),
}
