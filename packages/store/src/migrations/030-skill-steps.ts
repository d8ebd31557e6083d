import type { Migration } from './migration.ts'

/**
 * Slugs of the integrations that steps of a skill call, beside the one of its first; and what such a skill read before a
 * person was asked about its write, sealed, for as long as they may answer.
 */
export const skillSteps: Migration = {
  name: '030-skill-steps',
  sql: `
alter table skills add column step_integrations text[] not null default '{}';
create index skills_step_integrations on skills using gin (step_integrations);
alter table confirmations add column sealed_ahead text;
create index confirmations_ahead on confirmations (organization_id, expires_at) where sealed_ahead is not null;
`,
}
