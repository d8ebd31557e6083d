import type { Migration } from './migration.ts'

/**
 * The catalog, by its hash, that all skills of an integration were last held to: the same content found again asks nothing of
 * them. Null until that happened once.
 */
export const rechecked: Migration = {
  name: '033-rechecked',
  sql: 'alter table integrations add column rechecked_hash text;',
}
