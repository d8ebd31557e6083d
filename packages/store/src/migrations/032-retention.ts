import type { Migration } from './migration.ts'
import { fence } from './tenant-isolation.ts'

/**
 * What is kept for how long. A used idempotency key outlives its execution, by a digest: whether one was used is asked in a
 * function, since each statement of a function sees what was committed by then, and an insert that waited for the removal of
 * the execution would else ask as of before. A checkpoint stands for entries of the audit log that were removed.
 */
export const retention: Migration = {
  name: '032-retention',
  sql: `
create table used_keys (
  organization_id uuid not null references organizations(id) on delete cascade,
  digest text not null,
  execution_id uuid not null,
  effect text not null,
  arguments_hash text not null,
  status text not null,
  error_code text,
  upstream_status integer,
  used_at timestamptz not null,
  primary key (organization_id, digest)
);
create index used_keys_oldest on used_keys (organization_id, used_at);
${fence('used_keys')}

create function digest_of_key(used text) returns text language sql immutable strict
  as $$ select encode(sha256(convert_to(used, 'UTF8')), 'hex') $$;
create function is_used_key(owner uuid, used text) returns boolean language plpgsql volatile as $$
begin
  return exists (
    select from used_keys where used_keys.organization_id = owner and used_keys.digest = digest_of_key(used));
end $$;

create table retention_limits (
  organization_id uuid not null references organizations(id) on delete cascade,
  kind text not null,
  days integer not null,
  primary key (organization_id, kind)
);
${fence('retention_limits')}

create table audit_checkpoints (
  organization_id uuid primary key references organizations(id) on delete cascade,
  sequence bigint not null,
  mac text not null,
  cut_at timestamptz not null default now()
);
${fence('audit_checkpoints')}

create index jobs_oldest on jobs (organization_id, created_at);
create index webhook_deliveries_oldest on webhook_deliveries (organization_id, created_at);
create index conversation_calls_oldest on conversation_calls (organization_id, updated_at);
create index conversation_contexts_oldest on conversation_contexts (organization_id, expires_at);
create index verifications_oldest on verifications (organization_id, expires_at);
create index verification_attempts_oldest on verification_attempts (organization_id, window_started_at);
create index request_keys_oldest on request_keys (organization_id, created_at);
`,
}
