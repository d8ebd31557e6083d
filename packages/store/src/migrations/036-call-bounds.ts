import type { Migration } from './migration.ts'

/** How many calls of an environment may be under way at once, and how many may wait; null for the standard of its kind. */
export const callBounds: Migration = {
  name: '036-call-bounds',
  sql: `
alter table integration_environments
  add column calls_at_once integer,
  add column calls_waiting integer;
`,
}
