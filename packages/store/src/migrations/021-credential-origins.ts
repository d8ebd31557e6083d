import type { Migration } from './migration.ts'
import { isolate } from './tenant-isolation.ts'

/** Scheme, host and port of an address as it was written; a database has none. */
const originOf = (address: string): string =>
  `substring(${address} from '^[A-Za-z][A-Za-z0-9+.-]*:[/\\\\]+[^/\\\\?#]+')`

/**
 * Where credentials may go. What is shared, a connector or a secret, has a list of origins for each environment, begun with
 * where it goes today: the slots and the dynamic contexts that use it. What a slot keeps itself goes to the origin that it
 * was given for.
 */
export const credentialOrigins: Migration = {
  name: '021-credential-origins',
  sql: `
create table auth_connector_origins (
  organization_id uuid not null,
  connector_id uuid not null,
  environment text not null,
  origin text not null,
  primary key (organization_id, connector_id, environment, origin),
  foreign key (organization_id, connector_id) references auth_connectors(organization_id, id) on delete cascade
);
create table secret_origins (
  organization_id uuid not null,
  secret_id uuid not null,
  environment text not null,
  origin text not null,
  primary key (organization_id, secret_id, environment, origin),
  foreign key (organization_id, secret_id) references secrets(organization_id, id) on delete cascade
);
${isolate('auth_connector_origins')}
${isolate('secret_origins')}
alter table integration_environments add column credential_origin text;
update integration_environments set credential_origin = ${originOf('base_url')} where sealed is not null;

insert into auth_connector_origins (organization_id, connector_id, environment, origin)
select organization_id, auth_connector_id, environment, ${originOf('base_url')} from integration_environments
where auth_connector_id is not null and ${originOf('base_url')} is not null
on conflict do nothing;

insert into auth_connector_origins (organization_id, connector_id, environment, origin)
select slot.organization_id, slot.connector_id, slot.environment, ${originOf("agents.dynamic_context->>'url'")}
from agents join auth_connector_environments slot on slot.organization_id = agents.organization_id
  and slot.connector_id::text = agents.dynamic_context->>'authConnectorId'
where ${originOf("agents.dynamic_context->>'url'")} is not null
on conflict do nothing;

insert into secret_origins (organization_id, secret_id, environment, origin)
select used.organization_id, used.secret_id, used.environment, allowed.origin
from secret_references used join auth_connector_origins allowed on allowed.organization_id = used.organization_id
  and allowed.connector_id = used.connector_id and allowed.environment = used.environment
on conflict do nothing;
`,
}
