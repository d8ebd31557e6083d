import type { Migration } from './migration.ts'

/** Slugs of the integrations that steps of a skill call, beside the one of its first. */
export const skillSteps: Migration = {
  name: '030-skill-steps',
  sql: `
alter table skills add column step_integrations text[] not null default '{}';
create index skills_step_integrations on skills using gin (step_integrations);
`,
}
