import type { Migration } from './migration.ts'
import { isolate } from './tenant-isolation.ts'

/**
 * Sessions of browsers, and codes that begin one, each under the key that it ends with. Of both only a digest is kept. The key
 * of the first start is told from others from now on: codes are for it.
 */
export const sessions: Migration = {
  name: '023-sessions',
  sql: `
create table sessions (
  organization_id uuid not null references organizations(id) on delete cascade,
  digest text not null unique,
  key_id uuid not null,
  purpose text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, digest),
  foreign key (organization_id, key_id) references api_keys(organization_id, id) on delete cascade
);
create index sessions_of_key on sessions (organization_id, key_id);
${isolate('sessions')}
alter table api_keys add column is_of_first_start boolean not null default false;
update api_keys set is_of_first_start = true where (organization_id, id) in (
  select distinct on (organization_id) organization_id, id from api_keys
  where name in ('First key', 'Bootstrap key') order by organization_id, created_at, id);
create unique index api_keys_of_first_start on api_keys (organization_id) where is_of_first_start;
create index confirmations_pending on confirmations (organization_id, created_at desc, id) where status = 'pending';
`,
}
