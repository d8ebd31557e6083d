import type { Knex } from 'knex'
import { z } from 'zod'
import { changeSchema } from './schema-change.ts'

const role = 'bindery_tenant'

const Abilities = z.object({ rows: z.tuple([z.object({ bypasses: z.boolean(), creates: z.boolean() })]) })

/**
 * The role that tenant transactions take on, or undefined when the connected role is bound by row-level security anyway.
 * Superusers and roles with BYPASSRLS are not, so for them a plain role without rights of its own is made and granted
 * the tables. Throws when the connected role bypasses row-level security but may not make one.
 */
export async function prepareTenantRole(database: Knex): Promise<string | undefined> {
  const abilities = Abilities.parse(
    await database.raw(
      'select (rolsuper or rolbypassrls) as bypasses, (rolsuper or rolcreaterole) as creates from pg_roles where rolname = current_user',
    ),
  )
  const [{ bypasses, creates }] = abilities.rows
  if (!bypasses) return undefined
  if (!creates) {
    throw new Error(
      'The database role bypasses row-level security and may not create roles. Connect with a role that owns the database and has neither SUPERUSER nor BYPASSRLS.',
    )
  }
  await changeSchema(database, async (transaction) => {
    await transaction.raw(createRole)
    await transaction.raw(joinRole)
    await transaction.raw(`grant usage on schema public to ${role}`)
    await transaction.raw(`grant select, insert, update, delete on all tables in schema public to ${role}`)
  })
  return role
}

/** Roles belong to the whole server, so two databases may race for the same name. */
const createRole = `
do $$ begin
  create role ${role} nologin;
exception when duplicate_object or unique_violation then null;
end $$;
`

/** Only a superuser takes on a role that it is no member of, the one who made the role not excepted. */
const joinRole = `
do $$ begin
  if not (select rolsuper from pg_roles where rolname = current_user) then
    grant ${role} to current_user;
  end if;
end $$;
`
