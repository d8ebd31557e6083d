import type { EnumType, IndexCondition, TypeRef } from '@bindery/model'
import { type Spelling, spellings } from './condition-words.ts'
import { type Condition, type ConditionValue, readCondition } from './read-condition.ts'
import type { ColumnType } from './table.ts'

type Values = readonly ConditionValue[]

/** The values that a condition leaves to each column; null is never among them. Columns that it leaves free are absent. */
export function allowedValues(condition: Condition): ReadonlyMap<string, Values> {
  switch (condition.kind) {
    case 'in':
      return new Map([[condition.column, condition.values]])
    case 'null':
      return condition.isNull ? new Map([[condition.column, []]]) : new Map()
    case 'all':
      return condition.of.map(allowedValues).reduce(both, new Map<string, Values>())
    case 'any': {
      const [first = new Map<string, Values>(), ...rest] = condition.of.map(allowedValues)
      return rest.reduce(either, first)
    }
    case 'unknown':
      return new Map()
  }
}

function both(a: ReadonlyMap<string, Values>, b: ReadonlyMap<string, Values>): ReadonlyMap<string, Values> {
  const merged = new Map(a)
  for (const [column, values] of b) {
    const earlier = merged.get(column)
    merged.set(column, earlier === undefined ? values : earlier.filter((value) => values.includes(value)))
  }
  return merged
}

function either(a: ReadonlyMap<string, Values>, b: ReadonlyMap<string, Values>): ReadonlyMap<string, Values> {
  const merged = new Map<string, Values>()
  for (const [column, values] of a) {
    const others = b.get(column)
    if (others !== undefined) merged.set(column, [...new Set([...values, ...others])])
  }
  return merged
}

/** The values that the checks of a table leave to its columns, one list for each check that speaks of the column. */
export function checkedColumns(
  checks: readonly string[],
  spelling: Spelling,
): (column: string) => readonly Values[] {
  const found = checks.map((check) => allowedValues(readCondition(check, spelling)))
  return (column) => found.flatMap((values) => [values.get(column)].filter((set) => set !== undefined))
}

/** What holds for the rows of a partial index; undefined when it cannot be said of one column after the other. */
export function rowsOf(condition: Condition): readonly IndexCondition[] | undefined {
  switch (condition.kind) {
    case 'in':
      return [{ column: condition.column, in: condition.values }]
    case 'null':
      return [{ column: condition.column, is: condition.isNull ? 'null' : 'not_null' }]
    case 'all': {
      const parts = condition.of.map(rowsOf)
      const known = parts.filter((part) => part !== undefined)
      return known.length === parts.length ? known.flat() : undefined
    }
    case 'any':
    case 'unknown':
      return undefined
  }
}

/** The values that the check of a PostgreSQL domain leaves; undefined when it leaves more than a list of them. */
export const valuesOfDomain = (check: string): Values | undefined =>
  allowedValues(readCondition(check, spellings.postgres)).get('VALUE')

/**
 * A column type within the values that its checks leave, where these are text or whole numbers as it is. What is told apart
 * without regard to case may be stored in another spelling than a check has: it keeps its type.
 */
export function withAllowedValues<Type extends ColumnType>(
  column: Type,
  sets: readonly (Values | undefined)[],
): Type {
  const known = sets.filter((values) => values !== undefined)
  const [first, ...rest] = known
  if (first === undefined || column.comparison === 'folded') return column
  const values = first.filter((value) => rest.every((set) => set.includes(value)))
  const type = enumOf(column.type, values)
  return type === undefined ? column : { ...column, type }
}

function enumOf(type: TypeRef, values: Values): EnumType | undefined {
  if (type.kind === 'enum') {
    const kept = type.values.filter((value) => values.includes(value))
    return kept.length === 0 ? undefined : { ...type, values: kept }
  }
  if (type.kind !== 'scalar' || values.length === 0) return undefined
  const fits =
    type.scalar === 'string'
      ? values.every((value) => typeof value === 'string')
      : type.scalar === 'integer' && values.every((value) => Number.isSafeInteger(value))
  if (!fits) return undefined
  const { scalar, format } = type
  return { kind: 'enum', scalar, values: [...new Set(values)], ...(format === undefined ? {} : { format }) }
}
