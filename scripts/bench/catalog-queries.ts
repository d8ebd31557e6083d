import type { SqlDialect } from '../../packages/connection/src/index.ts'

/**
 * The floor of reading a database: what its catalog tables say about tables, columns, types, keys, indexes, comments and
 * grants, each asked once for all, as the server has it and with nothing made of it.
 */
export const catalogQueries: { readonly [dialect in SqlDialect]: readonly string[] } = {
  postgres: [
    `select c.oid, n.nspname, c.relname, c.relkind, c.relrowsecurity, c.relacl, d.description
from pg_class c join pg_namespace n on n.oid = c.relnamespace
left join pg_description d on d.objoid = c.oid and d.objsubid = 0 and d.classoid = 'pg_class'::regclass
where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema')`,
    `select a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
  a.attgenerated, a.attacl, pg_get_expr(ad.adbin, ad.adrelid), d.description
from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
left join pg_attrdef ad on ad.adrelid = a.attrelid and ad.adnum = a.attnum
left join pg_description d
  on d.objoid = a.attrelid and d.objsubid = a.attnum and d.classoid = 'pg_class'::regclass
where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema')
  and a.attnum > 0 and not a.attisdropped`,
    `select conrelid, conname, contype, conkey, confrelid, confkey from pg_constraint where contype in ('p', 'f')`,
    `select i.indrelid, ic.relname, i.indisunique, i.indkey, am.amname
from pg_index i join pg_class ic on ic.oid = i.indexrelid join pg_namespace n on n.oid = ic.relnamespace
join pg_am am on am.oid = ic.relam where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')`,
    `select t.oid, t.typname, t.typtype, t.typelem, t.typbasetype from pg_type t where t.typtype in ('b', 'd', 'e')`,
    'select enumtypid, enumlabel from pg_enum order by enumtypid, enumsortorder',
  ],
  mysql: [
    `select table_name, table_type, table_comment from information_schema.tables where table_schema = database()`,
    `select table_name, column_name, column_type, is_nullable, column_default, extra, column_comment, privileges
from information_schema.columns where table_schema = database()`,
    `select table_name, index_name, non_unique, column_name, index_type
from information_schema.statistics where table_schema = database()`,
    `select table_name, constraint_name, column_name, referenced_table_name, referenced_column_name
from information_schema.key_column_usage where table_schema = database() and referenced_table_name is not null`,
  ],
}
