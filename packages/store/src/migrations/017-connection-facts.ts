import type { Migration } from './migration.ts'

/**
 * What the credential of an environment fills of every request, by name and never by value, so that a compiler can know
 * it without opening a secret; and since when the provider refuses it.
 */
export const connectionFacts: Migration = {
  name: '017-connection-facts',
  sql: `
alter table integration_environments add column filled_places jsonb not null default '[]';
alter table integration_environments add column refused_at timestamptz;`,
}
