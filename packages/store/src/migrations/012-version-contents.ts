import type { Migration } from './migration.ts'

/**
 * What restoring a version needs beyond the bytes that run: bindings as they were written, and how links used actions.
 * Apart from the manifest, which every run reads.
 */
export const versionContents: Migration = {
  name: '012-version-contents',
  sql: `alter table agent_versions add column contents jsonb not null default '{"skills": []}';`,
}
