import type { Knex } from 'knex'
import { z } from 'zod'
import { ownOrganization, type Roles } from '../tenancy.ts'
import { changeSchema } from './schema-change.ts'

const roles: Roles = { tenant: 'bindery_tenant', platform: 'bindery_platform' }

/**
 * Fences every table: an organisation's role has one policy, which an index answers, and the platform's has one that lets
 * everything through. Policies of one role are joined by "or", and an index answers no such pair: so none has both.
 *
 * Gives the roles, or undefined where the connected role can neither make them nor take them on. That one is then bound by
 * a policy of its own for both, which is as safe and slower. Throws when it bypasses row-level security.
 */
export async function prepareRoles(database: Knex): Promise<Roles | undefined> {
  return changeSchema(database, fence)
}

/** The same in a transaction that holds the lock of the schema, for tables that it made. */
export async function fence(transaction: Knex.Transaction): Promise<Roles | undefined> {
  await transaction.raw(makeRoles)
  const { bypasses, takes } = await describeLogin(transaction)
  if (bypasses && !takes) {
    throw new Error(
      'The database role bypasses row-level security and may not create roles. Connect with a role that owns the database and has neither SUPERUSER nor BYPASSRLS.',
    )
  }
  if (takes) await transaction.raw(fenceRoles)
  // Taken or not: migrations run as the login itself, and change rows of every organisation.
  if (!bypasses) await transaction.raw(fenceLogin)
  return takes ? roles : undefined
}

/**
 * Roles belong to the whole server: two databases may race for a name, and a role that another login made may not be ours
 * to give. Only a superuser takes on a role that it is no member of, the one who made the role not excepted.
 */
const makeRoles = `
do $$
declare
  may record;
  name text;
begin
  select rolsuper, rolcreaterole into may from pg_roles where rolname = current_user;
  if not (may.rolsuper or may.rolcreaterole) then return; end if;
  foreach name in array array['${roles.tenant}', '${roles.platform}'] loop
    begin
      execute format('create role %I nologin', name);
    exception when duplicate_object or unique_violation then null;
    end;
    begin
      if not may.rolsuper then execute format('grant %I to current_user', name); end if;
    exception when insufficient_privilege then null;
    end;
  end loop;
end $$;
`

const Login = z.object({ rows: z.tuple([z.object({ bypasses: z.boolean(), takes: z.boolean() })]) })

async function describeLogin(
  transaction: Knex.Transaction,
): Promise<{ readonly bypasses: boolean; readonly takes: boolean }> {
  // Since version 16 a member may be one that cannot take the role on, and a server before knows no word for that.
  const result = Login.parse(
    await transaction.raw(
      `select (rolsuper or rolbypassrls) as bypasses, (select count(*) = 2 from pg_roles as made
         where made.rolname = any(?) and pg_has_role(made.oid,
           case when current_setting('server_version_num')::integer < 160000 then 'MEMBER' else 'SET' end)) as takes
       from pg_roles where rolname = current_user`,
      [[roles.tenant, roles.platform]],
    ),
  )
  return result.rows[0]
}

/** Tables that are ours to fence, each with the column of its organisation, where it has one. */
const ownTables = `
  select pg_class.oid::regclass as name, pg_class.oid as id, relrowsecurity as is_fenced, attname as owner
  from pg_class left join pg_attribute on attrelid = pg_class.oid and not attisdropped
    and attname = case relname when 'organizations' then 'id' else 'organization_id' end
  where relnamespace = 'public'::regnamespace and relkind = 'r' and pg_has_role(relowner, 'USAGE')`

const hasPolicy = (of: string): string =>
  `exists (select from pg_policy where polrelid = ours.id and (${of}) = any(polroles))`
const oidOf = (role: string): string => `select oid from pg_roles where rolname = ${role}`

const fenceRoles = `
grant usage on schema public to ${roles.tenant}, ${roles.platform};
do $$
declare
  ours record;
begin
  for ours in ${ownTables} loop
    execute format('grant select, insert, update, delete on %s to ${roles.tenant}, ${roles.platform}', ours.name);
    continue when not ours.is_fenced or ${hasPolicy(oidOf(`'${roles.platform}'`))};
    execute format('create policy platform on %s to ${roles.platform} using (true)', ours.name);
    continue when ours.owner is null;
    execute format('create policy tenant on %s to ${roles.tenant} using (%I = ${ownOrganization.replaceAll("'", "''")})',
      ours.name, ours.owner);
  end loop;
end $$;
`

const isPlatform = "current_setting(''bindery.organization'', true) = ''platform''"

const fenceLogin = `
do $$
declare
  ours record;
begin
  for ours in ${ownTables} loop
    continue when not ours.is_fenced or ${hasPolicy(oidOf('current_user'))};
    execute format('create policy %I on %s to current_user using (${isPlatform}%s)',
      'login_' || (${oidOf('current_user')}), ours.name,
      case when ours.owner is not null
        then format(' or %I = ${ownOrganization.replaceAll("'", "''")}', ours.owner) end);
  end loop;
end $$;
`
