import type { Index } from '@bindery/model'
import type { IndexStatistics, TableStatistics } from '@bindery/model/tables'
import { cell, groupRows, type Row } from './group-rows.ts'
import { readCount } from './statistics-of.ts'
import type { Column, Table } from './table.ts'

/** One table: what the catalog says of it, and the rows of its indexes, a part each. */
interface IndexedTable {
  readonly columns: readonly Column[]
  readonly indexes: readonly Index[]
  readonly parts: readonly Row[]
}

/** What MySQL or MariaDB estimates of a table. */
export function mysqlStatistics(rows: string | null | undefined, table: IndexedTable): Table['statistics'] {
  const estimated = readCount(rows, 0)
  const byName = groupRows(table.parts.map((part) => part.slice(1)))
  return {
    ...(estimated === undefined ? {} : { rows: estimated }),
    distinct: readDistinct(table.indexes, byName),
    indexes: table.indexes.flatMap((index) => indexStatistics(index, byName.get(index.name) ?? [], table)),
  }
}

/** Of several indexes that a column leads the smallest estimate counts: it leaves the most rows. */
function readDistinct(
  indexes: readonly Index[],
  parts: ReadonlyMap<string, readonly Row[]>,
): TableStatistics['distinct'] {
  const counts = new Map<string, number>()
  for (const { name, fields } of indexes) {
    const [column] = fields
    const count = readCount(parts.get(name)?.[0]?.[6], 1)
    if (column === undefined || count === undefined) continue
    counts.set(column, Math.min(count, counts.get(column) ?? count))
  }
  return [...counts]
    .map(([column, count]) => ({ column, count }))
    .sort((one, other) => (one.column < other.column ? -1 : 1))
}

/** What an index serves; nothing for one that looks no column up. Null comes before every value. */
function indexStatistics(
  { name, fields }: Index,
  parts: readonly Row[],
  { columns }: IndexedTable,
): readonly IndexStatistics[] {
  const [first = []] = parts
  if (fields.length === 0) return []
  const isHash = cell(first, 3) === 'HASH'
  const described = fields.map((column, position) => {
    const part = parts[position] ?? []
    const isDescending = part[4] === 'D'
    return {
      column,
      isOwnCollation: true,
      isOrdered: !isHash && (part[5] ?? null) === null,
      servesPrefix: !isHash && columns.some(({ name: own, type }) => own === column && isText(type)),
      direction: isDescending ? ('desc' as const) : ('asc' as const),
      nulls: isDescending ? ('last' as const) : ('first' as const),
    }
  })
  const isUsed = first[7] !== '0'
  return [{ name, serves: isUsed ? (isHash ? 'equality' : 'order') : 'nothing', columns: described }]
}

/** What is compared as text: neither numbers and moments nor `enum`, which sorts by positions. */
const isText = (type: Column['type']): boolean =>
  (type.kind === 'scalar' || type.kind === 'enum') && /^(?:var)?char$|text$/.test(type.format ?? '')
