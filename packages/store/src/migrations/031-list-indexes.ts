import type { Migration } from './migration.ts'

/**
 * An index for the order of every list, and for what is under way: few rows among many. The planner takes columns for
 * independent, and an agent's rows for as few as if they were spread over all organisations; statistics tell it otherwise.
 */
export const listIndexes: Migration = {
  name: '031-list-indexes',
  sql: `
create index skills_of_integration on skills (organization_id, integration_id, created_at, id);
drop index skills_step_integrations;
create index skills_of_steps on skills (organization_id) where step_integrations <> '{}';
create index catalogs_newest on catalogs (organization_id, integration_id, created_at desc, id);
create index automap_drafts_newest on automap_drafts (organization_id, agent_id, created_at desc, id);
create index automap_drafts_of_skill on automap_drafts (organization_id, skill_id, created_at, id);
create index audit_entries_of_subject on audit_entries (organization_id, subject, sequence);
create index audit_entries_of_action on audit_entries (organization_id, action, sequence);

drop index jobs_open;
create index jobs_waiting on jobs (created_at) where status in ('queued', 'running');
create index jobs_open on jobs (organization_id, integration_id, created_at desc) where status in ('queued', 'running');
create index jobs_of_environment on jobs (organization_id, integration_id, environment, created_at desc, id);

drop index executions_newest;
drop index executions_counted;
create index executions_newest on executions (organization_id, created_at desc, id)
  include (status, agent_id, skill_id, environment, channel, duration_ms);
create index executions_of_skill on executions (organization_id, skill_id, created_at desc, id);
create index executions_not_succeeded on executions (organization_id, created_at desc, id) where status <> 'succeeded';
create index executions_running on executions (deadline) where status = 'running';

create statistics skills_owners (dependencies) on organization_id, agent_id, integration_id from skills;
create statistics executions_owners (dependencies) on organization_id, agent_id, skill_id from executions;
create statistics jobs_owners (dependencies) on organization_id, integration_id from jobs;
create statistics catalogs_owners (dependencies) on organization_id, integration_id from catalogs;
create statistics automap_drafts_owners (dependencies) on organization_id, agent_id, skill_id from automap_drafts;
create statistics agent_versions_owners (dependencies) on organization_id, agent_id from agent_versions;
create statistics shared_actions_owners (dependencies) on organization_id, integration_id from shared_actions;
create statistics catalog_issues_owners (dependencies) on organization_id, catalog_id from catalog_issues;
create statistics job_events_owners (dependencies) on organization_id, job_id from job_events;
create statistics confirmations_environments on (call->>'environment') from confirmations;
create statistics webhook_deliveries_owners (dependencies) on organization_id, webhook_id from webhook_deliveries;
`,
}
