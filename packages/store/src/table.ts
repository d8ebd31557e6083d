import type { Knex } from 'knex'
import { z } from 'zod'
import { readPage, type PageWindow, type RowPage, type SortKey } from './keyset.ts'
import { toCamelRow, toJsonb, toSnake } from './rows.ts'
import { tenantOf, type Transaction } from './tenancy.ts'

/** A table: its columns in camelCase, of which `row` are read. */
export interface TableShape<Row extends z.ZodObject, Hidden, JsonColumn> {
  readonly name: string
  readonly row: Row
  /** Columns that are written or asked for, and never read. */
  readonly hidden?: z.ZodType<Hidden>
  /** Columns of `jsonb`. */
  readonly json?: readonly JsonColumn[]
  /** For rows with columns of other tables: the select that gives all of them, under the name of the table. */
  readonly from?: string
  /** `none` for what belongs to no organisation. */
  readonly tenant?: 'none'
}

type Cell<Value> = Value extends readonly (infer Item)[] ? readonly Item[] : Value

/** Values by column, each a value or what the database works out. Writing undefined leaves a column as it is. */
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

/** Which page of rows in which order; see `PagedList` and `PageWindow`. */
interface PageOf {
  readonly order: readonly SortKey[]
  readonly total: 'counted' | 'left out'
  readonly window: PageWindow
}

/**
 * A table on the query builder, in camelCase; every row that comes out is parsed. Statements that it has no words for are
 * in `statements/`.
 */
export class Table<
  Row extends z.ZodObject,
  Hidden = unknown,
  JsonColumn extends string = never,
  Columns = z.output<Row> & Hidden,
> {
  readonly #shape: TableShape<Row, Hidden, JsonColumn>
  readonly #columns: readonly string[]
  readonly #json: ReadonlySet<string>

  constructor(shape: TableShape<Row, Hidden, JsonColumn>) {
    this.#shape = shape
    this.#columns = Object.keys(shape.row.shape).map(toSnake)
    this.#json = new Set(shape.json)
  }

  /** The first row; `locked` is held until the transaction ends. */
  async find(
    transaction: Transaction,
    where: Where<Columns>,
    how: { readonly order?: readonly SortKey[]; readonly lock?: 'locked' } = {},
  ): Promise<z.output<Row> | undefined> {
    const query = this.#select(transaction, where, how.order).limit(1)
    const rows: unknown = await (how.lock === undefined ? query : query.forUpdate())
    return this.#parseAll(rows)[0]
  }

  async list(
    transaction: Transaction,
    where: Where<Columns>,
    order: readonly SortKey[],
  ): Promise<readonly z.output<Row>[]> {
    const rows: unknown = await this.#select(transaction, where, order)
    return this.#parseAll(rows)
  }

  page(
    transaction: Transaction,
    where: Where<Columns>,
    { order, total, window }: PageOf,
  ): Promise<RowPage<z.output<Row>>> {
    const columns = new Set([...this.#columns, 'organization_id'])
    const rows = this.#read(transaction, where).select([...columns])
    return readPage(transaction, { order, total, rows, parse: (row) => this.#parse(row) }, window)
  }

  async insert(transaction: Transaction, cells: Cells<Columns, JsonColumn>): Promise<void> {
    await transaction(this.#shape.name).insert(this.#write(cells))
  }

  /** False when another row stands in its way, by these columns or by any. */
  async insertNew(
    transaction: Transaction,
    cells: Cells<Columns, JsonColumn>,
    on: readonly (keyof Columns & string)[] = [],
  ): Promise<boolean> {
    const query = transaction(this.#shape.name).insert(this.#write(cells))
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
    const changes = this.#write(conflict.also ?? {})
    for (const column of conflict.replace.map(toSnake))
      changes[column] = transaction.raw('excluded.??', [column])
    await transaction(this.#shape.name)
      .insert(this.#write(cells))
      .onConflict(conflict.on.map(toSnake))
      .merge(changes)
  }

  /** False when there is no such row. */
  async update(
    transaction: Transaction,
    where: Where<Columns>,
    cells: Cells<Columns, JsonColumn>,
  ): Promise<boolean> {
    const changes = this.#write(cells)
    if (Object.values(changes).every((value) => value === undefined))
      return (await this.find(transaction, where)) !== undefined
    const count: number = await this.#at(transaction, where).update(changes)
    return count > 0
  }

  /** False when there is no such row. */
  async delete(transaction: Transaction, where: Where<Columns>): Promise<boolean> {
    const count: number = await this.#at(transaction, where).del()
    return count > 0
  }

  #select(
    transaction: Transaction,
    where: Where<Columns>,
    order: readonly SortKey[] = [],
  ): Knex.QueryBuilder {
    return this.#read(transaction, where)
      .select(this.#columns)
      .orderBy(
        order.map(({ column, direction }) => ({
          column: toSnake(column),
          order: direction === 'up' ? 'asc' : 'desc',
        })),
      )
  }

  #read(transaction: Transaction, where: Where<Columns>): Knex.QueryBuilder {
    const { from } = this.#shape
    const query = this.#at(transaction, where)
    return from === undefined ? query : query.from(transaction.raw(`(${from}) as ??`, [this.#shape.name]))
  }

  /**
   * Row-level security fences tenants off, in a form that no index answers. The same said by the column that keys begin
   * with finds a row where security alone reads the table.
   */
  #at(transaction: Transaction, where: Where<Columns>): Knex.QueryBuilder {
    const tenant = this.#shape.tenant === 'none' ? 'platform' : (tenantOf(transaction) ?? 'platform')
    const [cells, more] = isPair(where) ? where : [where]
    const fence = tenant === 'platform' ? {} : { organization_id: tenant }
    const query = transaction(this.#shape.name).where({ ...this.#write(cells), ...fence })
    return more === undefined ? query : query.andWhere(more)
  }

  #write(cells: object): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(cells).map(([column, value]: [string, unknown]) => [
        toSnake(column),
        // Always a text: nobody's document can pass for a part of a statement.
        this.#json.has(column) && value !== undefined && value !== null ? toJsonb(value) : value,
      ]),
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
