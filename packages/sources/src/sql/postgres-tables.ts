import type { Index } from '@bindery/model'
import type { Draft } from '../json-schema/draft.ts'
import { CatalogReader, type Database } from './dialect.ts'
import { cell, groupRows, type Row } from './group-rows.ts'
import { postgresTextsQuery, PostgresTypes, postgresTypesQuery } from './postgres-types.ts'
import { readDefault } from './read-default.ts'
import type { Column, ForeignKey, Privileges, Table } from './table.ts'

const ownSchemas = `n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'`

/** Partitions are part of their parent, so they are left out. */
const relations = `
select c.oid, n.nspname, c.relname, d.description, c.relrowsecurity,
  pg_catalog.has_schema_privilege(n.oid, 'USAGE'), c.relkind in ('v', 'm'),
  pg_catalog.quote_ident(current_user)
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
const columns = `
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
const keys = `
select con.conrelid, con.conname, con.contype, con.conkey, con.confrelid, con.confkey
from pg_catalog.pg_constraint con
join pg_catalog.pg_namespace n on n.oid = con.connamespace
where con.contype in ('p', 'f') and con.conparentid = 0 and ${ownSchemas}
order by con.conrelid, con.conname`

const indexes = `
select i.indrelid, ic.relname, i.indisunique, i.indpred is not null, i.indkey, i.indnkeyatts, am.amname
from pg_catalog.pg_index i
join pg_catalog.pg_class ic on ic.oid = i.indexrelid
join pg_catalog.pg_namespace n on n.oid = ic.relnamespace
join pg_catalog.pg_am am on am.oid = ic.relam
where i.indisvalid and not ic.relispartition and ${ownSchemas}
order by i.indrelid, ic.relname`

/** Reads the tables of a PostgreSQL database in six queries, whatever its size. */
export async function readPostgresTables(database: Database): Promise<readonly Table[]> {
  const reader = new CatalogReader(database)
  const [columnRows, indexRows, keyRows, tableRows, typeRows, textRows] = await Promise.all([
    reader.read(columns),
    reader.read(indexes),
    reader.read(keys),
    reader.read(relations),
    reader.read(postgresTypesQuery),
    reader.read(postgresTextsQuery),
  ])
  const parts: Parts = {
    types: new PostgresTypes(typeRows, textRows),
    flags: new Map(),
    columns: groupRows(columnRows),
    keys: groupRows(keyRows),
    indexes: groupRows(indexRows),
    tables: new Map(tableRows.map((row) => [cell(row, 0), row])),
  }
  return tableRows.flatMap((row) => toTable(row, parts, database))
}

interface Parts {
  readonly types: PostgresTypes
  /** What has been read of flags, by their text. */
  readonly flags: Map<string, Flags>
  readonly columns: ReadonlyMap<string, readonly Row[]>
  readonly keys: ReadonlyMap<string, readonly Row[]>
  readonly indexes: ReadonlyMap<string, readonly Row[]>
  readonly tables: ReadonlyMap<string, Row>
}

function toTable(row: Row, parts: Parts, { log }: Database): readonly Table[] {
  const [oid, schema, name] = [cell(row, 0), cell(row, 1), cell(row, 2)]
  const pointer = `table ${schema}.${name}`
  const isView = cell(row, 6) === 't'
  const all = (parts.columns.get(oid) ?? []).map((column) => {
    const found = toColumn(column, parts)
    return isView ? readOnly(found) : found
  })
  const columns = cell(row, 5) === 't' ? all.filter(({ may }) => may.read || may.insert || may.update) : []
  if (columns.length === 0) {
    const message = `The user has no privilege on any column of "${schema}.${name}", so it is left out.`
    log.report({ code: 'table_not_readable', severity: 'info', message, pointer })
    return []
  }
  reportHidden(all, log, pointer)
  const ownKeys = parts.keys.get(oid) ?? []
  const primary = ownKeys.find((key) => cell(key, 2) === 'p')
  return [
    {
      schema,
      name,
      ...(row[3] === null || row[3] === undefined ? {} : { comment: row[3] }),
      hidesRows: cell(row, 4) === 't',
      user: cell(row, 7),
      columns,
      key: primary === undefined ? [] : namesIn(primary[3], oid, parts),
      indexes: (parts.indexes.get(oid) ?? []).map((index) => toIndex(index, parts)),
      foreignKeys: ownKeys.flatMap((key) => toForeignKey(key, parts)),
    },
  ]
}

const readOnly = (column: Column): Column => ({
  ...column,
  isWritable: false,
  may: { ...column.may, insert: false, update: false },
})

function reportHidden(all: readonly Column[], log: Database['log'], pointer: string): void {
  const hidden = all.filter(({ may }) => !may.read).map((column) => `"${column.name}"`)
  if (hidden.length === 0) return
  const message = `The user may not read ${hidden.slice(0, 20).join(', ')}, so skills cannot either.`
  log.report({ code: 'column_not_readable', severity: 'info', message, pointer })
}

/** What one cell of flags says; columns with the same flags share it. */
interface Flags {
  readonly isNullable: boolean
  readonly isIdentity: boolean
  readonly isGenerated: boolean
  readonly isCollationDeterministic: boolean
  readonly isWritable: boolean
  readonly may: Privileges
}

function toColumn(row: Row, parts: Parts): Column {
  const expression = row[6] ?? undefined
  const comment = row[7] ?? undefined
  const flags = flagsOf(cell(row, 5), parts)
  const { type, comparison, constraints } = parts.types.columnType({
    oid: cell(row, 3),
    modifier: cell(row, 4),
    isCollationDeterministic: flags.isCollationDeterministic,
  })
  const column: Draft<Column> = {
    name: cell(row, 2),
    type,
    comparison,
    nullable: flags.isNullable,
    hasDefault: expression !== undefined || flags.isIdentity,
    isIdentity: flags.isIdentity,
    isWritable: flags.isWritable,
    may: flags.may,
  }
  if (constraints !== undefined) column.constraints = constraints
  if (comment !== undefined) column.comment = comment
  if (expression !== undefined) addDefault(column, expression, flags)
  return column
}

function addDefault(column: Draft<Column>, expression: string, flags: Flags): void {
  const byDefault = flags.isGenerated ? undefined : readDefault(expression)
  if (byDefault !== undefined) column.default = byDefault
  const sequence = sequenceOf(expression)
  if (sequence === undefined) return
  column.sequence = sequence
  column.isIdentity = true
}

/** `public.orders_id_seq` of `nextval('public.orders_id_seq'::regclass)`: without a search path names are whole. */
const sequenceOf = (expression: string): string | undefined =>
  /^nextval\('((?:[^']|'')+)'/.exec(expression)?.[1]?.replaceAll("''", "'")

function flagsOf(text: string, { flags }: Parts): Flags {
  const known = flags.get(text)
  if (known !== undefined) return known
  const [isNotNull, identity, generated, isDeterministic, read, insert, update] = text.split(',')
  const isWritable = generated === '' && identity !== 'a'
  const found: Flags = {
    isNullable: isNotNull !== 't',
    isIdentity: identity !== '',
    isGenerated: generated !== '',
    isCollationDeterministic: isDeterministic === 't',
    isWritable,
    may: { read: read === 't', insert: insert === 't' && isWritable, update: update === 't' && isWritable },
  }
  flags.set(text, found)
  return found
}

/** Only B-trees and hashes look a value up; another kind of index leads no column. */
function toIndex(row: Row, parts: Parts): Index {
  const numbers = cell(row, 4)
    .split(' ')
    .slice(0, Number(cell(row, 5)))
  const expression = numbers.indexOf('0')
  const names = numbers.slice(0, expression === -1 ? numbers.length : expression)
  const isLookup = cell(row, 6) === 'btree' || cell(row, 6) === 'hash'
  return {
    name: cell(row, 1),
    fields: isLookup ? names.map((number) => nameOf(number, parts.columns.get(cell(row, 0))) ?? '') : [],
    // Columns before an expression are not unique by themselves.
    isUnique: cell(row, 2) === 't' && expression === -1,
    isPartial: cell(row, 3) === 't',
  }
}

function toForeignKey(row: Row, parts: Parts): readonly ForeignKey[] {
  const target = parts.tables.get(cell(row, 4))
  if (cell(row, 2) !== 'f' || target === undefined) return []
  return [
    {
      name: cell(row, 1),
      columns: namesIn(row[3], cell(row, 0), parts),
      toSchema: cell(target, 1),
      toTable: cell(target, 2),
      toColumns: namesIn(row[5], cell(row, 4), parts),
    },
  ]
}

/** The names of `{1,3}` in a table. */
function namesIn(
  numbers: string | null | undefined,
  oid: string,
  { columns: known }: Parts,
): readonly string[] {
  const rows = known.get(oid)
  const list = (numbers ?? '{}').slice(1, -1).split(',')
  return list.flatMap((number) => nameOf(number, rows) ?? [])
}

/** The name of a column by its number. Numbers count from 1 and have gaps where columns were dropped. */
function nameOf(number: string, rows: readonly Row[] = []): string | undefined {
  const likely = rows[Number(number) - 1]
  const row = likely?.[1] === number ? likely : rows.find((candidate) => candidate[1] === number)
  return row === undefined ? undefined : cell(row, 2)
}
