/** The schemas of people, under the alias `n`. */
export const ownSchemas = `n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'`

const hasInheritors = `exists (select from pg_catalog.pg_inherits h where h.inhparent = c.oid)`

/**
 * Partitions are part of their parent, so they are left out. Tables that inherit from one are part of it as well, and no
 * index of it holds their rows. The last cell has the estimated rows, where the table holds all that it shows: before
 * PostgreSQL 14 nothing estimated was 0 as well.
 */
export const relations = `
select c.oid, n.nspname, c.relname, d.description, c.relrowsecurity,
  pg_catalog.has_schema_privilege(n.oid, 'USAGE'), c.relkind in ('v', 'm'),
  pg_catalog.quote_ident(current_user),
  c.relkind <> 'p' and ${hasInheritors},
  case when c.relkind in ('r', 'm', 'f') and not ${hasInheritors}
    and (c.relpages > 0 or current_setting('server_version_num')::int >= 140000) then c.reltuples end
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_description d
  on d.objoid = c.oid and d.objsubid = 0 and d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition and ${ownSchemas}
order by n.nspname, c.relname`

/**
 * What holds for a table is asked once for it: asking for each column takes three times as long. Few combinations of
 * flags and of types occur, so a row has one cell for all flags, and types are written out by a query of their own.
 */
export const columns = `
select a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod,
  pg_catalog.concat_ws(',', a.attnotnull, a.attidentity, a.attgenerated, coalesce(co.collisdeterministic, true),
    c.may_read or pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'SELECT'),
    c.may_insert or pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'INSERT'),
    c.may_update or pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'UPDATE')),
  pg_catalog.pg_get_expr(ad.adbin, ad.adrelid), d.description
from (
  select c.oid, pg_catalog.has_table_privilege(c.oid, 'SELECT') as may_read,
    pg_catalog.has_table_privilege(c.oid, 'INSERT') as may_insert,
    pg_catalog.has_table_privilege(c.oid, 'UPDATE') as may_update
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where not c.relispartition and c.relkind in ('r', 'p', 'v', 'm', 'f') and ${ownSchemas}
  offset 0
) c
join pg_catalog.pg_attribute a on a.attrelid = c.oid
left join pg_catalog.pg_attrdef ad on ad.adrelid = a.attrelid and ad.adnum = a.attnum
left join pg_catalog.pg_description d
  on d.objoid = a.attrelid and d.objsubid = a.attnum and d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
left join pg_catalog.pg_collation co on co.oid = a.attcollation
where a.attnum > 0 and not a.attisdropped
order by a.attrelid, a.attnum`

/** Copies that partitions hold of their parent's keys have a parent of their own. */
export const keys = `
select con.conrelid, con.conname, con.contype, con.conkey, con.confrelid, con.confkey
from pg_catalog.pg_constraint con
join pg_catalog.pg_namespace n on n.oid = con.connamespace
where con.contype in ('p', 'f') and con.conparentid = 0 and ${ownSchemas}
order by con.conrelid, con.conname`

/** One that was never validated says nothing of rows that are there. */
export const checks = `
select con.conrelid, pg_catalog.pg_get_expr(con.conbin, con.conrelid)
from pg_catalog.pg_constraint con
join pg_catalog.pg_namespace n on n.oid = con.connamespace
where con.contype = 'c' and con.convalidated and con.conrelid <> 0 and con.conparentid = 0 and ${ownSchemas}
order by con.conrelid, con.conname`

/**
 * Cell 7 has the operator class of each part, which is empty where the index tells texts apart that its column takes for one.
 */
export const indexes = `
select i.indrelid, ic.relname, i.indisunique, pg_catalog.pg_get_expr(i.indpred, i.indrelid), i.indkey, i.indnkeyatts,
  am.amname, case when i.indisunique then (
    select pg_catalog.string_agg(case when i.indcollation[part] = a.attcollation or coalesce(co.collisdeterministic, true)
      then oc.opcname::text else '' end, ' ' order by part)
    from pg_catalog.generate_series(0, i.indnkeyatts - 1) part
    join pg_catalog.pg_opclass oc on oc.oid = i.indclass[part]
    left join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[part]
    left join pg_catalog.pg_collation co on co.oid = a.attcollation) end, i.indexrelid, i.indoption
from pg_catalog.pg_index i
join pg_catalog.pg_class ic on ic.oid = i.indexrelid
join pg_catalog.pg_namespace n on n.oid = ic.relnamespace
join pg_catalog.pg_am am on am.oid = ic.relam
where i.indisvalid and not ic.relispartition and ${ownSchemas}
order by i.indrelid, ic.relname`
