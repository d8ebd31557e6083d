import type { Knex } from 'knex'
import { z } from 'zod'
import { readPage, type PageWindow, type RowPage, type SortKey } from './keyset.ts'
import { toCamelRow, toJsonb, toSnake } from './rows.ts'
import { tenantOf, type Transaction } from './tenancy.ts'

/** A table: its columns in camelCase, of which `row` are read. */
export interface TableShape<Row extends z.ZodObject, Hidden extends z.ZodObject, JsonColumn> {
  readonly name: string
  readonly row: Row
  /** Columns that are written or asked for, and never read. */
  readonly hidden?: Hidden
  /** Columns of `jsonb`. */
  readonly json?: readonly JsonColumn[]
  /** For rows with columns of other tables: the select that gives all of them, under the name of the table. */
  readonly from?: string
  /** `none` for what belongs to no organisation. */
  readonly tenant?: 'none'
}

type Cell<Value> = Value extends readonly (infer Item)[] ? readonly Item[] : Value

/**
 * Values by column, each a value or what the database works out. Undefined leaves a column as it is, and as its default in a
 * new row.
 */
export type Cells<Columns, JsonColumn> = {
  readonly [Column in keyof Columns]?:
    | (Column extends JsonColumn ? object | null : Cell<Columns[Column]> | Knex.Raw)
    | undefined
}

type Equal<Columns> = {
  readonly [Column in keyof Columns]?: Columns[Column] extends string ? string : Columns[Column]
}

/** Columns that are equal to values, and more that the database is asked. */
export type Where<Columns> = Equal<Columns> | readonly [Equal<Columns>, Knex.Raw]

interface Conflict<Columns, JsonColumn> {
  readonly on: readonly (keyof Columns & string)[]
  /** What takes the place of what was there. */
  readonly replace: readonly (keyof Columns & string)[]
  readonly also?: Cells<Columns, JsonColumn>
}

/** `locked` rows are held until the transaction ends. */
interface Reading {
  readonly order?: readonly SortKey[]
  readonly lock?: 'locked'
}

/** Which page of rows in which order; see `PagedList` and `PageWindow`. */
interface PageOf {
  readonly order: readonly SortKey[]
  readonly total: 'counted' | 'left out'
  readonly window: PageWindow
}

/**
 * A table on the query builder, in camelCase; every row that comes out is parsed. A value or a condition that it has no words
 * for is raw SQL among its columns; a whole statement is in `statements/`.
 */
export class Table<
  Row extends z.ZodObject,
  // Without hidden columns there are those of the row and no more.
  Hidden extends z.ZodObject = Row,
  JsonColumn extends string = never,
  Columns = z.output<Row> & z.output<Hidden>,
> {
  readonly #shape: TableShape<Row, Hidden, JsonColumn>
  readonly #read: readonly string[]
  readonly #known: ReadonlySet<string>
  readonly #json: ReadonlySet<string>

  constructor(shape: TableShape<Row, Hidden, JsonColumn>) {
    this.#shape = shape
    this.#read = Object.keys(shape.row.shape).map(toSnake)
    this.#known = new Set(Object.keys({ ...shape.row.shape, ...shape.hidden?.shape }))
    this.#json = new Set(shape.json)
  }

  /** The first row. */
  async find(
    transaction: Transaction,
    where: Where<Columns>,
    how: Reading = {},
  ): Promise<z.output<Row> | undefined> {
    const rows: unknown = await this.#select(transaction, where, how).limit(1)
    return this.#parseAll(rows)[0]
  }

  async list(
    transaction: Transaction,
    where: Where<Columns>,
    how: Reading = {},
  ): Promise<readonly z.output<Row>[]> {
    const rows: unknown = await this.#select(transaction, where, how)
    return this.#parseAll(rows)
  }

  /** Whether there is such a row; nothing of it is read. */
  async has(transaction: Transaction, where: Where<Columns>): Promise<boolean> {
    const row: unknown = await this.#at(transaction, where).first(transaction.raw('1'))
    return row !== undefined
  }

  page(
    transaction: Transaction,
    where: Where<Columns>,
    { order, total, window }: PageOf,
  ): Promise<RowPage<z.output<Row>>> {
    const columns = new Set([...this.#read, 'organization_id'])
    const rows = this.#from(transaction, where).select([...columns])
    return readPage(transaction, { order, total, rows, parse: (row) => this.#parse(row) }, window)
  }

  async insert(transaction: Transaction, cells: Cells<Columns, JsonColumn>): Promise<void> {
    await transaction(this.#shape.name).insert(this.#write(transaction, cells))
  }

  /** False when another row stands in its way, by these columns or by any. */
  async insertNew(
    transaction: Transaction,
    cells: Cells<Columns, JsonColumn>,
    on: readonly (keyof Columns & string)[] = [],
  ): Promise<boolean> {
    const query = transaction(this.#shape.name).insert(this.#write(transaction, cells))
    const rows: unknown[] = await (on.length === 0 ? query.onConflict() : query.onConflict(on.map(toSnake)))
      .ignore()
      .returning(transaction.raw('1'))
    return rows.length > 0
  }

  /** Inserts, or changes what stands in the way. */
  async upsert(
    transaction: Transaction,
    cells: Cells<Columns, JsonColumn>,
    conflict: Conflict<Columns, JsonColumn>,
  ): Promise<void> {
    const changes = this.#write(transaction, conflict.also ?? {})
    for (const column of conflict.replace.map(toSnake))
      changes[column] = transaction.raw('excluded.??', [column])
    await transaction(this.#shape.name)
      .insert(this.#write(transaction, cells))
      .onConflict(conflict.on.map(toSnake))
      .merge(changes)
  }

  /** False when there is no such row. */
  update(
    transaction: Transaction,
    where: Where<Columns>,
    cells: Cells<Columns, JsonColumn>,
  ): Promise<boolean> {
    return this.#update(transaction, where, cells)
  }

  /** Updates a table with a revision, which counts each change, so that nobody writes over what they have not seen. */
  async change(
    transaction: Transaction,
    where: Where<Columns>,
    cells: Cells<Columns, JsonColumn>,
  ): Promise<void> {
    const counted = { revision: transaction.raw('revision + 1'), updatedAt: transaction.fn.now() }
    await this.#update(transaction, where, { ...cells, ...counted })
  }

  /** False when there is no such row. */
  async delete(transaction: Transaction, where: Where<Columns>): Promise<boolean> {
    const count: number = await this.#at(transaction, where).del()
    return count > 0
  }

  async #update(transaction: Transaction, where: Where<Columns>, cells: object): Promise<boolean> {
    const changes = this.#write(transaction, cells)
    if (Object.values(changes).every((value) => value === undefined)) return this.has(transaction, where)
    const count: number = await this.#at(transaction, where).update(changes)
    return count > 0
  }

  #select(transaction: Transaction, where: Where<Columns>, { order = [], lock }: Reading): Knex.QueryBuilder {
    const query = this.#from(transaction, where)
      .select(this.#read)
      .orderBy(
        order.map(({ column, direction }) => ({
          column: toSnake(column),
          order: direction === 'up' ? 'asc' : 'desc',
        })),
      )
    return lock === undefined ? query : query.forUpdate()
  }

  #from(transaction: Transaction, where: Where<Columns>): Knex.QueryBuilder {
    const { from } = this.#shape
    const query = this.#at(transaction, where)
    return from === undefined ? query : query.from(transaction.raw(`(${from}) as ??`, [this.#shape.name]))
  }

  /**
   * Row-level security fences tenants off; a login without roles to take on in a form that no index answers. The same said
   * by the column that keys begin with finds a row where security alone would read the table.
   */
  #at(transaction: Transaction, where: Where<Columns>): Knex.QueryBuilder {
    const tenant = this.#shape.tenant === 'none' ? 'platform' : (tenantOf(transaction) ?? 'platform')
    const [cells, more] = isPair(where) ? where : [where]
    const query = transaction(this.#shape.name).where(this.#write(transaction, cells))
    if (tenant !== 'platform') query.andWhere({ organization_id: tenant })
    // In parentheses, or an alternative in it would stand beside the tenant and not below it.
    return more === undefined ? query : query.andWhere(transaction.raw('(?)', [more]))
  }

  #write(transaction: Transaction, cells: object): Record<string, unknown> {
    // By its class and not by its look: nobody's document can pass for a part of a statement.
    const Raw = transaction.raw('').constructor
    return Object.fromEntries(
      Object.entries(cells).map(([column, value]: [string, unknown]) => {
        if (!this.#known.has(column))
          throw new TypeError(`The table "${this.#shape.name}" has no column "${column}".`)
        const isDocument = this.#json.has(column) && value !== undefined && value !== null
        return [toSnake(column), isDocument && !(value instanceof Raw) ? toJsonb(value) : value]
      }),
    )
  }

  #parseAll(rows: unknown): readonly z.output<Row>[] {
    return z
      .array(z.unknown())
      .parse(rows)
      .map((row) => this.#parse(row))
  }

  #parse(row: unknown): z.output<Row> {
    return this.#shape.row.parse(toCamelRow(row))
  }
}

const isPair = <Columns>(where: Where<Columns>): where is readonly [Equal<Columns>, Knex.Raw] =>
  Array.isArray(where)
