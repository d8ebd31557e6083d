import type { Migration } from './migration.ts'
import { isolate } from './tenant-isolation.ts'

/** What the database of an environment estimated of its tables when it was last discovered: beside the catalog, compressed. */
export const environmentStatistics: Migration = {
  name: '026-environment-statistics',
  sql: `
create table environment_statistics (
  organization_id uuid not null,
  integration_id uuid not null,
  environment text not null,
  hash text not null,
  bytes bytea not null,
  primary key (organization_id, integration_id, environment),
  foreign key (organization_id, integration_id) references integrations(organization_id, id) on delete cascade
);
${isolate('environment_statistics')}`,
}
