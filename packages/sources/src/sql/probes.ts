import type { SqlDialect } from '../registry.ts'

/** Statements that show what a login can do. Each answers with one row of one number, but for the attempt. */
export interface DatabaseProbes {
  /** How many tables the user may read. */
  readonly readableTables: string
  /** How many tables the user may write to, were the session not read-only. */
  readonly writableTables: string
  /** A write that a read-only session must refuse. */
  readonly attempt: string
}

export function databaseProbes(dialect: SqlDialect): DatabaseProbes {
  switch (dialect) {
    case 'postgres':
      return {
        readableTables: countPostgres("pg_catalog.has_any_column_privilege(c.oid, 'SELECT')"),
        writableTables: countPostgres(
          "pg_catalog.has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE') or pg_catalog.has_any_column_privilege(c.oid, 'INSERT, UPDATE')",
        ),
        attempt: 'create table public.bindery_read_only_proof (nothing int)',
      }
    case 'mysql':
      return {
        readableTables: countMysql("find_in_set('select', privileges)"),
        writableTables: countMysql("find_in_set('insert', privileges) or find_in_set('update', privileges)"),
        attempt: 'create table bindery_read_only_proof (nothing int)',
      }
  }
}

const countPostgres = (condition: string): string => `
select count(*) from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'
  and pg_catalog.has_schema_privilege(n.oid, 'USAGE') and (${condition})`

const countMysql = (condition: string): string => `
select count(distinct table_name) from information_schema.columns where table_schema = database() and (${condition})`
