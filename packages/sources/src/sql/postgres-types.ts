import { isJsonArray, scalarType, type ScalarName, type TypeRef } from '@bindery/model'
import { cell, type Row } from './group-rows.ts'
import { readArray } from './read-array.ts'
import type { ColumnType } from './table.ts'

/** `oid, typname, nspname, typtype, typelem, typbasetype, labels` of every type that a column can have. */
export const postgresTypesQuery = `
select t.oid, t.typname, n.nspname, t.typtype,
  case when t.typcategory = 'A' then t.typelem else 0 end, t.typbasetype,
  (select pg_catalog.array_agg(e.enumlabel order by e.enumsortorder) from pg_catalog.pg_enum e where e.enumtypid = t.oid)
from pg_catalog.pg_type t
join pg_catalog.pg_namespace n on n.oid = t.typnamespace
left join pg_catalog.pg_type item on item.oid = t.typelem
where t.typtype in ('b', 'd', 'e', 'r', 'm') and coalesce(item.typtype, 'b') <> 'c'`

interface TypeFacts {
  readonly name: string
  readonly schema: string
  readonly kind: string
  readonly element: string
  readonly base: string
  readonly labels: readonly string[]
}

/** `oid, modifier, text` of every type of a column, as SQL writes it. Asked once for each: there are few. */
export const postgresTextsQuery = `
select t.atttypid, t.atttypmod, pg_catalog.format_type(t.atttypid, t.atttypmod)
from (select distinct atttypid, atttypmod from pg_catalog.pg_attribute where attnum > 0 offset 0) t`

/** The type of a column as its row says it. */
interface TypeNumber {
  readonly oid: string
  readonly modifier: string
  readonly isCollationDeterministic: boolean
}

/** A column's type as the server says it. */
interface DeclaredType {
  readonly oid: string
  /** -1 when there is none; for text types, the length and 4. */
  readonly modifier: number
  /** The type as SQL writes it, names qualified. */
  readonly text: string
  readonly isCollationDeterministic: boolean
}

const scalars: { readonly [typname: string]: ScalarName | undefined } = {
  bool: 'boolean',
  int2: 'integer',
  int4: 'integer',
  int8: 'int64',
  oid: 'int64',
  numeric: 'decimal',
  float4: 'number',
  float8: 'number',
  text: 'string',
  varchar: 'string',
  bpchar: 'string',
  char: 'string',
  name: 'string',
  citext: 'string',
  money: 'string',
  bit: 'string',
  varbit: 'string',
  inet: 'string',
  cidr: 'string',
  macaddr: 'string',
  macaddr8: 'string',
  date: 'date',
  time: 'time',
  timetz: 'time',
  timestamp: 'datetime',
  timestamptz: 'datetime',
  interval: 'duration',
  uuid: 'uuid',
  bytea: 'binary',
  json: 'any',
  jsonb: 'any',
}

/** Every other type is text that the server writes and that is not compared. */
const isKnown = (typname: string): boolean => Object.hasOwn(scalars, typname) && scalars[typname] !== 'any'

const ranges: {
  readonly [typname: string]: { readonly minimum: number; readonly maximum: number } | undefined
} = {
  int2: { minimum: -32_768, maximum: 32_767 },
  int4: { minimum: -2_147_483_648, maximum: 2_147_483_647 },
}

/** The types of one database. */
export class PostgresTypes {
  readonly #types: ReadonlyMap<string, TypeFacts>
  /** Columns of one type share it: there are few types and many columns. */
  readonly #known = new Map<string, ColumnType>()

  readonly #texts: ReadonlyMap<string, string>

  constructor(rows: readonly Row[], texts: readonly Row[]) {
    this.#types = new Map(rows.map((row) => [cell(row, 0), toFacts(row)]))
    this.#texts = new Map(texts.map((row) => [`${cell(row, 0)} ${cell(row, 1)}`, cell(row, 2)]))
  }

  /** A domain is its base type, an array a list; whatever is not known is text. */
  columnType({ oid, modifier, isCollationDeterministic }: TypeNumber): ColumnType {
    const place = `${oid} ${modifier}`
    const key = isCollationDeterministic ? place : `${place} folded`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const text = this.#texts.get(place) ?? ''
    const found = this.#lift({ oid, modifier: Number(modifier), text, isCollationDeterministic })
    this.#known.set(key, found)
    return found
  }

  #lift(declared: DeclaredType): ColumnType {
    const facts = this.#settle(declared.oid)
    if (facts === undefined || facts.element === '0') return plainType(facts, declared)
    const text = declared.text.replace(/\[\]$/, '')
    const item = plainType(this.#settle(facts.element), { ...declared, modifier: -1, text })
    return { type: { kind: 'list', items: item.type, itemsNullable: true }, comparison: 'none' }
  }

  /** The type under all domains. */
  #settle(oid: string): TypeFacts | undefined {
    let facts = this.#types.get(oid)
    for (let depth = 0; facts?.kind === 'd' && depth < 20; depth += 1) facts = this.#types.get(facts.base)
    return facts
  }
}

/** A type that is no array. */
function plainType(facts: TypeFacts | undefined, declared: DeclaredType): ColumnType {
  if (facts === undefined || facts.element !== '0') return { type: textOf(declared), comparison: 'none' }
  return facts.kind === 'e' ? { type: enumOf(facts), comparison: 'exact' } : scalarColumn(facts, declared)
}

function toFacts(row: Row): TypeFacts {
  return {
    name: cell(row, 1),
    schema: cell(row, 2),
    kind: cell(row, 3),
    element: cell(row, 4),
    base: cell(row, 5),
    labels: readLabels(row[6] ?? '{}'),
  }
}

function readLabels(text: string): readonly string[] {
  const labels = readArray(text, (label) => label)
  return isJsonArray(labels) ? labels.map(String) : []
}

const textOf = (declared: DeclaredType): TypeRef => ({
  kind: 'scalar',
  scalar: 'string',
  format: declared.text,
})

const enumOf = ({ name, schema, labels }: TypeFacts): TypeRef => ({
  kind: 'enum',
  scalar: 'string',
  values: labels,
  name: `${schema}.${name}`,
})

function scalarColumn(facts: TypeFacts, declared: DeclaredType): ColumnType {
  const { name } = facts
  const isBuiltIn = facts.schema === 'pg_catalog' || name === 'citext'
  const scalar = (isBuiltIn ? scalars[name] : undefined) ?? 'string'
  const range = isBuiltIn ? ranges[name] : undefined
  const isText = name === 'varchar' || name === 'bpchar'
  const constraints = isText && declared.modifier > 4 ? { maxLength: declared.modifier - 4 } : range
  return {
    type: { ...scalarType(scalar), format: declared.text },
    comparison: !isBuiltIn || !isKnown(name) ? 'none' : isFolded(name, declared) ? 'folded' : 'exact',
    ...(constraints === undefined ? {} : { constraints }),
  }
}

const isFolded = (name: string, declared: DeclaredType): boolean =>
  name === 'citext' || !declared.isCollationDeterministic
