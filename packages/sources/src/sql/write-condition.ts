import {
  type AssignedCondition,
  type Assignment,
  isMoment,
  PlatformError,
  type TypeRef,
} from '@bindery/model'
import { codecOf, comparedCodecOf } from './codec.ts'
import type { Comparison, Dialect } from './dialect.ts'
import type { StatementWriter } from './statement-writer.ts'

/** A condition of a checked binding, with the type of the column that it compares. */
export interface SqlCondition {
  readonly condition: AssignedCondition
  readonly column: string
  /** The relationships that lead to the row that has the column; none for the rows themselves. */
  readonly via: readonly string[]
  readonly type: TypeRef
  readonly source: Assignment['source']
}

export interface ConditionPlace {
  readonly writer: StatementWriter
  readonly dialect: Dialect
  readonly alias: string
  /** What the table is called in the statement that relationships lead to. */
  readonly aliasOf?: (via: readonly string[]) => string
}

/**
 * Writes one condition. Whatever is compared is a place for a value, so the text is the same in every call. Null makes it
 * unknown, which leaves the row out, but for `ne` and `isNull`.
 */
export function writeCondition(part: SqlCondition, place: ConditionPlace): string {
  const alias = part.via.length === 0 ? place.alias : place.aliasOf?.(part.via)
  if (alias === undefined) throw unsupported(part)
  const column = place.writer.column(alias, part.column)
  const { op } = part.condition
  if (op === 'isNull') return `${column} is ${isTrue(part.source) ? '' : 'not '}null`
  if (isMoment(part.type)) return writeMoment(column, part, place)
  if (op === 'in') return writeList(column, part, place)
  if (op === 'startsWith' || op === 'contains') return writePattern(column, part, place)
  const compared = writeComparison(column, part, place)
  return op === 'ne' ? `(${column} is null or not (${compared}))` : compared
}

const isTrue = (source: Assignment['source']): boolean => source.from === 'constant' && source.value === true

const signs = { eq: '=', ne: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const

function writeComparison(column: string, part: SqlCondition, { writer, dialect }: ConditionPlace): string {
  const { condition, type } = part
  const { op, id } = condition
  if (op !== 'eq' && op !== 'ne' && op !== 'lt' && op !== 'lte' && op !== 'gt' && op !== 'gte')
    throw unsupported(part)
  const codec = comparedCodecOf(type, dialect.lists)
  const comparison: Comparison = { column, place: writer.place({ condition: id, codec }), type }
  if (condition.fold === true) {
    const { text, value } = dialect.folded(comparison)
    return `${text} ${signs[op]} ${value}`
  }
  if (op === 'eq' || op === 'ne') return dialect.equals(comparison.column, comparison.place, type)
  return dialect.compares(comparison, signs[op])
}

/** As many places as the condition takes values; a call with fewer repeats its last one. */
function writeList(column: string, { condition, source, type }: SqlCondition, at: ConditionPlace): string {
  const { writer, dialect } = at
  const constant = source.from === 'constant' && Array.isArray(source.value) ? source.value.length : undefined
  const count = constant ?? condition.max ?? 1
  const codec = comparedCodecOf(type, dialect.lists)
  const equals = Array.from({ length: count }, (_, index) => {
    const place = writer.place({ condition: condition.id, codec, at: index })
    if (condition.fold === true) return dialect.folded({ column, place, type }).value
    return dialect.element(place, type)
  })
  const left = condition.fold === true ? dialect.folded({ column, place: '', type }).text : column
  return dialect.isAmong(left, equals, condition.fold === true ? undefined : type)
}

function writePattern(column: string, part: SqlCondition, { writer, dialect }: ConditionPlace): string {
  const { id, op, fold } = part.condition
  const place = writer.place({ condition: id, pattern: op === 'contains' ? 'part' : 'prefix' })
  if (fold !== true) return dialect.like({ column, place, type: part.type })
  const { text, value } = dialect.folded({ column, place, type: part.type })
  return `${text} like ${value}`
}

/** A moment is a span of a microsecond, as a day is a longer one: equal is within, at most is not after its end. */
function writeMoment(column: string, part: SqlCondition, { writer, dialect }: ConditionPlace): string {
  const { id, op } = part.condition
  const { type } = part
  const codec = codecOf(type, dialect.lists)
  if (codec !== 'instant' && codec !== 'moment') throw unsupported(part)
  const compare = (sign: '<' | '<=' | '>' | '>=', end: 'low' | 'last'): string =>
    dialect.compares({ column, place: writer.place({ condition: id, end, codec }), type }, sign)
  switch (op) {
    case 'eq':
      return `(${compare('>=', 'low')} and ${compare('<=', 'last')})`
    case 'ne':
      return `(${column} is null or ${compare('<', 'low')} or ${compare('>', 'last')})`
    case 'lt':
      return compare('<', 'low')
    case 'lte':
      return compare('<=', 'last')
    case 'gt':
      return compare('>', 'last')
    case 'gte':
      return compare('>=', 'low')
    case 'in':
    case 'startsWith':
    case 'contains':
    case 'isNull':
      throw unsupported(part)
  }
}

function unsupported({ column, condition }: SqlCondition): PlatformError {
  const message = `"${column}" cannot be compared with "${condition.op}".`
  return new PlatformError('binding_invalid', message, { reason: 'operator_unsupported' })
}
