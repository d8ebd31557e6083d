import type { SqlDialect } from '../registry.ts'
import {
  type ColumnRight,
  columnRights,
  mergeAccess,
  type TableAccess,
  type TableUse,
} from './table-access.ts'

/** Statements that list what the user of a session may do. */
export interface RightsProbe {
  /** Rows of schema, table, column and the rights on it, parted by commas. */
  readonly columns: string
  /** Rows of one text each: rights that no skill needs, such as `delete on public.orders`. */
  readonly others: string
  /** One row: the name of the user. */
  readonly user: string
}

export function rightsProbe(dialect: SqlDialect): RightsProbe {
  switch (dialect) {
    case 'postgres':
      return postgresProbe
    case 'mysql':
      return mysqlProbe
  }
}

/** Rows of `columns` as one access per table. */
export function toHeldAccess(rows: readonly (readonly (string | null)[])[]): readonly TableAccess[] {
  return mergeAccess(
    rows.flatMap(([schema, table, column, rights]): readonly TableUse[] => {
      if (!isText(schema) || !isText(table) || !isText(column)) return []
      const given = new Set((rights ?? '').split(','))
      const heldOn = (right: ColumnRight): readonly string[] => (given.has(right) ? [column] : [])
      return [{ schema, table, select: heldOn('select'), insert: heldOn('insert'), update: heldOn('update') }]
    }),
  )
}

const isText = (cell: string | null | undefined): cell is string => typeof cell === 'string'

/** One right on columns of one table. */
export interface ColumnGrant {
  readonly right: ColumnRight
  readonly schema: string
  readonly table: string
  readonly columns: readonly string[]
}

export interface AccessComparison {
  /** Needed and not held: the skills that need it fail. */
  readonly missing: readonly ColumnGrant[]
  /** Needed and held. */
  readonly exact: readonly ColumnGrant[]
  /** Held and not needed. */
  readonly excess: readonly ColumnGrant[]
}

export function compareAccess(
  needed: readonly TableAccess[],
  held: readonly TableAccess[],
): AccessComparison {
  return {
    missing: subtract(needed, held, 'without'),
    exact: subtract(needed, held, 'within'),
    excess: subtract(held, needed, 'without'),
  }
}

/** Every right of an access as one grant per table and right. */
export const toGrants = (access: readonly TableAccess[]): readonly ColumnGrant[] =>
  subtract(access, [], 'without')

function subtract(
  from: readonly TableAccess[],
  other: readonly TableAccess[],
  keep: 'within' | 'without',
): readonly ColumnGrant[] {
  return from.flatMap(({ schema, table, ...rights }) =>
    columnRights.flatMap((right) => {
      const same = other.find((each) => each.schema === schema && each.table === table)
      const known = new Set(same?.[right] ?? [])
      const columns = rights[right].filter((column) => known.has(column) === (keep === 'within'))
      return columns.length === 0 ? [] : [{ right, schema, table, columns }]
    }),
  )
}

const postgresTables = `pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'
  and c.relkind in ('r', 'p', 'v', 'm', 'f') and pg_catalog.has_schema_privilege(n.oid, 'USAGE')`

const postgresRight = (right: ColumnRight): string =>
  `case when pg_catalog.has_column_privilege(c.oid, a.attnum, '${right}') then '${right}' end`

const postgresProbe: RightsProbe = {
  user: 'select current_user',
  columns: `
select * from (
  select n.nspname, c.relname, a.attname, pg_catalog.concat_ws(',', ${columnRights.map(postgresRight).join(', ')}) as rights
  from ${postgresTables}
  join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
) as held where rights <> '' order by 1, 2, 3`,
  others: `
select pg_catalog.unnest(pg_catalog.array_remove(array[
  case when rolsuper then 'superuser' end, case when rolcreatedb then 'create databases' end,
  case when rolcreaterole then 'create roles' end, case when rolbypassrls then 'bypass row-level security' end
], null)) from pg_catalog.pg_roles where rolname = current_user
union all
select 'member of ' || other.rolname from pg_catalog.pg_roles other
join pg_catalog.pg_roles own on own.rolname = current_user and not own.rolsuper and other.oid <> own.oid
where pg_catalog.pg_has_role(own.oid, other.oid, 'MEMBER')
union all
select 'create in schema ' || nspname from pg_catalog.pg_namespace
where nspname not like 'pg\\_%' and pg_catalog.has_schema_privilege(oid, 'CREATE')
union all
select pg_catalog.lower(right_name) || ' on ' || n.nspname || '.' || c.relname
from ${postgresTables}
cross join (values ('DELETE'), ('TRUNCATE'), ('TRIGGER'), ('REFERENCES')) as rights (right_name)
where pg_catalog.has_table_privilege(c.oid, right_name)`,
}

const mysqlUser = `concat('''', substring_index(current_user(), '@', 1), '''@''', substring_index(current_user(), '@', -1), '''')`

const mysqlRight = (right: ColumnRight): string => `find_in_set('${right}', privileges) > 0`

const mysqlProbe: RightsProbe = {
  user: 'select current_user()',
  columns: `
select table_schema, table_name, column_name, privileges from information_schema.columns
where table_schema not in ('information_schema', 'mysql', 'performance_schema', 'sys')
  and (${columnRights.map(mysqlRight).join(' or ')}) order by 1, 2, 3`,
  others: `
select concat(lower(privilege_type), ' on *.*') from information_schema.user_privileges
where grantee = ${mysqlUser} and privilege_type <> 'USAGE'
union all
select concat(lower(privilege_type), ' on ', table_schema, '.*') from information_schema.schema_privileges
where grantee = ${mysqlUser}
union all
select concat(lower(privilege_type), ' on ', table_schema, '.', table_name) from information_schema.table_privileges
where grantee = ${mysqlUser} and privilege_type not in ('SELECT', 'INSERT', 'UPDATE')`,
}
