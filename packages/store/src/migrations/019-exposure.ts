import type { Migration } from './migration.ts'

/** Whether agents get a skill as a tool. Those that verify callers knew too much to be one, so they stop being one. */
export const exposure: Migration = {
  name: '019-exposure',
  sql: `
alter table skills add column exposure text not null default 'agents';
update skills set exposure = 'internal' from agents
where agents.organization_id = skills.organization_id and agents.id = skills.agent_id
  and agents.caller_verification->>'verifierSkillId' = skills.id::text;
`,
}
