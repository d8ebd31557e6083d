import type { Index } from '@bindery/model'
import type { Draft } from '../json-schema/draft.ts'
import { checkedColumns, rowsOf, withAllowedValues } from './allowed-values.ts'
import { classifyColumns, type DescribedColumn, type DescribedTable } from './column-classes.ts'
import { spellings } from './condition-words.ts'
import { CatalogReader, type Database } from './dialect.ts'
import { cell, groupRows, type Row } from './group-rows.ts'
import {
  postgresColumnKey,
  postgresDependenciesQuery,
  postgresOrigins,
  postgresShownQuery,
} from './postgres-origins.ts'
import { postgresTextsQuery, PostgresTypes, postgresTypesQuery } from './postgres-types.ts'
import { checks, columns, indexes, keys, relations } from './postgres-queries.ts'
import { distincts, indexedTexts, indexStatistics, readDistinct } from './postgres-statistics.ts'
import { readCondition } from './read-condition.ts'
import { readDefault } from './read-default.ts'
import { readCount, unknownWhenRefused } from './statistics-of.ts'
import type { Column, ForeignKey, Privileges, Table } from './table.ts'

/** Reads the tables of a PostgreSQL database in eleven queries, whatever its size. */
export async function readPostgresTables(database: Database): Promise<readonly Table[]> {
  const reader = new CatalogReader(database)
  const [
    columnRows,
    distinctRows,
    shown,
    dependencies,
    indexRows,
    indexedRows,
    keyRows,
    checkRows,
    tableRows,
    typeRows,
    textRows,
  ] = await Promise.all([
    reader.read(columns),
    reader.read(distincts).catch(unknownWhenRefused),
    reader.read(postgresShownQuery),
    reader.read(postgresDependenciesQuery),
    reader.read(indexes),
    reader.read(indexedTexts),
    reader.read(keys),
    reader.read(checks),
    reader.read(relations),
    reader.read(postgresTypesQuery),
    reader.read(postgresTextsQuery),
  ])
  const parts: Parts = {
    types: new PostgresTypes(typeRows, textRows),
    flags: new Map(),
    columns: groupRows(columnRows),
    keys: groupRows(keyRows),
    checks: groupRows(checkRows),
    indexes: groupRows(indexRows),
    indexedTexts: groupRows(indexedRows),
    distincts: groupRows(distinctRows),
    tables: new Map(tableRows.map((row) => [cell(row, 0), row])),
  }
  const described = tableRows.map((row) => describeTable(row, parts))
  const origins = postgresOrigins({ columns: columnRows, shown, dependencies })
  const classified = classifyColumns(described, origins)
  return tableRows.flatMap((row, index) => toTable(row, { all: classified[index] ?? [], parts, database }))
}

interface Parts {
  readonly types: PostgresTypes
  /** What has been read of flags, by their text. */
  readonly flags: Map<string, Flags>
  readonly columns: ReadonlyMap<string, readonly Row[]>
  readonly keys: ReadonlyMap<string, readonly Row[]>
  readonly checks: ReadonlyMap<string, readonly Row[]>
  readonly indexes: ReadonlyMap<string, readonly Row[]>
  readonly indexedTexts: ReadonlyMap<string, readonly Row[]>
  readonly distincts: ReadonlyMap<string, readonly Row[]>
  readonly tables: ReadonlyMap<string, Row>
}

function describeTable(row: Row, parts: Parts): DescribedTable {
  const oid = cell(row, 0)
  const isView = cell(row, 6) === 't'
  const conditions = (parts.checks.get(oid) ?? []).map((check) => cell(check, 1))
  const valuesOf = checkedColumns(conditions, spellings.postgres)
  const columns = (parts.columns.get(oid) ?? []).map((column) => {
    const found = withChecks(toColumn(column, parts), valuesOf)
    return { key: postgresColumnKey(oid, cell(column, 1)), column: isView ? readOnly(found) : found }
  })
  return { name: cell(row, 2), columns }
}

interface Described {
  readonly all: readonly Column[]
  readonly parts: Parts
  readonly database: Database
}

function toTable(row: Row, { all, parts, database: { log } }: Described): readonly Table[] {
  const [oid, schema, name] = [cell(row, 0), cell(row, 1), cell(row, 2)]
  const pointer = `table ${schema}.${name}`
  const columns = cell(row, 5) === 't' ? all.filter(({ may }) => may.read || may.insert || may.update) : []
  if (columns.length === 0) {
    const message = `The user has no privilege on any column of "${schema}.${name}", so it is left out.`
    log.report({ code: 'table_not_readable', severity: 'info', message, pointer })
    return []
  }
  reportHidden(all, log, pointer)
  const ownKeys = parts.keys.get(oid) ?? []
  const isWhole = cell(row, 8) !== 't'
  const indexed = (parts.indexes.get(oid) ?? []).map((index) => toIndex(index, parts))
  const primary = isWhole ? ownKeys.find((key) => cell(key, 2) === 'p') : undefined
  return [
    {
      schema,
      name,
      ...(row[3] === null || row[3] === undefined ? {} : { comment: row[3] }),
      kind: cell(row, 6) === 't' ? 'view' : 'table',
      hidesRows: cell(row, 4) === 't',
      user: cell(row, 7),
      columns,
      key: primary === undefined ? [] : namesIn(primary[3], oid, parts),
      indexes: isWhole ? indexed : indexed.map((index) => ({ ...index, isUnique: false })),
      foreignKeys: ownKeys.flatMap((key) => toForeignKey(key, parts)),
      statistics: toStatistics(row, indexed, parts),
    },
  ]
}

function toStatistics(row: Row, indexed: readonly Index[], parts: Parts): Table['statistics'] {
  const oid = cell(row, 0)
  const rows = readCount(row[9], 0)
  return {
    ...(rows === undefined ? {} : { rows }),
    distinct: readDistinct(parts.distincts.get(oid) ?? [], rows),
    indexes: (parts.indexes.get(oid) ?? []).flatMap((index, position) => {
      const found = indexed[position]
      return found === undefined ? [] : indexStatistics(index, found, parts.indexedTexts)
    }),
  }
}

type Unclassed = DescribedColumn['column']

const withChecks = (column: Unclassed, valuesOf: ReturnType<typeof checkedColumns>): Unclassed =>
  withAllowedValues(column, valuesOf(column.name))

const readOnly = (column: Unclassed): Unclassed => ({
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

function toColumn(row: Row, parts: Parts): Unclassed {
  const expression = row[6] ?? undefined
  const comment = row[7] ?? undefined
  const flags = flagsOf(cell(row, 5), parts)
  const { type, comparison, constraints, isNotNull, hasDefault } = parts.types.columnType({
    oid: cell(row, 3),
    modifier: cell(row, 4),
    isCollationDeterministic: flags.isCollationDeterministic,
  })
  const column: Draft<Unclassed> = {
    name: cell(row, 2),
    type,
    comparison,
    nullable: flags.isNullable && isNotNull !== true,
    hasDefault: expression !== undefined || flags.isIdentity || hasDefault === true,
    isIdentity: flags.isIdentity,
    isWritable: flags.isWritable,
    may: flags.may,
  }
  if (constraints !== undefined) column.constraints = constraints
  if (comment !== undefined) column.comment = comment
  if (expression !== undefined) addDefault(column, expression, flags)
  return column
}

function addDefault(column: Draft<Unclassed>, expression: string, flags: Flags): void {
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
  const predicate = cell(row, 3)
  const rows = predicate === '' ? undefined : rowsOf(readCondition(predicate, spellings.postgres))
  return {
    name: cell(row, 1),
    fields: isLookup ? names.map((number) => nameOf(number, parts.columns.get(cell(row, 0))) ?? '') : [],
    // Columns before an expression are not unique by themselves.
    isUnique: cell(row, 2) === 't' && expression === -1 && isOfOneMind(row, parts),
    isPartial: predicate !== '',
    ...(rows === undefined ? {} : { rows }),
  }
}

/** Whether a unique index takes for one what a filter does: otherwise one value may find several rows. */
function isOfOneMind(row: Row, { columns: known, types }: Parts): boolean {
  const classes = cell(row, 7).split(' ')
  const numbers = cell(row, 4).split(' ')
  return classes.every((name, part) => {
    const column = known.get(cell(row, 0))?.find((candidate) => candidate[1] === numbers[part])
    const isCitext = column !== undefined && types.isCitext(cell(column, 3))
    return name !== '' && (!isCitext || name.startsWith('citext'))
  })
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
