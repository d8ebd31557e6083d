import type { Migration } from './migration.ts'

/**
 * When the store was restored, from which backup. Its epoch is the last row's; a store that never was has none. What was done
 * between a backup and its restore is not known, which callers are told until they name the epoch.
 */
export const restores: Migration = {
  name: '035-restores',
  sql: `
create table restores (
  epoch bigint primary key,
  backup_at timestamptz not null,
  restored_at timestamptz not null default clock_timestamp()
);
`,
}
