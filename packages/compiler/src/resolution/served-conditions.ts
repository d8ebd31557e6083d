import { type ConditionOperator, type Field, findField, isMoment, type ObjectType } from '@bindery/model'
import { type IndexedColumn, type IndexStatistics, type TableStatistics } from '@bindery/model/tables'
import type { ResolvedAssignment } from './resolved-binding.ts'
import { columnOf, holdsRowsOf, type SqlBinding } from './sql-binding.ts'

/** How an index can use a comparison: to find values, to find a stretch of them, or how texts begin. */
type Use = 'equality' | 'range' | 'prefix'

/** One comparison that every call makes. */
interface Comparison {
  readonly column: string
  readonly use: Use
  /** Most values that it is equal to one of. */
  readonly values: number
}

/** An index with what is known of it; the primary key is one. */
interface KnownIndex {
  readonly columns: readonly Pick<IndexedColumn, 'column'>[]
  readonly facts?: IndexStatistics
  readonly isUnique: boolean
}

/** How the comparisons of a search are served, by an index that serves most of them. */
export interface Service {
  /** Columns of the index that they use, in its order. */
  readonly columns: readonly string[]
  /** How many of these hold one value each: the rows after them come in the order of the index. */
  readonly fixed: number
  readonly index: KnownIndex
}

export interface CostSubject {
  readonly sql: SqlBinding
  readonly statistics: TableStatistics | undefined
}

/**
 * How an index serves the conditions that every call has: equality on its leading columns, then at most one stretch or
 * beginning. Several serve them when they use as many columns; the server takes the one that suits. What is left out of a call serves nothing, nor does what is compared without regard to case.
 */
export function findServices(subject: CostSubject): readonly Service[] {
  return bestServices(mandatoryComparisons(subject.sql), subject)
}

/** Groups of which one branch is enough are served when each branch is; then no call reads the whole table for them. */
export function isServedByGroup(subject: CostSubject): boolean {
  const groups = new Map<string, ResolvedAssignment[]>()
  for (const entry of subject.sql.conditions) {
    const [group = '', branch] = entry.condition?.id.split('.') ?? []
    if (branch !== undefined) groups.set(group, [...(groups.get(group) ?? []), entry])
  }
  return [...groups.values()].some((branches) =>
    branches.every((branch) => bestServices(toComparisons(branch), subject).length > 0),
  )
}

/** At most as many rows as these are left by the conditions of every call; undefined where nobody knows. */
export function estimateRows({ sql, statistics }: CostSubject): number | undefined {
  const comparisons = mandatoryComparisons(sql)
  const equal = comparisons.filter(({ use }) => use === 'equality')
  const named = new Set(equal.map(({ column }) => column))
  const product = equal.reduce((values, { values: more }) => values * more, 1)
  if (uniqueColumnsOf(sql.table).some((columns) => columns.every((column) => named.has(column))))
    return product
  if (statistics?.rows === undefined) return undefined
  const kept = equal.reduce((share, { column, values }) => {
    const count = statistics.distinct.find((entry) => entry.column === column)?.count
    return count === undefined ? share : share * Math.min(values / count, 1)
  }, 1)
  return statistics.rows * kept
}

const uniqueColumnsOf = ({ key, indexes }: ObjectType): readonly (readonly string[])[] => [
  ...(key.length === 0 ? [] : [key]),
  ...indexes.filter(({ isUnique, isPartial }) => isUnique && !isPartial).map(({ fields }) => fields),
]

function mandatoryComparisons(sql: SqlBinding): readonly Comparison[] {
  const plain = sql.columns.flatMap((entry): readonly Comparison[] =>
    isNull(entry) ? [] : [{ column: columnOf(entry), use: 'equality', values: 1 }],
  )
  const alone = sql.conditions.filter(
    ({ condition }) => condition?.optional !== true && condition?.id.includes('.') !== true,
  )
  return [...plain, ...alone.flatMap(toComparisons)]
}

const isNull = ({ source }: ResolvedAssignment): boolean =>
  source.from === 'constant' && source.value === null

function toComparisons(entry: ResolvedAssignment): readonly Comparison[] {
  const { condition, resolution } = entry
  if (condition === undefined || condition.fold === true || resolution.status !== 'found') return []
  // What is found by way of another table is found after it was read.
  if (resolution.target.path.length > 1) return []
  const use = useOf(condition.op, isMoment(resolution.target.argument.type))
  if (use === undefined) return []
  return [{ column: columnOf(entry), use, values: condition.op === 'in' ? (valuesOf(entry) ?? 1) : 1 }]
}

function valuesOf({ source, condition }: ResolvedAssignment): number | undefined {
  return source.from === 'constant' && Array.isArray(source.value) ? source.value.length : condition?.max
}

function useOf(op: ConditionOperator, isOfMoments: boolean): Use | undefined {
  switch (op) {
    case 'eq':
      return isOfMoments ? 'range' : 'equality'
    case 'in':
      return 'equality'
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return 'range'
    case 'startsWith':
      return 'prefix'
    case 'ne':
    case 'contains':
    case 'isNull':
      return undefined
  }
}

function bestServices(
  comparisons: readonly Comparison[],
  { sql, statistics }: CostSubject,
): readonly Service[] {
  const services = indexesOf(sql, statistics).flatMap((index) => serve(index, comparisons) ?? [])
  const most = Math.max(0, ...services.map(({ columns }) => columns.length))
  return services.filter(({ columns }) => columns.length === most)
}

function indexesOf(sql: SqlBinding, statistics: TableStatistics | undefined): readonly KnownIndex[] {
  const { key, indexes } = sql.table
  const usable = indexes.filter((index) => !index.isPartial || holdsRowsOf(index, sql))
  const known = usable.map(({ name, fields, isUnique, isPartial }): KnownIndex => {
    const facts = statistics?.indexes.find((index) => index.name === name)
    return {
      columns: fields.map((column) => ({ column })),
      isUnique: isUnique && !isPartial,
      ...(facts === undefined ? {} : { facts }),
    }
  })
  const primary: KnownIndex = { columns: key.map((column) => ({ column })), isUnique: true }
  const isListed = known.some(({ columns }) => sameColumns(columns, primary.columns))
  return key.length === 0 || isListed ? known : [primary, ...known]
}

const sameColumns = (one: KnownIndex['columns'], other: KnownIndex['columns']): boolean =>
  one.length === other.length && one.every(({ column }, at) => column === other[at]?.column)

function serve(index: KnownIndex, comparisons: readonly Comparison[]): Service | undefined {
  if (index.facts?.serves === 'nothing') return undefined
  const used: string[] = []
  let fixed = 0
  for (const { column } of index.columns) {
    const uses = comparisons.filter((comparison) => comparison.column === column)
    if (uses.length === 0) break
    const equality = isOwn(index, column) ? uses.find(({ use }) => use === 'equality') : undefined
    if (equality === undefined) {
      if (uses.some(({ use }) => isServedStretch(index, column, use))) used.push(column)
      break
    }
    used.push(column)
    // The rows of several values do not come in one order.
    if (equality.values === 1 && fixed === used.length - 1) fixed += 1
  }
  const isWhole = index.facts?.serves !== 'equality' || used.length === index.columns.length
  return used.length === 0 || !isWhole ? undefined : { columns: used, fixed, index }
}

const factsOf = ({ facts }: KnownIndex, column: string): IndexedColumn | undefined =>
  facts?.columns.find((entry) => entry.column === column)

const isOwn = (index: KnownIndex, column: string): boolean => factsOf(index, column)?.isOwnCollation !== false

function isServedStretch(index: KnownIndex, column: string, use: Use): boolean {
  if (index.facts?.serves === 'equality') return false
  const facts = factsOf(index, column)
  return use === 'range' ? isSorted(facts) : use === 'prefix' && facts?.servesPrefix === true
}

/** Whether the index sorts by the column as the server does. What is not known is taken as the usual. */
const isSorted = (facts: IndexedColumn | undefined): boolean =>
  facts === undefined || (facts.isOwnCollation && facts.isOrdered)

export interface WantedOrder {
  readonly field: string
  readonly direction: 'asc' | 'desc'
}

/** Whether rows come in this order by the index that finds them, so that no more are read than are handed out. */
export function isOrderGiven(
  { columns, fixed, index }: Service,
  order: readonly WantedOrder[],
  table: ObjectType,
): boolean {
  // Beyond the columns with one value each the index must go on with the columns of the order.
  const rest = index.columns.slice(fixed).map(({ column }) => column)
  if (columns.length > fixed + 1 || index.facts?.serves === 'equality') return false
  const wanted = order.filter(({ field }) => !columns.slice(0, fixed).includes(field))
  const ways = wanted.map(({ field, direction }, at) => {
    if (rest[at] !== field) return undefined
    const facts = factsOf(index, field)
    const way = (facts?.direction ?? 'asc') === direction ? 'forward' : 'backward'
    return isSorted(facts) && areNullsInPlace(findField(table, field), facts, direction) ? way : undefined
  })
  return ways.every((way) => way !== undefined && way === ways[0])
}

/** Null comes before every value in what we ask for, whichever the direction is in. */
function areNullsInPlace(
  field: Field | undefined,
  facts: IndexedColumn | undefined,
  direction: 'asc' | 'desc',
): boolean {
  if (field?.nullable === false) return true
  if (facts === undefined) return false
  const first = direction === 'asc' ? 'first' : 'last'
  return facts.direction === direction ? facts.nulls === first : facts.nulls !== first
}
