import type { Migration } from './migration.ts'
import { isolate } from './tenant-isolation.ts'

/** Who is told of what happened, and every message that was or will be sent. */
const tables = `
create table webhooks (
  organization_id uuid not null references organizations(id) on delete cascade,
  id uuid not null,
  url text not null,
  description text,
  events text[] not null,
  is_enabled boolean not null default true,
  disabled_reason text,
  sealed_secret text not null,
  sealed_previous text,
  previous_until timestamptz,
  created_at timestamptz not null default now(),
  primary key (organization_id, id)
);

create table webhook_deliveries (
  organization_id uuid not null,
  id uuid not null,
  webhook_id uuid not null,
  message_id text not null,
  event text not null,
  body text not null,
  status text not null default 'pending',
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  lease_until timestamptz,
  last_status integer,
  last_error text,
  created_at timestamptz not null default now(),
  delivered_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, webhook_id) references webhooks(organization_id, id) on delete cascade
);
create index webhook_deliveries_due on webhook_deliveries (next_attempt_at) where status = 'pending';
create index webhook_deliveries_newest on webhook_deliveries (organization_id, webhook_id, created_at desc, id);
`

export const webhooks: Migration = {
  name: '007-webhooks',
  sql: [tables, ...['webhooks', 'webhook_deliveries'].map((table) => isolate(table))].join('\n'),
}
