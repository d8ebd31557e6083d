import type { Migration } from './migration.ts'

/** The zone in which an agent means days, an IANA name; null until an operator sets it. */
export const agentZones: Migration = {
  name: '027-agent-zones',
  sql: 'alter table agents add column timezone text;',
}
