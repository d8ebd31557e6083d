import { type Constraints, isJsonArray, scalarType, type ScalarName, type TypeRef } from '@bindery/model'
import { valuesOfDomain, withAllowedValues } from './allowed-values.ts'
import { cell, type Row } from './group-rows.ts'
import { readArray } from './read-array.ts'
import type { ColumnType } from './table.ts'

/**
 * Of every type that a column can have: `oid, typname, nspname, typtype, typelem, labels, extension`, and of a domain
 * `typbasetype, typtypmod`, how SQL writes its base, whether it is never null and has a default, and its checks.
 */
export const postgresTypesQuery = `
select t.oid, t.typname, n.nspname, t.typtype,
  case when t.typtype <> 'd' and t.typcategory = 'A' then t.typelem else 0 end,
  (select pg_catalog.array_agg(e.enumlabel order by e.enumsortorder) from pg_catalog.pg_enum e where e.enumtypid = t.oid),
  (select e.extname from pg_catalog.pg_depend d join pg_catalog.pg_extension e on e.oid = d.refobjid
    where d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass and d.objid = t.oid and d.deptype = 'e'
      and d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass),
  t.typbasetype, t.typtypmod, case when t.typtype = 'd' then pg_catalog.format_type(t.typbasetype, t.typtypmod) end,
  t.typnotnull, t.typdefault is not null,
  (select pg_catalog.array_agg(pg_catalog.pg_get_expr(c.conbin, 0)) from pg_catalog.pg_constraint c
    where c.contypid = t.oid and c.contype = 'c' and c.convalidated)
from pg_catalog.pg_type t
join pg_catalog.pg_namespace n on n.oid = t.typnamespace
left join pg_catalog.pg_type item on item.oid = t.typelem
where t.typtype in ('b', 'd', 'e', 'r', 'm') and coalesce(item.typtype, 'b') <> 'c'`

interface TypeFacts {
  readonly name: string
  readonly schema: string
  readonly kind: string
  readonly element: string
  readonly labels: readonly string[]
  /** The extension that the type belongs to; empty for none. */
  readonly extension: string
  readonly domain?: DomainFacts
}

interface DomainFacts {
  readonly base: string
  readonly modifier: number
  readonly text: string
  readonly isNotNull: boolean
  readonly hasDefault: boolean
  readonly checks: readonly string[]
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

/** Types that leave away what is too long without a word, of a value that is compared too: bytes that each of them keeps. */
const cutAfter: { readonly [typname: string]: number | undefined } = { char: 1, name: 63 }

/** What a type says of every column that has it. */
export interface PostgresColumnType extends ColumnType {
  /** A domain that no value of it is null in, or that fills it. */
  readonly isNotNull?: true
  readonly hasDefault?: true
}

/** The types of one database. */
export class PostgresTypes {
  readonly #types: ReadonlyMap<string, TypeFacts>
  /** Columns of one type share it: there are few types and many columns. */
  readonly #known = new Map<string, PostgresColumnType>()

  readonly #texts: ReadonlyMap<string, string>

  constructor(rows: readonly Row[], texts: readonly Row[]) {
    this.#types = new Map(rows.map((row) => [cell(row, 0), toFacts(row)]))
    this.#texts = new Map(texts.map((row) => [`${cell(row, 0)} ${cell(row, 1)}`, cell(row, 2)]))
  }

  /** A domain is its base type within its checks, an array a list; whatever is not known is text. */
  columnType({ oid, modifier, isCollationDeterministic }: TypeNumber): PostgresColumnType {
    const place = `${oid} ${modifier}`
    const key = isCollationDeterministic ? place : `${place} folded`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const text = this.#texts.get(place) ?? ''
    const found = this.#lift({ oid, modifier: Number(modifier), text, isCollationDeterministic })
    this.#known.set(key, found)
    return found
  }

  /** Whether texts of a type are compared as `citext` compares them. */
  isCitext(oid: string): boolean {
    const { declared } = this.#settle({ oid, modifier: -1, text: '', isCollationDeterministic: true })
    return this.#types.get(declared.oid)?.extension === 'citext'
  }

  #lift(outer: DeclaredType, depth = 0): PostgresColumnType {
    const { declared, domains } = this.#settle(outer)
    const facts = this.#types.get(declared.oid)
    const base =
      facts === undefined || facts.element === '0' || depth > maxLists
        ? plainType(facts, declared)
        : this.#liftList(facts.element, declared, depth + 1)
    return domains.length === 0 ? base : withinDomains(base, domains)
  }

  #liftList(element: string, declared: DeclaredType, depth: number): PostgresColumnType {
    const text = declared.text.replace(/\[\]$/, '')
    const item = this.#lift({ ...declared, oid: element, modifier: -1, text }, depth)
    const isNullable = item.isNotNull !== true
    return { type: { kind: 'list', items: item.type, itemsNullable: isNullable }, comparison: 'none' }
  }

  /** The type under all domains, as it would be declared without them, and the domains, the innermost last. */
  #settle(outer: DeclaredType): {
    readonly declared: DeclaredType
    readonly domains: readonly DomainFacts[]
  } {
    const domains: DomainFacts[] = []
    let declared = outer
    while (domains.length < maxDomains) {
      const domain = this.#types.get(declared.oid)?.domain
      if (domain === undefined) break
      domains.push(domain)
      declared = { ...declared, oid: domain.base, modifier: domain.modifier, text: domain.text }
    }
    return { declared, domains }
  }
}

const maxDomains = 20
/** Only a domain of lists makes lists of lists. */
const maxLists = 4

/** What domains add: they are not null when one of them is not, and hold what all their checks allow. */
function withinDomains(base: PostgresColumnType, domains: readonly DomainFacts[]): PostgresColumnType {
  const checks = domains.flatMap((domain) => domain.checks)
  return {
    ...withAllowedValues(base, checks.map(valuesOfDomain)),
    ...(domains.some(({ isNotNull }) => isNotNull) ? { isNotNull: true } : {}),
    ...(domains.some(({ hasDefault }) => hasDefault) ? { hasDefault: true } : {}),
  }
}

/** A type that is no array. */
function plainType(facts: TypeFacts | undefined, declared: DeclaredType): ColumnType {
  if (facts === undefined || facts.element !== '0') return { type: textOf(declared), comparison: 'none' }
  return facts.kind === 'e' ? { type: enumOf(facts), comparison: 'exact' } : scalarColumn(facts, declared)
}

function toFacts(row: Row): TypeFacts {
  const facts = {
    name: cell(row, 1),
    schema: cell(row, 2),
    kind: cell(row, 3),
    element: cell(row, 4),
    labels: readTexts(row[5] ?? '{}'),
    extension: cell(row, 6),
  }
  if (facts.kind !== 'd') return facts
  const domain = {
    base: cell(row, 7),
    modifier: Number(cell(row, 8)),
    text: cell(row, 9),
    isNotNull: cell(row, 10) === 't',
    hasDefault: cell(row, 11) === 't',
    checks: readTexts(row[12] ?? '{}'),
  }
  return { ...facts, domain }
}

function readTexts(text: string): readonly string[] {
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
  const isBuiltIn = facts.schema === 'pg_catalog' || facts.extension === 'citext'
  const scalar = (isBuiltIn ? scalars[name] : undefined) ?? 'string'
  const constraints = isBuiltIn ? constraintsOf(name, declared) : undefined
  return {
    type: { ...scalarType(scalar), format: declared.text },
    comparison: isBuiltIn && isKnown(name) ? comparisonOf(facts, declared) : 'none',
    ...(constraints === undefined ? {} : { constraints }),
  }
}

function constraintsOf(name: string, { modifier }: DeclaredType): Constraints | undefined {
  const cut = cutAfter[name]
  if (cut !== undefined) return { maxLength: cut }
  const isText = name === 'varchar' || name === 'bpchar'
  return isText && modifier > 4 ? { maxLength: modifier - 4 } : ranges[name]
}

function comparisonOf(
  { name, extension }: TypeFacts,
  { isCollationDeterministic }: DeclaredType,
): ColumnType['comparison'] {
  const isLoose = extension === 'citext' || !isCollationDeterministic || cutAfter[name] !== undefined
  if (isLoose) return 'folded'
  return name === 'bpchar' ? 'padded' : 'exact'
}
