import type { Index } from '@bindery/model'
import type { IndexStatistics, TableStatistics } from '@bindery/model/tables'
import { cell, type Row } from './group-rows.ts'
import { ownSchemas } from './postgres-queries.ts'
import { readCount } from './statistics-of.ts'

/**
 * How many different values columns have, as far as the server shows it: of tables that the user may read. Below zero it is a
 * share of the rows. A table that others inherit from has one estimate of its own rows and one of all; queries see all.
 */
export const distincts = `
select c.oid, s.attname, s.n_distinct
from pg_catalog.pg_stats s
join pg_catalog.pg_namespace n on n.nspname = s.schemaname
join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = s.tablename
where c.relkind in ('r', 'p', 'm', 'f') and not c.relispartition and s.n_distinct <> 0 and ${ownSchemas}
  and s.inherited = exists (select from pg_catalog.pg_inherits h where h.inhparent = c.oid)
order by c.oid, s.attname`

/**
 * Servers find a beginning by an index that sorts byte by byte: by its collation, or by a class made for that. Not that of a
 * character(n), which a search writes out first, as blanks at its end mean nothing. The column for the provider of a database's collation came with PostgreSQL 15, so it is read by name.
 */
const sortsBytes = `
  case co.collprovider
    when 'c' then co.collcollate in ('C', 'POSIX')
    when 'b' then true
    when 'd' then (
      select case coalesce(pg_catalog.to_jsonb(d)->>'datlocprovider', 'c')
        when 'c' then d.datcollate in ('C', 'POSIX') when 'b' then true else false end
      from pg_catalog.pg_database d where d.datname = current_database())
    else false end`

/** The parts of indexes that hold texts: their own collation, a class for beginnings, and whether they find beginnings. */
export const indexedTexts = `
select i.indexrelid, part, i.indcollation[part] = a.attcollation, oc.opcname like '%\\_pattern\\_ops',
  am.amname = 'btree' and coalesce(own.collisdeterministic, true) and case
    when oc.opcname in ('text_pattern_ops', 'varchar_pattern_ops') then true
    when oc.opcname in ('text_ops', 'varchar_ops', 'name_ops') then ${sortsBytes}
    else false end
from pg_catalog.pg_index i
join pg_catalog.pg_class ic on ic.oid = i.indexrelid
join pg_catalog.pg_namespace n on n.oid = ic.relnamespace
join pg_catalog.pg_am am on am.oid = ic.relam
cross join lateral pg_catalog.generate_series(0, i.indnkeyatts - 1) part
join pg_catalog.pg_opclass oc on oc.oid = i.indclass[part]
join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[part]
join pg_catalog.pg_collation co on co.oid = i.indcollation[part]
left join pg_catalog.pg_collation own on own.oid = a.attcollation
where i.indisvalid and not ic.relispartition and am.amname in ('btree', 'hash') and ${ownSchemas}
order by i.indexrelid, part`

/** What an index serves; nothing for one that looks no column up. */
export function indexStatistics(
  row: Row,
  { name, fields }: Index,
  texts: ReadonlyMap<string, readonly Row[]>,
): readonly IndexStatistics[] {
  if (fields.length === 0) return []
  const isHash = cell(row, 6) === 'hash'
  const parts = texts.get(cell(row, 8)) ?? []
  const options = cell(row, 9).split(' ').map(Number)
  const columns = fields.map((column, part) => {
    const [, , own, isPattern, servesPrefix] = parts.find((found) => cell(found, 1) === String(part)) ?? []
    const option = options[part] ?? 0
    return {
      column,
      isOwnCollation: own !== 'f',
      isOrdered: !isHash && isPattern !== 't',
      servesPrefix: servesPrefix === 't',
      direction: (option & descending) === 0 ? ('asc' as const) : ('desc' as const),
      nulls: (option & nullsFirst) === 0 ? ('last' as const) : ('first' as const),
    }
  })
  return [{ name, serves: isHash ? 'equality' : 'order', columns }]
}

const descending = 1
const nullsFirst = 2

/** Different values of columns of one table. A share of rows that nobody knows is no number. */
export function readDistinct(
  rows: readonly Row[],
  tableRows: number | undefined,
): TableStatistics['distinct'] {
  return rows.flatMap((row) => {
    const estimate = Number(cell(row, 2))
    const values = estimate < 0 && tableRows !== undefined ? -estimate * tableRows : estimate
    const count = values > 0 ? readCount(String(Math.max(1, values)), 1) : undefined
    return count === undefined ? [] : [{ column: cell(row, 1), count }]
  })
}
