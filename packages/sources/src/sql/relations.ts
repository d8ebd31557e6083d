import { nameWords } from '@bindery/model'
import type { Column, ForeignKey, Table } from './table.ts'

/** A way from a row to one row of another table. */
export interface Relation {
  /** Unique among the columns and relations of its table. */
  readonly name: string
  readonly origin: 'declared' | 'inferred'
  readonly to: Table
  readonly columns: readonly string[]
  readonly toColumns: readonly string[]
  readonly nullable: boolean
  readonly constraint?: string
}

/** Relations by table. They come from foreign keys, or from names in a schema that declares none. */
export function relationsOf(tables: readonly Table[]): ReadonlyMap<Table, readonly Relation[]> {
  const known = new Map(tables.map((table) => [`${table.schema}\n${table.name}`, table]))
  const declaring = new Set(tables.flatMap((table) => (table.foreignKeys.length > 0 ? [table.schema] : [])))
  const targets = keyedTables(tables.filter((table) => !declaring.has(table.schema)))
  return new Map(
    tables.map((table) => {
      const keys = declaring.has(table.schema) ? table.foreignKeys : inferKeys(table, targets)
      const origin = declaring.has(table.schema) ? 'declared' : 'inferred'
      const found = keys.flatMap((key): readonly Unnamed[] => {
        const to = known.get(`${key.toSchema}\n${key.toTable}`)
        return to === undefined || !canJoin(table, to, key) ? [] : [{ key, to, origin }]
      })
      return [table, nameRelations(table, found)]
    }),
  )
}

interface Unnamed {
  readonly key: ForeignKey
  readonly to: Table
  readonly origin: Relation['origin']
}

/** Both ends must be readable by the user. */
function canJoin(from: Table, to: Table, key: ForeignKey): boolean {
  return (
    key.columns.length > 0 &&
    key.columns.length === key.toColumns.length &&
    key.columns.every((name) => isReadable(from, name)) &&
    key.toColumns.every((name) => isReadable(to, name))
  )
}

const isReadable = (table: Table, name: string): boolean => findColumn(table, name)?.may.read === true

const ending = /(?:[_ -]?(?:id|fk|uuid|key|no)|(?<=[a-z])I[Dd])$/

/** `customer_id` is `customer`; a name that is taken is followed by the foreign key's own. */
function nameRelations(table: Table, found: readonly Unnamed[]): readonly Relation[] {
  if (found.length === 0) return []
  const taken = new Set(table.columns.map((column) => column.name))
  return found.map(({ key, to, origin }) => {
    const [only = ''] = key.columns
    const wanted = key.columns.length === 1 ? only.replace(ending, '') : to.name
    const names = [wanted, to.name, key.name, `${key.name} (row)`]
    const name = names.find((candidate) => candidate !== '' && !taken.has(candidate)) ?? `${taken.size}`
    taken.add(name)
    return {
      name,
      origin,
      to,
      columns: key.columns,
      toColumns: key.toColumns,
      nullable:
        origin === 'inferred' || to.hidesRows || key.columns.some((column) => isNullable(table, column)),
      ...(origin === 'declared' ? { constraint: key.name } : {}),
    }
  })
}

function findColumn(table: Table, name: string): Column | undefined {
  for (const column of table.columns) if (column.name === name) return column
  return undefined
}

const isNullable = (table: Table, name: string): boolean => findColumn(table, name)?.nullable !== false

/** Tables with a key of one column, by schema and the words of their name in the singular. Of two neither is meant. */
function keyedTables(tables: readonly Table[]): ReadonlyMap<string, Table | undefined> {
  const found = new Map<string, Table | undefined>()
  for (const table of tables) {
    if (table.key.length !== 1) continue
    const place = `${table.schema}\n${singular(nameWords(table.name).join('_'))}`
    found.set(place, found.has(place) ? undefined : table)
  }
  return found
}

function inferKeys(table: Table, targets: ReadonlyMap<string, Table | undefined>): readonly ForeignKey[] {
  return table.columns.flatMap((column) => {
    if (!ending.test(column.name)) return []
    const words = singular(nameWords(column.name.replace(ending, '')).join('_'))
    const to = words === '' ? undefined : targets.get(`${table.schema}\n${words}`)
    const [keyName = ''] = to?.key ?? []
    const key = to === undefined ? undefined : findColumn(to, keyName)
    if (to === undefined || to === table || key === undefined || !isSameKind(column, key)) return []
    const name = `${table.name}.${column.name}`
    return [{ name, columns: [column.name], toSchema: to.schema, toTable: to.name, toColumns: [keyName] }]
  })
}

const isSameKind = (a: Column, b: Column): boolean =>
  a.type.kind === 'scalar' && b.type.kind === 'scalar' && a.type.scalar === b.type.scalar

function singular(word: string): string {
  if (/(?:ss|us|is)$/.test(word)) return word
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`
  if (/(?:ches|shes|xes|sses)$/.test(word)) return word.slice(0, -2)
  return word.endsWith('s') ? word.slice(0, -1) : word
}
