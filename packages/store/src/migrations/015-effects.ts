import type { Migration } from './migration.ts'

/** Effects that operators said, and which version of the rules judged those of a catalog. */
export const effects: Migration = {
  name: '015-effects',
  sql: `
alter table integrations add column effects jsonb not null default '[]';
alter table catalogs add column effects_version integer not null default 0;
`,
}
