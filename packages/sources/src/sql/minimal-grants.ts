import type { Json } from '@bindery/model'
import type { SqlDialect } from '../registry.ts'
import { Plan } from './plan.ts'
import { columnRights, type TableAccess } from './table-access.ts'

/** The rights that the statements of a plan need; undefined for a plan that does not say. */
export function readTableAccess(plan: Json): readonly TableAccess[] | undefined {
  const parsed = Plan.safeParse(plan)
  return parsed.success ? parsed.data.access : undefined
}

export interface MinimalGrants {
  readonly database: string
  readonly role: string
  readonly password: string
  readonly access: readonly TableAccess[]
}

/**
 * A script that makes a user with these rights and no others, column by column. The password goes into the user that is
 * made; a user that is there already keeps its own when only the grants are run.
 */
export function writeMinimalGrants(dialect: SqlDialect, request: MinimalGrants): string {
  switch (dialect) {
    case 'postgres':
      return lines(postgresScript(request))
    case 'mysql':
      return lines(mysqlScript(request))
  }
}

const lines = (texts: readonly string[]): string => `${texts.join('\n')}\n`

type Quote = (text: string) => string

/** `select ("id", "name"), update ("name")` */
function rightsOf(access: TableAccess, quote: Quote): string {
  return columnRights
    .filter((right) => access[right].length > 0)
    .map((right) => `${right} (${access[right].map(quote).join(', ')})`)
    .join(', ')
}

function postgresScript({ database, role, password, access }: MinimalGrants): readonly string[] {
  const name: Quote = (text) => `"${text.replaceAll('"', '""')}"`
  const literal: Quote = (text) => `'${text.replaceAll("'", "''")}'`
  const user = name(role)
  const schemas = [...new Set(access.map(({ schema }) => schema))].map(name)
  const writes = access.filter(({ insert, update }) => insert.length + update.length > 0)
  return [
    `create role ${user} login password ${literal(password)} nosuperuser nocreatedb nocreaterole noreplication connection limit 10;`,
    `grant connect on database ${name(database)} to ${user};`,
    ...(writes.length === 0 ? [`alter role ${user} set default_transaction_read_only = on;`] : []),
    ...(schemas.length === 0 ? [] : [`grant usage on schema ${schemas.join(', ')} to ${user};`]),
    ...access.map(
      (each) => `grant ${rightsOf(each, name)} on ${name(each.schema)}.${name(each.table)} to ${user};`,
    ),
    ...access.filter(({ insert }) => insert.length > 0).map((each) => sequences(each, role, literal)),
  ]
}

/** A column that an insert leaves out may be counted up by a sequence of its own, which the user must be able to use. */
function sequences({ schema, table, insert }: TableAccess, role: string, literal: Quote): string {
  return `do $$ declare found text; begin
  for found in select pg_get_serial_sequence(quote_ident(table_schema) || '.' || quote_ident(table_name), column_name)
    from information_schema.columns
    where table_schema = ${literal(schema)} and table_name = ${literal(table)} and is_identity = 'NO'
      and column_name not in (${insert.map(literal).join(', ')})
  loop
    if found is not null then execute format('grant usage on sequence %s to %I', found, ${literal(role)}); end if;
  end loop;
end $$;`
}

function mysqlScript({ role, password, access }: MinimalGrants): readonly string[] {
  const name: Quote = (text) => `\`${text.replaceAll('`', '``')}\``
  const literal: Quote = (text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
  const user = `${literal(role)}@'%'`
  return [
    `create user ${user} identified by ${literal(password)} with max_user_connections 10;`,
    ...access.map(
      (each) => `grant ${rightsOf(each, name)} on ${name(each.schema)}.${name(each.table)} to ${user};`,
    ),
  ]
}
