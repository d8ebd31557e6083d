import {
  type BindingReach,
  findField,
  type Operation,
  type Output,
  PlatformError,
  type TypeRef,
} from '@bindery/model'
import { Call, type Join, type TableName } from './call.ts'

/** A table whose rows are read: the object of its rows, and how they lead on. */
export interface ReadTable {
  readonly object: string
  readonly from: TableName
  readonly joins: readonly Join[]
  /** What may be compared of its rows, and ordered by. Absent where only its columns are read. */
  readonly search?: Operation
}

/** A row that is joined, by the names of the relationships that lead to it. */
export interface JoinedRow {
  readonly path: readonly string[]
  readonly join: Join
}

/** Follows the relationships between tables by what the searches over them say; only what scoping leaves is there. */
export class TableWalk {
  readonly #reach: BindingReach | undefined

  constructor(reach: BindingReach | undefined) {
    this.#reach = reach
  }

  /** The table of an object, as a search over it would begin there; without joins where there is none. */
  of(object: string, from: TableName): ReadTable {
    const search = this.#search(object)
    return { object, from, joins: search?.call.joins ?? [], ...search?.read }
  }

  /** The table that a relationship leads to; undefined where there is none of that name. */
  to(table: ReadTable, name: string): ReadTable | undefined {
    const join = table.joins.find((each) => each.name === name)
    const field = this.#field(table.object, name)
    if (join === undefined || field?.type.kind !== 'object') return undefined
    const search = this.#search(field.type.name)
    return { object: field.type.name, from: join.to, joins: search?.call.joins ?? [], ...search?.read }
  }

  /** The table that relationships lead to, one after the other. */
  along(table: ReadTable, path: readonly string[]): ReadTable | undefined {
    return path.reduce<ReadTable | undefined>(
      (at, name) => (at === undefined ? undefined : this.to(at, name)),
      table,
    )
  }

  /** The table whose rows lead to the rows of this one, with the pairs of a column there and a column here. */
  back(table: ReadTable, name: string): { readonly table: ReadTable; readonly on: Join['on'] } | undefined {
    const step = this.#reach?.back?.(table.object, name)
    const search = step === undefined ? undefined : this.#search(step.object)
    const join = search?.call.joins.find((each) => each.name === step?.field)
    if (step === undefined || search === undefined || join === undefined) return undefined
    const { from, joins } = search.call
    return { table: { object: step.object, from, joins, ...search.read }, on: join.on }
  }

  /** The join at the end of a way; undefined where it is none. */
  joinAt(table: ReadTable, path: readonly string[]): Join | undefined {
    const last = path.at(-1)
    return this.along(table, path.slice(0, -1))?.joins.find(({ name }) => name === last)
  }

  columnType(table: ReadTable, column: string): TypeRef | undefined {
    return this.#field(table.object, column)?.type
  }

  /** The rows of these ways and those on the way to them, nearest first, in the order in which their tables name them. */
  joined(table: ReadTable, ways: readonly (readonly string[])[]): readonly JoinedRow[] {
    const found: JoinedRow[] = []
    let level: readonly (readonly string[])[] = [[]]
    while (level.length > 0) {
      const next = level.flatMap((path) => {
        const joins = this.along(table, path)?.joins ?? []
        return joins.map((join): JoinedRow => ({ path: [...path, join.name], join }))
      })
      const wanted = next.filter(({ path }) => ways.some((way) => path.every((name, at) => way[at] === name)))
      found.push(...wanted)
      level = wanted.map(({ path }) => path)
    }
    return found
  }

  #field(object: string, name: string) {
    const found = this.#reach?.object(object)
    return found === undefined ? undefined : findField(found, name)
  }

  #search(object: string) {
    const search = this.#reach?.search?.(object)
    const parsed = search === undefined ? undefined : Call.safeParse(search.call)
    if (search === undefined || parsed?.success !== true || parsed.data.mode !== 'find') return undefined
    return { call: parsed.data, read: { search } }
  }
}

/** The names that lead from a row to what an output reads of it, without the items that are picked on the way. */
export const namesOf = ({ path }: Pick<Output, 'path'>): readonly string[] =>
  path.flatMap((step) => (step.kind === 'field' ? [step.name] : []))

export const unreadable = (message: string, reason: string): PlatformError =>
  new PlatformError('binding_invalid', message, { reason })
