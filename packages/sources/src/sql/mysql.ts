import type { TypeRef } from '@bindery/model'
import type { Dialect, NestedRows } from './dialect.ts'
import { readMysqlTables } from './mysql-tables.ts'

/** What MySQL and MariaDB share. Backticks quote under every SQL mode. */
const shared: Omit<Dialect, 'nested'> = {
  source: 'mysql',
  title: 'MySQL database',
  readTables: readMysqlTables,
  homeSchema: (tables) => tables[0]?.schema ?? '',
  quote: (identifier) => `\`${identifier.replaceAll('`', '``')}\``,
  placeholder: () => '?',
  select: (column, type) => selectors[familyOf(type)]?.(column) ?? column,
  text: (column, type) => {
    if (familyOf(type) === 'bytes') return `hex(${column})`
    const scalar = type.kind === 'scalar' ? type.scalar : undefined
    // As the driver writes them: without a fraction that is nothing, and of times without zeros at its end.
    if (scalar === 'datetime') return `regexp_replace(cast(${column} as char), '[.]0+$', '')`
    if (scalar === 'time')
      return `trim(trailing '.' from trim(trailing '0' from cast(cast(${column} as time(6)) as char)))`
    return `cast(${shared.select(column, type)} as char)`
  },
  witness: (column) => `if(${column} is null, null, '1')`,
  bind: (placeholder, type) => binders[familyOf(type)]?.(placeholder) ?? placeholder,
  equals: (column, placeholder, type) =>
    `${column} = ${comparands[familyOf(type)]?.(placeholder) ?? placeholder}`,
  compares: ({ column, place, type }, sign) => `${column} ${sign} ${ordered(place, type)}`,
  like: ({ column, place }) => `${column} like ${place}`,
  element: (placeholder, type) => comparands[familyOf(type)]?.(placeholder) ?? placeholder,
  isAmong: (column, elements) => `${column} in (${elements.join(', ')})`,
  folded: ({ column, place }) => ({
    text: `lower(convert(${column} using utf8mb4)) collate utf8mb4_bin`,
    value: `lower(${place})`,
  }),
  aggregates: (fn, column) => `${fn}(${column})`,
  // The server knows the digits of the column, and sessions have it add four.
  average: (column) => `avg(${column})`,
  innerRows: 'before_sort',
  nulls: { asc: '', desc: '' },
  lists: 'set',
  writes: 'read_back',
}

const rowOf = ({ cells, inner }: NestedRows): string =>
  `json_array(${[`json_array(${cells.join(', ')})`, ...inner].join(', ')})`

const sorted = ({ order }: NestedRows): string => (order === '' ? '' : ` order by ${order}`)

/** Names outer columns inside a table that is derived (since 8.0.14), and knows no order within an aggregate. */
const ofMysql: Dialect = {
  ...shared,
  nested: (rows) =>
    `(select json_array(count(*), json_arrayagg(x.j)) from (select ${rowOf(rows)} as j from ${rows.from} where ${rows.where}${sorted(rows)} limit ${rows.limit}) as x)`,
}

/** As MariaDB says it, which orders and limits what it aggregates; `other` is MySQL. */
export const mysql: Dialect = {
  ...shared,
  nested: (rows) =>
    `(select json_array(count(*), json_arrayagg(${rowOf(rows)}${sorted(rows)} limit ${rows.limit})) from ${rows.from} where ${rows.where})`,
  other: ofMysql,
}

type Family = 'float' | 'bit' | 'shape' | 'bytes' | 'integer' | 'unsigned' | 'decimal' | 'other'
type Wrappers = { readonly [family in Family]?: (inner: string) => string }

/** Columns whose wire form would not be the text that the server writes. */
const selectors: Wrappers = {
  float: (column) => `cast(${column} as char)`,
  bit: (column) => `cast(${column} as unsigned)`,
  shape: (column) => `st_astext(${column})`,
}

const binders: Wrappers = {
  bytes: (place) => `unhex(${place})`,
  bit: (place) => `cast(${place} as unsigned)`,
}

/** Text compared with a number becomes a double, in which big numbers are equal to their neighbours. */
const comparands: Wrappers = {
  bytes: (place) => `unhex(${place})`,
  integer: (place) => `cast(${place} as signed)`,
  unsigned: (place) => `cast(${place} as unsigned)`,
  decimal: (place) => `cast(${place} as decimal(65, 30))`,
  bit: (place) => `cast(${place} as unsigned)`,
  float: (place) => `(${place} + 0e0)`,
}

/** Moments and times are compared as such: a text might be compared letter by letter. */
function ordered(place: string, type: TypeRef): string {
  const scalar = type.kind === 'scalar' ? type.scalar : undefined
  if (scalar === 'datetime') return `cast(${place} as datetime(6))`
  if (scalar === 'date') return `cast(${place} as date)`
  if (scalar === 'time') return `cast(${place} as time(6))`
  return comparands[familyOf(type)]?.(place) ?? place
}

const shapes = new Set([
  'geometry',
  'point',
  'linestring',
  'polygon',
  'multipoint',
  'multilinestring',
  'multipolygon',
  'geometrycollection',
  'geomcollection',
])

function familyOf(type: TypeRef): Family {
  if (type.kind !== 'scalar' && type.kind !== 'enum') return 'other'
  const format = type.format ?? ''
  if (shapes.has(format)) return 'shape'
  if (format.startsWith('bit')) return 'bit'
  switch (type.scalar) {
    case 'number':
      return 'float'
    case 'binary':
      return 'bytes'
    case 'decimal':
      return 'decimal'
    case 'integer':
    case 'int64':
      return format.endsWith('unsigned') ? 'unsigned' : 'integer'
    case 'string':
    case 'boolean':
    case 'date':
    case 'time':
    case 'datetime':
    case 'duration':
    case 'uuid':
    case 'email':
    case 'phone':
    case 'uri':
    case 'any':
      return 'other'
  }
}
