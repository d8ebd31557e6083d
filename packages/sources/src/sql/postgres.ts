import type { TypeRef } from '@bindery/model'
import type { Dialect } from './dialect.ts'
import { readPostgresTables } from './postgres-tables.ts'

export const postgres: Dialect = {
  source: 'postgres',
  title: 'PostgreSQL database',
  readTables: readPostgresTables,
  homeSchema: () => 'public',
  quote,
  placeholder: (position) => `$${position}`,
  // The blanks that fill up a character(n) mean nothing, and other databases do not give them.
  select: (column, type) => (isPadded(type) ? `${column}::pg_catalog.text` : column),
  text: (column, type) =>
    isWrittenAlike(type)
      ? `${column}::pg_catalog.text`
      : `case when ${column} is not null then pg_catalog.format('%s', ${column}) end`,
  witness: (column) => `case when ${column} is not null then '1' end`,
  nested: ({ cells, inner, from, where, order, limit }) => {
    // A function takes at most a hundred values, so the texts are one of them.
    const texts = `pg_catalog.to_json(array[${cells.join(', ')}]::pg_catalog.text[])`
    const row = `pg_catalog.json_build_array(${[texts, ...inner].join(', ')})`
    const sorted = order === '' ? '' : ` order by ${order}`
    return `(select pg_catalog.json_build_array(pg_catalog.count(*), pg_catalog.json_agg(x.j)) from (select ${row} as j from ${from} where ${where}${sorted} limit ${limit}) as x)`
  },
  bind: (placeholder, type) => (isBinary(type) ? `pg_catalog.decode(${placeholder}, 'hex')` : placeholder),
  equals: (column, placeholder, type) => {
    const value = postgres.bind(placeholder, type)
    const schema = citextSchema(type)
    // Sessions have no search path, so the operators of an extension are named in full.
    if (schema === undefined) return `${column} = ${value}`
    return `${column} operator(${schema}.=) ${value}::${schema}.citext`
  },
  compares: ({ column, place, type }, sign) => {
    const schema = citextSchema(type)
    const value = postgres.bind(place, type)
    if (schema === undefined) return `${column} ${sign} ${value}`
    return `${column} operator(${schema}.${sign}) ${value}::${schema}.citext`
  },
  like: ({ column, place, type }) => {
    const schema = citextSchema(type)
    if (schema !== undefined) return `${column} operator(${schema}.~~) ${place}::${schema}.citext`
    return `${isPlainText(type) ? column : `${column}::pg_catalog.text`} like ${place}`
  },
  element: (placeholder, type) => {
    const schema = citextSchema(type)
    const value = postgres.bind(placeholder, type)
    return schema === undefined ? value : `${value}::${schema}.citext`
  },
  isAmong: (column, elements, type) => {
    const schema = type === undefined ? undefined : citextSchema(type)
    if (schema === undefined) return `${column} in (${elements.join(', ')})`
    return `${column} operator(${schema}.=) any (array[${elements.join(', ')}])`
  },
  folded: ({ column, place }) => ({
    text: `pg_catalog.lower(${column}::pg_catalog.text)`,
    value: `pg_catalog.lower(${place}::pg_catalog.text)`,
  }),
  aggregates: (fn, column, type) => {
    const schema = citextSchema(type)
    if (schema !== undefined) return `${schema}.${fn}(${column})`
    return `${fn}(${hasExtremes(type) ? summand(column, type) : `${column}::pg_catalog.text`})`
  },
  average: (column, digits, type) =>
    `pg_catalog.round(pg_catalog.sum(${summand(column, type)})::pg_catalog.numeric / pg_catalog.count(${column}), ${digits + 4})`,
  innerRows: 'after_sort',
  nulls: { asc: ' nulls first', desc: ' nulls last' },
  lists: 'array',
  writes: 'return_rows',
}

/** Addresses of devices and bits have an order and no extremes; their texts come in the same order. */
const hasExtremes = (type: TypeRef): boolean =>
  type.kind !== 'scalar' || !/^(?:macaddr8?|bit(?: varying)?(?:\(\d+\))?)$/.test(type.format ?? '')

/** Object identifiers are whole numbers that the server does not add. */
const summand = (column: string, type: TypeRef): string =>
  type.kind === 'scalar' && type.format === 'oid' ? `${column}::pg_catalog.int8` : column

function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`
}

/** Text that an index can serve by its beginning. Others are written out first. */
const isPlainText = (type: TypeRef): boolean =>
  type.kind === 'scalar' && /^(?:text|name|character varying(?:\(\d+\))?)$/.test(type.format ?? '')

/** Types whose cast to text gives what the server writes of them; that of an address leaves its length out in one only. */
const isWrittenAlike = (type: TypeRef): boolean =>
  type.kind !== 'scalar' ||
  /^(?:smallint|integer|bigint|oid|numeric|real|double precision|boolean|text|name|character|date|time|timestamp|interval|uuid|bytea|jsonb?|money)\b/.test(
    type.format ?? '',
  )

const isPadded = (type: TypeRef): boolean =>
  (type.kind === 'scalar' || type.kind === 'enum') && /^character(?:\(\d+\))?$/.test(type.format ?? '')

const isBinary = (type: TypeRef): boolean => type.kind === 'scalar' && type.scalar === 'binary'

/** The schema of `public.citext`, as one quoted or plain name and nothing else. */
function citextSchema(type: TypeRef): string | undefined {
  const format = type.kind === 'scalar' ? type.format : undefined
  return /^("(?:[^"]|"")+"|[a-z_][a-z0-9_$]*)\.citext$/.exec(format ?? '')?.[1]
}
