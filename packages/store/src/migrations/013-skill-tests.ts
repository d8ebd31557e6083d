import type { Migration } from './migration.ts'
import { isolate } from './tenant-isolation.ts'

/** Answers of providers that skills are held to. What they hold may be data of people, so it is sealed. */
export const skillTests: Migration = {
  name: '013-skill-tests',
  sql: `
create table skill_tests (
  organization_id uuid not null,
  id uuid not null,
  skill_id uuid not null,
  name text not null,
  origin text not null,
  sealed text not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, skill_id, name),
  foreign key (organization_id, skill_id) references skills(organization_id, id) on delete cascade
);
${isolate('skill_tests')}`,
}
