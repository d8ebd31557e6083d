import type { Migration } from './migration.ts'
import { isolate } from './tenant-isolation.ts'

/** What gates ask: guardrails, how callers are verified and by whom, and what a conversation has used up. */
const tables = `
alter table agents add column guardrails jsonb not null default '[]';
alter table agents add column caller_verification jsonb;

create table conversation_calls (
  organization_id uuid not null references organizations(id) on delete cascade,
  agent_id uuid not null,
  conversation_id text not null,
  skill_id uuid not null,
  taken integer not null,
  updated_at timestamptz not null default now(),
  primary key (organization_id, agent_id, conversation_id, skill_id)
);

create table verifications (
  organization_id uuid not null references organizations(id) on delete cascade,
  id uuid not null,
  agent_id uuid not null,
  conversation_id text not null,
  method text not null,
  token_digest text not null,
  sealed_facts text not null,
  verified_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (organization_id, id),
  unique (token_digest)
);

create table verification_attempts (
  organization_id uuid not null references organizations(id) on delete cascade,
  agent_id uuid not null,
  subject text not null,
  failures integer not null,
  window_started_at timestamptz not null default now(),
  primary key (organization_id, agent_id, subject)
);
`

export const gates: Migration = {
  name: '003-gates',
  sql: [
    tables,
    ...['conversation_calls', 'verifications', 'verification_attempts'].map((table) => isolate(table)),
  ].join('\n'),
}
