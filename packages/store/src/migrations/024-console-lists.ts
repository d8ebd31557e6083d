import type { Migration } from './migration.ts'

/** What a console asks for with every page: the last discoveries of a provider, the calls of an agent in the last day. */
export const consoleLists: Migration = {
  name: '024-console-lists',
  sql: `
create index jobs_newest on jobs (organization_id, integration_id, created_at desc, id);
create index executions_of_agent on executions (organization_id, agent_id, created_at desc, id);
`,
}
