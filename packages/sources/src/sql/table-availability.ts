import { type Availability } from '@bindery/model'
import { uniqueKeys } from '@bindery/model/tables'
import type { Dialect } from './dialect.ts'
import { provenanceOf } from './lifted-table.ts'
import type { Column, Table } from './table.ts'

type Quote = Dialect['quote']

export const isCompared = (column: Column): boolean => column.comparison !== 'none'

/** Whether a value finds others. The server knows every value of an enumeration, and takes them in one spelling. */
export const isFolded = ({ type, comparison }: Column): boolean =>
  type.kind !== 'enum' && (comparison === 'folded' || comparison === 'padded')

/**
 * A search reads by an index; where it is known which rows a partial one holds, it can pin them. Without one it is for
 * conditions alone, which say what they may cost: a view, of which the server tells no index, a small table.
 */
export function searchAvailability(table: Table, quote: Quote): Availability {
  const { key, indexes, columns } = table
  if (!columns.some(({ may }) => may.read)) return withoutGrant(table, 'select', quote)
  const leads = [
    key,
    ...indexes.flatMap(({ isPartial, rows, fields }) => (isPartial && rows === undefined ? [] : [fields])),
  ].map(([first]) => first)
  if (columns.some((column) => column.may.read && isCompared(column) && leads.includes(column.name)))
    return bindable
  const hasPartial = indexes.some(({ isPartial, fields }) => isPartial && fields.length > 0)
  const message =
    `No index of "${table.name}" begins with a column that a search could use, so a search reads the whole table.` +
    (hasPartial ? ' Those that hold only some rows prove nothing of the others.' : '') +
    ' Conditions ("where") search it where the table is small, or where an operator accepts it with "acceptScan".'
  const reason = { code: 'no_index', message, pointer: provenanceOf(table) }
  return { status: 'limited', reasons: [reason] }
}

/** Counts and sums read what the user may read; what that may cost is judged by their conditions. */
export const aggregateAvailability = (table: Table, quote: Quote): Availability =>
  table.columns.some(({ may }) => may.read) ? bindable : withoutGrant(table, 'select', quote)

const bindable: Availability = { status: 'bindable' }

const quarantined = (
  table: Table,
  reason: { readonly code: string; readonly message: string },
): Availability => ({
  status: 'quarantined',
  reasons: [{ ...reason, pointer: provenanceOf(table) }],
})

/** Why no row of a table can be written at all; undefined when one can. */
function unwritable({ kind, name, columns, ...table }: Table): Availability | undefined {
  if (columns.some((column) => column.isWritable)) return undefined
  const why =
    kind === 'view'
      ? `"${name}" is a view, and views are only read.`
      : `The server fills every column of "${name}" itself.`
  return quarantined({ kind, name, columns, ...table }, { code: 'not_writable', message: why })
}

/** What an insert may fill is up to the table first, then to the rights of the user. */
export function insertAvailability(table: Table, quote: Quote): Availability {
  const isGranted = table.columns.some(({ may }) => may.insert)
  return unwritable(table) ?? (isGranted ? bindable : withoutGrant(table, 'insert', quote))
}

/** An update names one row by a key, and has something to change beside it. */
export function updateAvailability(
  table: Table,
  { keys, quote }: { readonly keys: readonly (readonly string[])[]; readonly quote: Quote },
): Availability {
  const { name, columns } = table
  const fixed = unwritable(table)
  if (fixed !== undefined) return fixed
  if (keys.length === 0) {
    if (keysOf(table).length > 0 && columns.some(({ may }) => !may.read))
      return withoutGrant(table, 'select', quote)
    const message = `"${name}" has no key that names one row: no primary key, and no unique index over all rows and without columns that may be null.`
    return quarantined(table, { code: 'no_key', message })
  }
  const isAllKey = keys.every((fields) =>
    columns.every((column) => fields.includes(column.name) || !column.isWritable),
  )
  if (isAllKey) {
    const message = `Every column of "${name}" that could be written is part of its key, so there is nothing to change.`
    return quarantined(table, { code: 'nothing_to_change', message })
  }
  return columns.some(({ may }) => may.update) ? bindable : withoutGrant(table, 'update', quote)
}

/** Whether the user may name rows by a column. */
export function canBeCompared({ columns }: Table, name: string): boolean {
  return columns.some((column) => column.name === name && column.may.read && isCompared(column))
}

/** Keys that name one row, the primary key first: one column, or several of which none may be null. */
export const keysOf = (table: Table): readonly (readonly string[])[] =>
  uniqueKeys({ ...table, fields: table.columns })

/** The grants that are missing, as statements that whoever owns the table can run. */
function withoutGrant(table: Table, privilege: 'select' | 'insert' | 'update', quote: Quote): Availability {
  const target = `${quote(table.schema)}.${quote(table.name)}`
  const sequences = table.columns.flatMap(({ sequence }) => sequence ?? [])
  const grants = [
    `grant ${privilege} on ${target} to ${table.user};`,
    ...(privilege === 'insert'
      ? sequences.map((sequence) => `grant usage on sequence ${sequence} to ${table.user};`)
      : []),
  ]
  const message = `The connected user may not ${privilege} rows of "${table.name}". To allow it, run: ${grants.join(' ')}`
  return {
    status: 'quarantined',
    reasons: [{ code: 'grant_missing', message, pointer: provenanceOf(table) }],
  }
}
