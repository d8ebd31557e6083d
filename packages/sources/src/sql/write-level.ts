import type { Dialect } from './dialect.ts'
import { type ConditionSet, writeConditions } from './lower-conditions.ts'
import { type InnerLevel, isOf, requireOrdered, type RowLevel } from './row-level.ts'
import type { StatementWriter } from './statement-writer.ts'
import type { TableUse } from './table-access.ts'
import type { TableWalk } from './read-tables.ts'

/** A statement that is being written, and the names that its tables have been given. */
export interface LevelWriting {
  readonly writer: StatementWriter
  readonly dialect: Dialect
  readonly walk: TableWalk
  readonly set: ConditionSet
  readonly names: TableNames
}

/** Short names of the tables of one statement, and which table each of them is. */
export class TableNames {
  readonly #uses: (TableUse & { readonly alias: string })[] = []
  #joined = 0
  #inner = 0

  joined(table: TableUse): string {
    this.#joined += 1
    return this.#take(table, `r${this.#joined}`)
  }

  inner(table: TableUse): string {
    this.#inner += 1
    return this.#take(table, `n${this.#inner}`)
  }

  own(table: TableUse): string {
    return this.#take(table, 't')
  }

  /** What a statement reads of its tables. */
  uses(writer: StatementWriter): readonly TableUse[] {
    return this.#uses.map(({ alias, schema, table }) => ({ schema, table, select: writer.reads(alias) }))
  }

  #take({ schema, table }: TableUse, alias: string): string {
    this.#uses.push({ schema, table, alias })
    return alias
  }
}

/** The rows of a level as parts of a `select`, in the order in which they stand there. */
export interface WrittenLevel {
  readonly alias: string
  readonly aliasOf: (via: readonly string[]) => string
  /** Each joined row that is handed out, by a column that is null when there is none. */
  readonly witnesses: readonly string[]
  readonly inner: readonly string[]
  readonly joins: readonly string[]
  /** The table and its joins. */
  readonly from: string
}

/** Names the tables of a level and writes what comes before its `where`. */
export function writeLevel(level: RowLevel, alias: string, writing: LevelWriting): WrittenLevel {
  const { writer, names } = writing
  const all = [...level.joined, ...level.others]
  const aliases = new Map(all.map(({ path, join }) => [JSON.stringify(path), names.joined(join.to)]))
  const aliasOf = (via: readonly string[]): string =>
    via.length === 0 ? alias : (aliases.get(JSON.stringify(via)) ?? '')
  const witnesses = level.joined.map(({ path, join }) => writer.column(aliasOf(path), join.on[0]?.[1] ?? ''))
  const joins = all.map(({ path, join }) => writer.leftJoin(join, aliasOf(path), aliasOf(path.slice(0, -1))))
  const inner = level.inner.map((rows) => writeInner(rows, aliasOf(rows.path.slice(0, -1)), writing))
  const from = [`${writer.table(level.table.from)} as ${alias}`, ...joins].join(' ')
  return { alias, aliasOf, witnesses, inner, joins, from }
}

/** The conditions on the rows of a level. */
export function writeWhere(
  level: RowLevel,
  { alias, aliasOf }: WrittenLevel,
  { writer, dialect, set }: LevelWriting,
): readonly string[] {
  const conditions = set.conditions.filter((condition) => isOf(condition, level.rows))
  return writeConditions({ ...set, conditions }, { writer, dialect, alias, aliasOf })
}

/** What rows are ordered by; empty where nothing is asked for. Throws `binding_invalid` for what is no column. */
export function writeOrder(
  level: RowLevel,
  { aliasOf }: WrittenLevel,
  { writer, dialect, walk }: LevelWriting,
): string {
  return level.order
    .map(({ field, direction = 'asc' }) => {
      const { via, column, nullable } = requireOrdered(field, level.table, walk)
      // Where there are no nulls the plain order is kept: an index serves it.
      const nulls = nullable ? dialect.nulls[direction] : ''
      return `${writer.column(aliasOf(via), column)} ${direction}${nulls}`
    })
    .join(', ')
}

/**
 * Rows within a row, as one value of it. A sub-select among the values that are handed out is worked out for these rows alone,
 * after they were chosen and cut; one among the joined tables would be for every row that is found.
 */
function writeInner(level: InnerLevel, around: string, writing: LevelWriting): string {
  const { writer, dialect, names } = writing
  const written = writeLevel(level, names.inner(level.table.from), writing)
  const pairs = level.on.map(
    ([here, there]) => `${writer.column(written.alias, here)} = ${writer.column(around, there)}`,
  )
  const columns = level.cells.map(({ path, type }) => ({
    column: writer.column(written.aliasOf(path.slice(0, -1)), path.at(-1) ?? ''),
    type,
  }))
  const cells = columns.map(({ column, type }) => dialect.text(column, type))
  const witnesses = written.witnesses.map((column) => dialect.witness(column))
  return dialect.nested({
    cells: [...cells, ...witnesses],
    inner: written.inner,
    from: written.from,
    where: [...pairs, ...writeWhere(level, written, writing)].join(' and '),
    order: writeOrder(level, written, writing),
    limit: level.maxRows + 1,
  })
}
