import type { Index, Json } from '@bindery/model'
import type { Draft } from '../json-schema/draft.ts'
import { checkedColumns, withAllowedValues } from './allowed-values.ts'
import { classifyColumns, type DescribedColumn, type DescribedTable } from './column-classes.ts'
import { spellings } from './condition-words.ts'
import { CatalogReader, type Database } from './dialect.ts'
import { cell, groupRows, type Row } from './group-rows.ts'
import { mysqlOrigins } from './mysql-origins.ts'
import { mysqlStatistics } from './mysql-statistics.ts'
import { type DeclaredType, isWritableType, MysqlTypes } from './mysql-types.ts'
import { mysqlColumnKey } from './read-definition.ts'
import { readDefault } from './read-default.ts'
import type { Column, ForeignKey, Privileges, Table } from './table.ts'

const tables = `
select table_name, table_type, table_comment, table_rows
from information_schema.tables where table_schema = database() order by table_name`

/** `privileges` are those of the connected user. */
const columns = `
select table_name, column_name, data_type, column_type, is_nullable, column_default, extra, column_comment,
  collation_name, character_maximum_length, privileges, generation_expression
from information_schema.columns where table_schema = database() order by table_name, ordinal_position`

const views = `
select table_name, view_definition from information_schema.views where table_schema = database()`

/** The last cell says whether the server uses the index at all. */
const indexesOf = (isUsed: string): string => `
select table_name, index_name, non_unique, column_name, index_type, collation, sub_part, cardinality, ${isUsed}
from information_schema.statistics where table_schema = database() order by table_name, index_name, seq_in_index`

const foreignKeys = `
select table_name, constraint_name, column_name, referenced_table_schema, referenced_table_name, referenced_column_name
from information_schema.key_column_usage
where table_schema = database() and referenced_table_name is not null
order by table_name, constraint_name, ordinal_position`

/** MariaDB knows the table of a check; in MySQL its name is one of the schema. */
const checks = {
  mariadb: `
select table_name, check_clause
from information_schema.check_constraints
where constraint_schema = database() order by table_name, constraint_name`,
  mysql: `
select t.table_name, c.check_clause
from information_schema.check_constraints c
join information_schema.table_constraints t
  on t.constraint_schema = c.constraint_schema and t.constraint_name = c.constraint_name
where c.constraint_schema = database() and t.constraint_type = 'CHECK' and t.enforced = 'YES'
order by t.table_name, c.constraint_name`,
} as const

/** Reads the tables of the connected database, of MySQL or MariaDB, in seven queries, whatever its size. */
export async function readMysqlTables(database: Database): Promise<readonly Table[]> {
  const reader = new CatalogReader(database)
  const [server = []] = await reader.read('select database(), version(), current_user()')
  const product = /mariadb/i.test(cell(server, 1)) ? 'mariadb' : 'mysql'
  const [columnRows, indexRows, keyRows, tableRows, viewRows, checkRows] = await Promise.all([
    reader.read(columns),
    reader.read(indexesOf(isIndexUsed(product, cell(server, 1)))),
    reader.read(foreignKeys),
    reader.read(tables),
    reader.read(views),
    knowsChecks(product, cell(server, 1)) ? reader.read(checks[product]) : [],
  ])
  const parts: Parts = {
    schema: cell(server, 0),
    user: quoteUser(cell(server, 2)),
    product,
    columns: groupRows(columnRows),
    indexes: groupRows(indexRows),
    keys: groupRows(keyRows),
    checks: groupRows(checkRows),
    types: new MysqlTypes(),
    privileges: new Map(),
  }
  const described = tableRows.map((row) => describeTable(row, parts))
  const origins = mysqlOrigins({
    schema: parts.schema,
    columns: parts.columns,
    keys: keyRows,
    views: viewRows,
  })
  const classified = classifyColumns(described, origins)
  reportClosed(viewRows, parts, database)
  return tableRows.flatMap((row, index) => toTable(row, { all: classified[index] ?? [], parts, database }))
}

/** A definition is shown to its owner and to whoever may see views. */
function reportClosed(views: readonly Row[], { schema, columns: known }: Parts, { log }: Database): void {
  for (const view of views) {
    const [name, definition] = [cell(view, 0), cell(view, 1)]
    if (definition !== '' || !known.has(name)) continue
    const message = `The server does not tell this user what the view "${name}" is made of, so its columns are judged by their own names only. Grant "show view" on it, or set the classes of its columns.`
    log.report({
      code: 'view_not_explained',
      severity: 'warning',
      message,
      pointer: `table ${schema}.${name}`,
    })
  }
}

/** MySQL keeps checks since 8.0.16. */
function knowsChecks(product: Parts['product'], version: string): boolean {
  const [major, minor, patch] = versionOf(version)
  return product === 'mariadb' || major > 8 || (major === 8 && (minor > 0 || patch >= 16))
}

/** How a server says that it leaves an index alone, since it knows such indexes. */
function isIndexUsed(product: Parts['product'], version: string): string {
  const [major, minor] = versionOf(version)
  if (product === 'mysql') return major >= 8 ? "is_visible = 'YES'" : '1'
  return major > 10 || (major === 10 && minor >= 6) ? "ignored = 'NO'" : '1'
}

function versionOf(version: string): readonly [major: number, minor: number, patch: number] {
  const [major = 0, minor = 0, patch = 0] = (/^\d+\.\d+\.\d+/.exec(version)?.[0] ?? '').split('.').map(Number)
  return [major, minor, patch]
}

/** `'app'@'%'` of `app@%`; a user's name may hold an at sign, a host never. */
function quoteUser(account: string): string {
  const at = account.lastIndexOf('@')
  return [account.slice(0, at), account.slice(at + 1)]
    .map((part) => `'${part.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`)
    .join('@')
}

interface Parts {
  readonly schema: string
  readonly user: string
  readonly product: 'mariadb' | 'mysql'
  readonly types: MysqlTypes
  /** What has been read of lists of privileges, by their text. */
  readonly privileges: Map<string, Privileges>
  readonly columns: ReadonlyMap<string, readonly Row[]>
  readonly indexes: ReadonlyMap<string, readonly Row[]>
  readonly keys: ReadonlyMap<string, readonly Row[]>
  readonly checks: ReadonlyMap<string, readonly Row[]>
}

const isViewRow = (row: Row): boolean => cell(row, 1).includes('VIEW')

function describeTable(row: Row, parts: Parts): DescribedTable {
  const name = cell(row, 0)
  const isView = isViewRow(row)
  const checks = (parts.checks.get(name) ?? []).map((check) => plainCheck(cell(check, 1), parts.product))
  const valuesOf = checkedColumns(checks, spellings.mysql)
  const columns = (parts.columns.get(name) ?? []).map((column) => ({
    key: mysqlColumnKey(parts.schema, name, cell(column, 1)),
    column: toColumn(column, { parts, checks, valuesOf, isView }),
  }))
  return { name, columns }
}

interface Described {
  readonly all: readonly Column[]
  readonly parts: Parts
  readonly database: Database
}

function toTable(row: Row, { all, parts, database: { log } }: Described): readonly Table[] {
  const [name, comment, isView] = [cell(row, 0), cell(row, 2), isViewRow(row)]
  const columns = all.filter(({ may }) => may.read || may.insert || may.update)
  const pointer = `table ${parts.schema}.${name}`
  if (columns.length === 0) {
    const message = `The user has no privilege on any column of "${name}", so it is left out.`
    log.report({ code: 'table_not_readable', severity: 'info', message, pointer })
    return []
  }
  const indexRows = parts.indexes.get(name) ?? []
  const found = toIndexes(indexRows)
  return [
    {
      schema: parts.schema,
      name,
      ...(isView || comment === '' ? {} : { comment }),
      kind: isView ? 'view' : 'table',
      hidesRows: false,
      user: parts.user,
      columns,
      key: found.find((index) => index.name === 'PRIMARY')?.fields ?? [],
      indexes: found,
      foreignKeys: toForeignKeys(parts.keys.get(name) ?? []),
      statistics: mysqlStatistics(isView ? null : row[3], { columns, indexes: found, parts: indexRows }),
    },
  ]
}

interface ColumnContext {
  readonly parts: Parts
  readonly checks: readonly string[]
  readonly valuesOf: ReturnType<typeof checkedColumns>
  readonly isView: boolean
}

/** MySQL gives its conditions escaped once more: `_utf8mb4\'open\'`. */
const plainCheck = (check: string, product: Parts['product']): string =>
  product === 'mysql' ? check.replaceAll(/\\(.)/gs, '$1') : check

function toColumn(row: Row, { parts, checks, valuesOf, isView }: ColumnContext): DescribedColumn['column'] {
  const name = cell(row, 1)
  const declared: DeclaredType = {
    data: cell(row, 2),
    full: cell(row, 3),
    collation: row[8] ?? undefined,
    maxLength: row[9] === null || row[9] === undefined ? undefined : Number(row[9]),
    isCheckedJson:
      cell(row, 2) === 'longtext' && checks.includes(`json_valid(\`${name.replaceAll('`', '``')}\`)`),
  }
  const extra = cell(row, 6).toLowerCase()
  const granted = privilegesOf(cell(row, 10), parts)
  const isWritable =
    !isView && isWritableType(declared) && !/(?:stored|virtual|persistent) generated/.test(extra)
  const expression = row[5] === 'NULL' ? undefined : (row[5] ?? undefined)
  const byDefault = expression === undefined ? undefined : defaultOf(expression, extra, parts.product)
  const comment = cell(row, 7)
  const isIdentity = extra.includes('auto_increment')
  const { type, comparison, constraints } = withAllowedValues(
    parts.types.columnType(declared),
    valuesOf(name),
  )
  const column: Draft<DescribedColumn['column']> = {
    name,
    type,
    comparison,
    nullable: cell(row, 4) === 'YES',
    hasDefault: expression !== undefined || isIdentity,
    isIdentity,
    isWritable,
    may: isWritable ? granted : { ...granted, insert: false, update: false },
  }
  if (constraints !== undefined) column.constraints = constraints
  if (comment !== '') column.comment = comment
  if (byDefault !== undefined) column.default = byDefault
  return column
}

/** MariaDB writes defaults as SQL, MySQL as bare text unless they are computed. */
function defaultOf(expression: string, extra: string, product: Parts['product']): Json | undefined {
  if (product === 'mariadb') return readDefault(expression)
  return extra.includes('default_generated') ? undefined : (readDefault(expression) ?? expression)
}

/** Few lists of privileges occur, so columns with the same list share what it says. */
function privilegesOf(text: string, { privileges }: Parts): Privileges {
  const known = privileges.get(text)
  if (known !== undefined) return known
  const words = text.toLowerCase().split(',')
  const found = {
    read: words.includes('select'),
    insert: words.includes('insert'),
    update: words.includes('update'),
  }
  privileges.set(text, found)
  return found
}

/** Parts of one index stand together, in order. A part without a column is an expression and ends what it leads. */
function toIndexes(rows: readonly Row[]): readonly Index[] {
  const byName = groupRows(rows.map((row) => row.slice(1)))
  return [...byName].map(([name, parts]) => {
    const columns = parts.map((part) => part[2] ?? undefined)
    const expression = columns.indexOf(undefined)
    const [first = []] = parts
    const isLookup = cell(first, 3) === 'BTREE' || cell(first, 3) === 'HASH'
    const leading = expression === -1 ? columns : columns.slice(0, expression)
    return {
      name,
      fields: isLookup ? leading.filter((column) => column !== undefined) : [],
      isUnique: cell(first, 1) === '0' && expression === -1,
      isPartial: false,
    }
  })
}

function toForeignKeys(rows: readonly Row[]): readonly ForeignKey[] {
  const byName = groupRows(rows.map((row) => row.slice(1)))
  return [...byName].map(([name, parts]) => {
    const [first = []] = parts
    return {
      name,
      columns: parts.map((part) => cell(part, 1)),
      toSchema: cell(first, 2),
      toTable: cell(first, 3),
      toColumns: parts.map((part) => cell(part, 4)),
    }
  })
}
