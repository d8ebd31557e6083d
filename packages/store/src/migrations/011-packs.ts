import type { Migration } from './migration.ts'
import { isolate } from './tenant-isolation.ts'

/** Which pack an integration was made from, and which preset of which version a skill came from. */
const tables = `
alter table integrations add column pack text;

create table pack_skills (
  organization_id uuid not null,
  skill_id uuid not null,
  agent_id uuid not null,
  integration_id uuid not null,
  pack text not null,
  version text not null,
  preset text not null,
  base jsonb not null,
  config jsonb not null,
  installed_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, skill_id),
  unique (organization_id, agent_id, integration_id, pack, preset),
  foreign key (organization_id, skill_id) references skills(organization_id, id) on delete cascade
);
`

export const packs: Migration = {
  name: '011-packs',
  sql: [tables, isolate('pack_skills')].join('\n'),
}
