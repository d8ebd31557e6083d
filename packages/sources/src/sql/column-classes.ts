import { sensitivityClasses, type SensitivityClass, stricter, type TypeRef } from '@bindery/model'
import { classInOwner } from '../passes/infer-sensitivity.ts'
import type { Column } from './table.ts'

/** A column before its class is known; the key is the same wherever the column is an origin. */
export interface DescribedColumn {
  readonly key: string
  readonly column: Omit<Column, 'key' | 'shows' | 'sensitivity'>
}

/** A table with all of its columns, also those that the connected user may not read: a view shows them to it. */
export interface DescribedTable {
  readonly name: string
  readonly columns: readonly DescribedColumn[]
}

/** A column that another one is made of. The name serves for columns that are not among those that were read. */
export interface Origin {
  readonly key: string
  readonly name: string
}

/**
 * What a column is made of. `all`: of these and of no others. `some`: the server tells only what these and others of the
 * same view are made of together.
 */
export interface Origins {
  readonly of: 'all' | 'some'
  readonly columns: readonly Origin[]
}

/**
 * Gives each column its class: that of its own name, type and comment, or a stricter one of what it is made of. Where only
 * `some` is known, a column without a class of its own takes the strictest that a value of its type can show. The lists are
 * those of the tables, in order.
 */
export function classifyColumns(
  tables: readonly DescribedTable[],
  origins: ReadonlyMap<string, readonly Origins[]>,
): readonly (readonly Column[])[] {
  const classes = new ColumnClasses(tables, origins)
  return tables.map(({ columns }) =>
    columns.map(({ key, column }) => {
      const origin = { key, name: column.name }
      return { ...column, key, shows: classes.shownBy(origin), sensitivity: classes.of(origin) }
    }),
  )
}

/** What is known of a column that an origin names. */
interface Known {
  readonly table: string
  readonly column: Pick<Column, 'name' | 'type' | 'comment'>
}

class ColumnClasses {
  readonly #origins: ReadonlyMap<string, readonly Origins[]>
  readonly #columns: ReadonlyMap<string, Known>
  readonly #classes = new Map<string, SensitivityClass>()

  constructor(tables: readonly DescribedTable[], origins: ReadonlyMap<string, readonly Origins[]>) {
    this.#origins = origins
    this.#columns = new Map(
      tables.flatMap(({ name, columns }) =>
        columns.map(({ key, column }): [string, Known] => [key, { table: name, column }]),
      ),
    )
  }

  of(origin: Origin): SensitivityClass {
    const earlier = this.#classes.get(origin.key)
    if (earlier !== undefined) return earlier
    const own = this.#own(origin)
    const { type } = this.#describe(origin).column
    // What is made of itself ends here.
    this.#classes.set(origin.key, own)
    const parts = this.#origins.get(origin.key) ?? []
    const found = parts.reduce((so, part) => stricter(so, this.#shown(part, own, type)), own)
    this.#classes.set(origin.key, found)
    return found
  }

  /** Keys of all that a column shows, in the order in which they are met. Of what only may be shown, what its type can hold. */
  shownBy(origin: Origin): readonly string[] {
    const found = new Map([[origin.key, origin]])
    for (const step of found.values()) for (const next of this.#directly(step)) found.set(next.key, next)
    return [...found.keys()].slice(1)
  }

  #directly(origin: Origin): readonly Origin[] {
    const { type } = this.#describe(origin).column
    return (this.#origins.get(origin.key) ?? []).flatMap(({ of, columns }) => {
      if (of === 'all') return columns
      if (this.#own(origin) !== 'none') return []
      return columns.filter((next) => canShow(type, this.#describe(next).column.type, 'none'))
    })
  }

  /** The class of a column by its own name, type and comment. */
  #own(origin: Origin): SensitivityClass {
    const { table, column } = this.#describe(origin)
    const { name, type, comment } = column
    return classInOwner(table, { name, type, ...(comment === undefined ? {} : { description: comment }) })
  }

  /** The strictest class of what a column of this class and type shows of its origins. */
  #shown(part: Origins, own: SensitivityClass, type: TypeRef): SensitivityClass {
    if (part.of === 'some' && own !== 'none') return own
    return part.columns.reduce((so, origin) => {
      const from = this.of(origin)
      const isShown = part.of === 'all' || canShow(type, this.#describe(origin).column.type, from)
      return isShown ? stricter(so, from) : so
    }, own)
  }

  #describe({ key, name }: Origin): Known {
    return this.#columns.get(key) ?? { table: '', column: { name, type: text } }
  }
}

const text: TypeRef = { kind: 'scalar', scalar: 'string' }

type Family = 'text' | 'number' | 'time' | 'uuid' | 'truth' | 'choice'

/** Text shows anything, and a number the digits of a text, but no secret; other types show their like. */
function canShow(target: TypeRef, source: TypeRef, sensitivity: SensitivityClass): boolean {
  const [shown, from] = [familyOf(target), familyOf(source)]
  if (shown === 'text') return true
  if (shown === 'number') return from === 'number' || (from === 'text' && sensitivity !== strictest)
  return shown === from && shown !== 'truth'
}

const strictest = sensitivityClasses.at(-1)

/** Lists, maps and all that has parts can show anything in one of them. */
function familyOf(type: TypeRef): Family {
  if (type.kind === 'enum') return 'choice'
  if (type.kind !== 'scalar') return 'text'
  switch (type.scalar) {
    case 'integer':
    case 'int64':
    case 'number':
    case 'decimal':
      return 'number'
    case 'date':
    case 'time':
    case 'datetime':
    case 'duration':
      return 'time'
    case 'uuid':
      return 'uuid'
    case 'boolean':
      return 'truth'
    case 'string':
    case 'email':
    case 'phone':
    case 'uri':
    case 'binary':
    case 'any':
      return 'text'
  }
}
