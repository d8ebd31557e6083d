import type { Migration } from './migration.ts'

/** Lists are read page by page in these orders; each index leads to where a page begins. */
export const listOrders: Migration = {
  name: '022-list-orders',
  sql: `
create index agents_oldest on agents (organization_id, created_at, id);
create index api_keys_oldest on api_keys (organization_id, created_at, id);
create index skills_oldest on skills (organization_id, agent_id, created_at, id);
create index skill_drifts_open on skill_drifts (organization_id, created_at, id) where status = 'open';
create index confirmations_newest on confirmations (organization_id, created_at desc, id);
`,
}
