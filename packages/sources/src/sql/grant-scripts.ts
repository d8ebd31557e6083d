import type { SqlDialect } from '../registry.ts'

export interface GrantRequest {
  readonly database: string
  /** `orders` or `sales.orders`. A read script without tables covers all of them; a write script grants nothing. */
  readonly tables: readonly string[]
  readonly password: string
}

export interface GrantScripts {
  readonly readOnly: string
  readonly write: string
}

const reader = 'bindery_reader'
const writer = 'bindery_writer'

/** Scripts that make a user who may do what skills need and nothing else. Names and the password are quoted, never trusted. */
export function writeGrantScripts(dialect: SqlDialect, request: GrantRequest): GrantScripts {
  switch (dialect) {
    case 'postgres':
      return postgresScripts(request)
    case 'mysql':
      return mysqlScripts(request)
  }
}

function postgresScripts({ database, tables, password }: GrantRequest): GrantScripts {
  const name = (text: string): string => `"${text.replaceAll('"', '""')}"`
  const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`
  const parts = tables.map((table) => splitTable(table, 'public'))
  const schemas = [...new Set(['public', ...parts.map(([schema]) => schema)])].map(name)
  const targets = parts.map(([schema, table]) => `${name(schema)}.${name(table)}`).join(', ')
  const user = (role: string): readonly string[] => [
    `create role ${role} login password ${literal(password)} nosuperuser nocreatedb nocreaterole noreplication connection limit 10;`,
    `grant connect on database ${name(database)} to ${role};`,
    `grant usage on schema ${schemas.join(', ')} to ${role};`,
  ]
  const sequences = `do $$ declare found text; begin
  for found in select pg_get_serial_sequence(quote_ident(table_schema) || '.' || quote_ident(table_name), column_name)
    from information_schema.columns
    where (table_schema, table_name) in (${parts.map(([schema, table]) => `(${literal(schema)}, ${literal(table)})`).join(', ')})
  loop
    if found is not null then execute format('grant usage on sequence %s to ${writer}', found); end if;
  end loop;
end $$;`
  const grants = [`grant select, insert, update on ${targets} to ${writer};`, sequences]
  return {
    readOnly: lines([
      ...user(reader),
      `alter role ${reader} set default_transaction_read_only = on;`,
      `grant select on ${targets === '' ? 'all tables in schema "public"' : targets} to ${reader};`,
    ]),
    write: lines([...user(writer), ...(targets === '' ? [noTables] : grants)]),
  }
}

function mysqlScripts({ database, tables, password }: GrantRequest): GrantScripts {
  const name = (text: string): string => `\`${text.replaceAll('`', '``')}\``
  const literal = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
  const targets = tables
    .map((table) => splitTable(table, database))
    .map(([schema, table]) => `${name(schema)}.${name(table)}`)
  // An underscore in a database name is a wildcard of grants unless it is escaped.
  const whole = `${name(database.replaceAll(/[_%\\]/g, '\\$&'))}.*`
  const user = (role: string): string =>
    `create user '${role}'@'%' identified by ${literal(password)} with max_user_connections 10;`
  return {
    readOnly: lines([
      user(reader),
      ...(targets.length === 0 ? [whole] : targets).map(
        (target) => `grant select on ${target} to '${reader}'@'%';`,
      ),
    ]),
    write: lines([
      user(writer),
      ...(targets.length === 0 ? [noTables] : []),
      ...targets.map((target) => `grant select, insert, update on ${target} to '${writer}'@'%';`),
    ]),
  }
}

const noTables = '-- Name the tables that skills may write: without them the user may write nothing.'

const lines = (texts: readonly string[]): string => `${texts.join('\n')}\n`

function splitTable(table: string, home: string): readonly [schema: string, table: string] {
  const [schema, ...rest] = table.split('.')
  return rest.length === 0 || schema === undefined ? [home, table] : [schema, rest.join('.')]
}
