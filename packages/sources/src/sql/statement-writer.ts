import type { TypeRef } from '@bindery/model'
import type { Join, TableName } from './call.ts'
import type { Dialect } from './dialect.ts'
import type { Bind } from './plan.ts'
import type { SelectedCell } from './selected-cells.ts'

/** A value with the type of the column that it meets. */
export interface TypedBind {
  readonly bind: Bind
  readonly type: TypeRef
}

/** Writes one statement. Text comes from catalog names, each quoted; values only leave places behind. */
export class StatementWriter {
  readonly #dialect: Dialect
  readonly #binds: Bind[] = []
  readonly #reads = new Map<string, Set<string>>()

  constructor(dialect: Dialect) {
    this.#dialect = dialect
  }

  get binds(): Bind[] {
    return [...this.#binds]
  }

  /** Columns of a table of the statement that were written as something to read. */
  reads(alias: string): Iterable<string> {
    return this.#reads.get(alias) ?? []
  }

  table({ schema, table }: TableName): string {
    return `${this.#dialect.quote(schema)}.${this.#dialect.quote(table)}`
  }

  column(alias: string, name: string): string {
    const reads = this.#reads.get(alias) ?? new Set()
    this.#reads.set(alias, reads.add(name))
    return `${alias}.${this.#dialect.quote(name)}`
  }

  name(name: string): string {
    return this.#dialect.quote(name)
  }

  /** The next place, with what turns its text into the type of the column. */
  value({ bind, type }: TypedBind): string {
    return this.#dialect.bind(this.place(bind), type)
  }

  equals(column: string, { bind, type }: TypedBind): string {
    return this.#dialect.equals(column, this.place(bind), type)
  }

  place(bind: Bind): string {
    this.#binds.push(bind)
    return this.#dialect.placeholder(this.#binds.length)
  }

  /** The columns of an answer; `aliasOf` says which table of the statement relationships lead to, or its own for none. */
  cells(cells: readonly SelectedCell[], aliasOf: (via: readonly string[]) => string): readonly string[] {
    return cells.map(({ path, type }) =>
      this.#dialect.select(this.column(aliasOf(path.slice(0, -1)), path.at(-1) ?? ''), type),
    )
  }

  leftJoin(join: Join, alias: string, own: string): string {
    const pairs = join.on.map(([here, there]) => `${this.column(alias, there)} = ${this.column(own, here)}`)
    return `left join ${this.table(join.to)} as ${alias} on ${pairs.join(' and ')}`
  }
}
