import type { Migration } from './migration.ts'
import { isolate } from './tenant-isolation.ts'

/** Answers to requests that carried an idempotency key, for a day. */
export const requestKeys: Migration = {
  name: '009-request-keys',
  sql: `
create table request_keys (
  organization_id uuid not null references organizations(id) on delete cascade,
  key text not null,
  fingerprint text not null,
  sealed_answer text,
  created_at timestamptz not null default clock_timestamp(),
  primary key (organization_id, key)
);
${isolate('request_keys')}`,
}
