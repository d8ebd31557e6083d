import type { Migration } from './migration.ts'

/** The zone of columns without one in the database of an environment, an IANA name; null until it is declared. */
export const connectionZones: Migration = {
  name: '028-connection-zones',
  sql: 'alter table integration_environments add column timezone text;',
}
