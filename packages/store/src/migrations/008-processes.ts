import type { Migration } from './migration.ts'

/** Which processes of the installation live, so that what a dead one was doing is known to be over. */
export const processes: Migration = {
  name: '008-processes',
  sql: `
create table server_processes (
  id uuid primary key,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default clock_timestamp()
);
alter table executions add column owner uuid;
`,
}
