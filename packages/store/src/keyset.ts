import { PlatformError } from '@bindery/model'
import type { Knex } from 'knex'
import { z } from 'zod'
import { CountRow, parseFirstRow, parseRows, toSnake } from './rows.ts'
import { ownOrganization, type Transaction } from './tenancy.ts'

/** Where a page of a list begins: after the row with these sort keys, in their order; undefined at the beginning. */
export interface PageWindow {
  readonly after: readonly string[] | undefined
  readonly limit: number
}

export interface RowPage<Row> {
  readonly rows: readonly Row[]
  /** The sort keys of the last row, when there are rows behind it. */
  readonly next: readonly string[] | undefined
  /** How many rows the whole list has; undefined above 10,000 and for lists that are not counted. */
  readonly total: number | undefined
}

/** What a list is sorted by. Together the keys tell any two rows apart, or pages would repeat and lose some. */
export interface SortKey {
  readonly column: string
  readonly kind: keyof typeof keyKinds
  readonly direction: 'up' | 'down'
}

export interface PagedList<Row> {
  /** A select of the whole list, with `organization_id` and the columns of the order. */
  readonly rows: Knex.Raw | Knex.QueryBuilder
  readonly parse: (row: unknown) => Row
  readonly order: readonly SortKey[]
  /** Logs are not counted: a filter that few rows pass would read them all. */
  readonly total: 'counted' | 'left out'
}

const mostCounted = 10_000

/** How a key is written in a cursor, and what one must look like to be compared with a column. */
const keyKinds = {
  /** All six digits: a `Date` has three, and rows of one millisecond would be lost or come twice. */
  time: {
    type: 'timestamptz',
    schema: z.iso.datetime({ precision: 6 }).regex(/^[12]/),
    show: (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
  },
  id: { type: 'uuid', schema: z.guid(), show: (column: string) => `${column}::text` },
  integer: {
    type: 'integer',
    schema: z.string().regex(/^\d{1,9}$/),
    show: (column: string) => `${column}::text`,
  },
  text: {
    type: 'text',
    schema: z.string().refine((text) => !text.includes('\0')),
    show: (column: string) => column,
  },
} as const

/** Oldest first; rows that one transaction made have one time. */
export const oldestFirst: readonly SortKey[] = [
  { column: 'createdAt', kind: 'time', direction: 'up' },
  { column: 'id', kind: 'id', direction: 'up' },
]
export const newestFirst: readonly SortKey[] = [
  { column: 'createdAt', kind: 'time', direction: 'down' },
  { column: 'id', kind: 'id', direction: 'up' },
]

/** For names that an organisation has once. */
export const byName: readonly SortKey[] = [{ column: 'name', kind: 'text', direction: 'up' }]

/**
 * One page of the transaction's tenant; the platform's own view has no lists. Rows that come and go between two pages
 * move no others. Throws `bad_request` for sort keys that are none of this list.
 */
export async function readPage<Row>(
  transaction: Transaction,
  list: PagedList<Row>,
  window: PageWindow,
): Promise<RowPage<Row>> {
  const { order } = list
  const select = transaction.raw('(?) as listed', [list.rows])
  const behind = window.after === undefined ? undefined : isBehind(order, parseKeys(order, window.after))
  const result: unknown = await transaction.raw(
    `select listed.*, array[${order.map((key) => keyKinds[key.kind].show(columnOf(key))).join(', ')}] as page_keys
     from ? where ${isOwn} ${behind === undefined ? '' : `and ${behind.sql}`}
     order by ${order.map((key) => `${columnOf(key)} ${key.direction === 'up' ? 'asc' : 'desc'}`).join(', ')} limit ?`,
    [select, ...(behind?.bindings ?? []), window.limit + 1],
  )
  const rows = parseRows(z.unknown(), result).slice(0, window.limit)
  const keys = parseRows(z.object({ pageKeys: z.array(z.string()) }), result)
  return {
    rows: rows.map(list.parse),
    next: keys.length > window.limit ? keys[window.limit - 1]?.pageKeys : undefined,
    total: list.total === 'counted' ? await countRows(transaction, select) : undefined,
  }
}

/** Said by the list too: a login without roles to take on has row-level security in a form that no index answers. */
const isOwn = `listed.organization_id = ${ownOrganization}`

async function countRows(transaction: Transaction, select: Knex.Raw): Promise<number | undefined> {
  const result: unknown = await transaction.raw(
    `select count(*) as total from (select 1 from ? where ${isOwn} limit ?) as counted`,
    [select, mostCounted + 1],
  )
  const { total } = z.object({ total: CountRow }).parse(parseFirstRow(z.unknown(), result))
  return total > mostCounted ? undefined : total
}

const columnOf = ({ column }: SortKey): string => `listed.${toSnake(column)}`

function parseKeys(order: readonly SortKey[], keys: readonly string[]): readonly string[] {
  const fits = keys.length === order.length && order.every((key, at) => isKey(key, keys[at]))
  if (!fits) throw new PlatformError('bad_request', 'The cursor is not one that this list gave out.')
  return keys
}

const isKey = (key: SortKey, value: string | undefined): boolean =>
  keyKinds[key.kind].schema.safeParse(value).success

interface Condition {
  readonly sql: string
  readonly bindings: readonly string[]
}

/** Each direction is its own: PostgreSQL compares whole rows in one only. The first key alone bounds an index scan. */
function isBehind(order: readonly SortKey[], values: readonly string[]): Condition {
  const [key, ...keys] = order
  const [value, ...others] = values
  if (key === undefined || value === undefined) return { sql: 'false', bindings: [] }
  const operator = key.direction === 'up' ? '>' : '<'
  const compare = (sign: string) => `${columnOf(key)} ${sign} ?::${keyKinds[key.kind].type}`
  if (keys.length === 0) return { sql: compare(operator), bindings: [value] }
  const rest = isBehind(keys, others)
  return {
    sql: `${compare(`${operator}=`)} and (${compare(operator)} or (${rest.sql}))`,
    bindings: [value, value, ...rest.bindings],
  }
}
