import type { Origin, Origins } from './column-classes.ts'
import { cell, groupRows, type Row } from './group-rows.ts'
import { ownSchemas } from './postgres-queries.ts'

/**
 * Which columns a view reads, a generated column names and a foreign key refers to, as the server keeps them so that none
 * of them can be dropped. A row as a whole is all of its columns. Before PostgreSQL 15 a generated column hung on others by itself, since then by its
 * expression. Columns of partitions are not among those that are read, so each comes with its name.
 */
export const postgresDependenciesQuery = `
with used as (
  select r.ev_class as own, 0 as number, d.refobjid, d.refobjsubid
  from pg_catalog.pg_rewrite r
  join pg_catalog.pg_depend d
    on d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass and d.objid = r.oid and d.refobjid <> r.ev_class
  where r.ev_type = '1' and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
  union
  select a.attrelid, a.attnum, d.refobjid, d.refobjsubid
  from pg_catalog.pg_attribute a
  join pg_catalog.pg_attrdef ad on ad.adrelid = a.attrelid and ad.adnum = a.attnum
  cross join lateral (values
    ('pg_catalog.pg_attrdef'::pg_catalog.regclass::pg_catalog.oid, ad.oid, 0::pg_catalog.int2),
    ('pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, a.attrelid, a.attnum)) by(classid, objid, objsubid)
  join pg_catalog.pg_depend d using (classid, objid, objsubid)
  where a.attgenerated <> '' and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
    and not (d.refobjid = a.attrelid and d.refobjsubid in (0, a.attnum))
  union
  select con.conrelid, pair.own, con.confrelid, pair.other
  from pg_catalog.pg_constraint con
  cross join lateral unnest(con.conkey, con.confkey) pair(own, other)
  where con.contype = 'f'
)
select pg_catalog.concat_ws('.', u.own, u.number), u.refobjid, a.attnum, a.attname
from used u
join pg_catalog.pg_class c on c.oid = u.own
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_attribute a on a.attrelid = u.refobjid and a.attnum > 0 and not a.attisdropped
  and u.refobjsubid in (0, a.attnum)
where ${ownSchemas}
order by u.own, u.number, u.refobjid, a.attnum`

/**
 * Columns of views that are a column of a table as it is, as the server tells its drivers in the header of an answer. A
 * query within the query has entries of its own that look the same, so only views of one query are read.
 */
export const postgresShownQuery = `
select pg_catalog.concat_ws('.', r.ev_class, shown[1]), shown[2], shown[3], a.attname
from pg_catalog.pg_rewrite r
join pg_catalog.pg_class c on c.oid = r.ev_class
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
cross join lateral pg_catalog.regexp_matches(r.ev_action::pg_catalog.text,
  ':resno (\\d+) :resname (?:\\\\.|[^ \\\\])+ :ressortgroupref \\d+ :resorigtbl ([1-9]\\d*) :resorigcol ([1-9]\\d*) :resjunk false',
  'g') shown
join pg_catalog.pg_attribute a
  on a.attrelid = shown[2]::pg_catalog.oid and a.attnum = shown[3]::pg_catalog.int2
where r.ev_type = '1' and ${ownSchemas}
  and pg_catalog.strpos(pg_catalog.substr(r.ev_action::pg_catalog.text, 5), '{QUERY ') = 0
order by r.ev_class`

/** A column by the number of its table and its own. */
export const postgresColumnKey = (table: string, number: string): string => `${table}.${number}`

export interface PostgresOriginRows {
  /** Each column by the number of its table and its own. */
  readonly columns: readonly Row[]
  readonly dependencies: readonly Row[]
  readonly shown: readonly Row[]
}

/** What the columns of a database are made of, by key: of what they show, name or refer to, or of what their view reads. */
export function postgresOrigins(rows: PostgresOriginRows): ReadonlyMap<string, readonly Origins[]> {
  const dependencies = groupRows(rows.dependencies)
  const shown = groupRows(rows.shown)
  const origins = new Map<string, readonly Origins[]>()
  for (const row of rows.columns) {
    const [table, number] = [cell(row, 0), cell(row, 1)]
    const key = postgresColumnKey(table, number)
    const exact = [...(shown.get(key) ?? []), ...(dependencies.get(key) ?? [])]
    if (exact.length > 0) origins.set(key, [{ of: 'all', columns: exact.map(toOrigin) }])
    else {
      const read = dependencies.get(postgresColumnKey(table, '0')) ?? []
      if (read.length > 0) origins.set(key, [{ of: 'some', columns: read.map(toOrigin) }])
    }
  }
  return origins
}

const toOrigin = (row: Row): Origin => ({
  key: postgresColumnKey(cell(row, 1), cell(row, 2)),
  name: cell(row, 3),
})
