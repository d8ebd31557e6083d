import type { Origins } from './column-classes.ts'
import { cell, type Row } from './group-rows.ts'
import { expressionOrigins, type MysqlNames, mysqlColumnKey, viewOrigins } from './read-definition.ts'

export interface MysqlOriginRows {
  readonly schema: string
  /** The columns of each table in their order; the last cell is the expression of a generated one. */
  readonly columns: ReadonlyMap<string, readonly Row[]>
  readonly views: readonly Row[]
  readonly keys: readonly Row[]
}

/** What the columns of a database are made of, by key: of what they show, name or refer to, or of what their view reads. */
export function mysqlOrigins(rows: MysqlOriginRows): ReadonlyMap<string, readonly Origins[]> {
  const { schema, columns } = rows
  const names: MysqlNames = {
    schema,
    tables: new Map([...columns].map(([table, all]) => [table, new Set(all.map((row) => cell(row, 1)))])),
  }
  return new Map([
    ...merged([...generated(rows, names), ...referred(rows)]),
    ...rows.views.flatMap((view) => ofView(view, rows, names)),
  ])
}

type Found = readonly [key: string, origins: readonly Origins[]]

function generated({ schema, columns }: MysqlOriginRows, names: MysqlNames): readonly Found[] {
  return [...columns.values()].flat().flatMap((row): readonly Found[] => {
    const [table, column, expression] = [cell(row, 0), cell(row, 1), cell(row, 11)]
    if (expression === '') return []
    return [[mysqlColumnKey(schema, table, column), [expressionOrigins(expression, table, names)]]]
  })
}

function referred({ schema, keys }: MysqlOriginRows): readonly Found[] {
  return keys.map((row): Found => {
    const name = cell(row, 5)
    const key = mysqlColumnKey(cell(row, 3), cell(row, 4), name)
    return [mysqlColumnKey(schema, cell(row, 0), cell(row, 2)), [{ of: 'all', columns: [{ key, name }] }]]
  })
}

function merged(all: readonly Found[]): ReadonlyMap<string, readonly Origins[]> {
  const origins = new Map<string, readonly Origins[]>()
  for (const [key, found] of all) origins.set(key, [...(origins.get(key) ?? []), ...found])
  return origins
}

function ofView(view: Row, { schema, columns }: MysqlOriginRows, names: MysqlNames): readonly Found[] {
  const name = cell(view, 0)
  const own = columns.get(name) ?? []
  const origins = viewOrigins(cell(view, 1), own.length, names)
  return own.flatMap((row, index): readonly Found[] => {
    const found = origins[index]
    return found === undefined ? [] : [[mysqlColumnKey(schema, name, cell(row, 1)), [found]]]
  })
}
