import type { Constraints, ScalarName, TypeRef } from '@bindery/model'
import type { ColumnType } from './table.ts'

/** A column's type as `information_schema.columns` says it. */
export interface DeclaredType {
  /** `bigint` */
  readonly data: string
  /** `bigint(20) unsigned`, `enum('a','b')` */
  readonly full: string
  readonly collation: string | undefined
  readonly maxLength: number | undefined
  /** MariaDB keeps JSON as text that a rule checks. */
  readonly isCheckedJson: boolean
}

const scalars: { readonly [data: string]: ScalarName | undefined } = {
  tinyint: 'integer',
  smallint: 'integer',
  mediumint: 'integer',
  int: 'integer',
  year: 'integer',
  bigint: 'int64',
  bit: 'int64',
  decimal: 'decimal',
  float: 'number',
  double: 'number',
  char: 'string',
  varchar: 'string',
  tinytext: 'string',
  text: 'string',
  mediumtext: 'string',
  longtext: 'string',
  inet4: 'string',
  inet6: 'string',
  uuid: 'uuid',
  binary: 'binary',
  varbinary: 'binary',
  tinyblob: 'binary',
  blob: 'binary',
  mediumblob: 'binary',
  longblob: 'binary',
  date: 'date',
  datetime: 'datetime',
  timestamp: 'datetime',
  time: 'time',
  json: 'any',
}

const bits: { readonly [data: string]: number | undefined } = {
  tinyint: 8,
  smallint: 16,
  mediumint: 24,
  int: 32,
}

/** Every type that is not known is text that the server writes, read only. */
export const isWritableType = ({ data }: DeclaredType): boolean =>
  Object.hasOwn(scalars, data) || data === 'enum' || data === 'set'

/** The types of one database. Columns of one type share it: there are few types and many columns. */
export class MysqlTypes {
  readonly #known = new Map<string, ColumnType>()

  columnType(declared: DeclaredType): ColumnType {
    const { data, full, collation, maxLength, isCheckedJson } = declared
    const key = `${data}\n${collation}\n${maxLength}\n${isCheckedJson}\n${full}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const found = toColumnType(declared)
    this.#known.set(key, found)
    return found
  }
}

/** `bit(1)` is true or false; `tinyint(1)` is a number: that it holds nothing but 0 and 1 is a habit and no rule. */
function toColumnType(declared: DeclaredType): ColumnType {
  const { data, full } = declared
  if (data === 'enum') return { type: enumOf(full), comparison: comparisonOf(declared) }
  if (data === 'set')
    return { type: { kind: 'list', items: enumOf(full), itemsNullable: false }, comparison: 'none' }
  if (full === 'bit(1)')
    return { type: { kind: 'scalar', scalar: 'boolean', format: data }, comparison: 'exact' }
  const scalar = declared.isCheckedJson ? 'any' : Object.hasOwn(scalars, data) ? scalars[data] : undefined
  const isUnsigned = /\bunsigned\b/.test(full)
  const format = declared.isCheckedJson ? 'json' : isUnsigned ? `${data} unsigned` : data
  const constraints = constraintsOf(declared, isUnsigned)
  return {
    type: { kind: 'scalar', scalar: scalar ?? 'string', format },
    comparison: scalar === undefined || scalar === 'any' || data === 'bit' ? 'none' : comparisonOf(declared),
    ...(constraints === undefined ? {} : { constraints }),
  }
}

/**
 * Only bytes tell all texts apart, and only a collation that says so counts blanks at the end: one of cases and accents
 * still leaves out zero-width characters and soft hyphens.
 */
function comparisonOf({ collation }: DeclaredType): 'exact' | 'folded' {
  if (collation === undefined || collation === 'binary') return 'exact'
  return /_(?:nopad|0900)_bin$/.test(collation) ? 'exact' : 'folded'
}

function enumOf(full: string): TypeRef {
  const values = [...full.matchAll(/'((?:[^']|'')*)'/g)].map(([, value = '']) => value.replaceAll("''", "'"))
  return { kind: 'enum', scalar: 'string', values }
}

function constraintsOf({ data, maxLength }: DeclaredType, isUnsigned: boolean): Constraints | undefined {
  const width = bits[data]
  if (width !== undefined) {
    return isUnsigned
      ? { minimum: 0, maximum: 2 ** width - 1 }
      : { minimum: -(2 ** (width - 1)), maximum: 2 ** (width - 1) - 1 }
  }
  return maxLength !== undefined && (data === 'char' || data === 'varchar') ? { maxLength } : undefined
}
