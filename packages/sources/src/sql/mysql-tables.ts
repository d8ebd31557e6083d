import type { Index, Json } from '@bindery/model'
import type { Draft } from '../json-schema/draft.ts'
import { CatalogReader, type Database } from './dialect.ts'
import { cell, groupRows, type Row } from './group-rows.ts'
import { type DeclaredType, isWritableType, MysqlTypes } from './mysql-types.ts'
import { readDefault } from './read-default.ts'
import type { Column, ForeignKey, Privileges, Table } from './table.ts'

const tables = `
select table_name, table_type, table_comment
from information_schema.tables where table_schema = database() order by table_name`

/** `privileges` are those of the connected user. */
const columns = `
select table_name, column_name, data_type, column_type, is_nullable, column_default, extra, column_comment,
  collation_name, character_maximum_length, privileges
from information_schema.columns where table_schema = database() order by table_name, ordinal_position`

const indexes = `
select table_name, index_name, non_unique, column_name, index_type
from information_schema.statistics where table_schema = database() order by table_name, index_name, seq_in_index`

const foreignKeys = `
select table_name, constraint_name, column_name, referenced_table_schema, referenced_table_name, referenced_column_name
from information_schema.key_column_usage
where table_schema = database() and referenced_table_name is not null
order by table_name, constraint_name, ordinal_position`

const jsonChecks = `
select table_name, check_clause
from information_schema.check_constraints
where constraint_schema = database() and check_clause like 'json_valid(%'`

/** Reads the tables of the connected database, of MySQL or MariaDB, in six queries, whatever its size. */
export async function readMysqlTables(database: Database): Promise<readonly Table[]> {
  const reader = new CatalogReader(database)
  const [server = []] = await reader.read('select database(), version(), current_user()')
  const isMariaDb = /mariadb/i.test(cell(server, 1))
  const [columnRows, indexRows, keyRows, tableRows, checkRows] = await Promise.all([
    reader.read(columns),
    reader.read(indexes),
    reader.read(foreignKeys),
    reader.read(tables),
    isMariaDb ? reader.read(jsonChecks) : [],
  ])
  const parts: Parts = {
    schema: cell(server, 0),
    user: quoteUser(cell(server, 2)),
    product: isMariaDb ? 'mariadb' : 'mysql',
    columns: groupRows(columnRows),
    indexes: groupRows(indexRows),
    keys: groupRows(keyRows),
    checks: groupRows(checkRows),
    types: new MysqlTypes(),
    privileges: new Map(),
  }
  return tableRows.flatMap((row) => toTable(row, parts, database))
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

function toTable(row: Row, parts: Parts, { log }: Database): readonly Table[] {
  const [name, kind, comment] = [cell(row, 0), cell(row, 1), cell(row, 2)]
  const isView = kind.includes('VIEW')
  const checks = (parts.checks.get(name) ?? []).map((check) => cell(check, 1))
  const all = (parts.columns.get(name) ?? []).map((column) => toColumn(column, { parts, checks, isView }))
  const columns = all.filter(({ may }) => may.read || may.insert || may.update)
  const pointer = `table ${parts.schema}.${name}`
  if (columns.length === 0) {
    const message = `The user has no privilege on any column of "${name}", so it is left out.`
    log.report({ code: 'table_not_readable', severity: 'info', message, pointer })
    return []
  }
  const found = toIndexes(parts.indexes.get(name) ?? [])
  return [
    {
      schema: parts.schema,
      name,
      ...(isView || comment === '' ? {} : { comment }),
      hidesRows: false,
      user: parts.user,
      columns,
      key: found.find((index) => index.name === 'PRIMARY')?.fields ?? [],
      indexes: found,
      foreignKeys: toForeignKeys(parts.keys.get(name) ?? []),
    },
  ]
}

interface ColumnContext {
  readonly parts: Parts
  readonly checks: readonly string[]
  readonly isView: boolean
}

function toColumn(row: Row, { parts, checks, isView }: ColumnContext): Column {
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
  const { type, comparison, constraints } = parts.types.columnType(declared)
  const column: Draft<Column> = {
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
