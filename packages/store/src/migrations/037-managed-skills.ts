import type { Migration } from './migration.ts'

/** Which project's files a skill is written from, so that they may also take it away. */
export const managedSkills: Migration = {
  name: '037-managed-skills',
  sql: `
alter table skills add column managed_by text;
create index skills_managed_idx on skills (organization_id, managed_by, created_at, id) where managed_by is not null;
`,
}
