import {
  type Assignment,
  type ComparedValues,
  innerRowsAsked,
  isJsonObject,
  type Json,
  type JsonObject,
  type PartialList,
  type RowsOutput,
  testedConditions,
} from '@bindery/model'
import { type Judgement, judgePlaces, withWrappers } from '@bindery/model/pages'
import { Missing, Misshapen, walk } from '../walk-answer.ts'
import { noneCertain } from './not-certain.ts'
import type { RowNotes } from './row-value.ts'
import { sortRows } from './sort-rows.ts'
import { prepareTests, type RowTest } from './test-rows.ts'

/** What rows within rows are tested by in one call, by the leaves that lead to them: `orders.lines`. */
export type InnerTests = ReadonlyMap<string, RowTest>

/** Undefined for a skill that tests no rows within rows. Throws as `prepareTests` does. */
export function prepareInnerTests(
  assignments: readonly Assignment[],
): ((compared: ComparedValues) => InnerTests) | undefined {
  const lists = new Map<string, readonly string[]>()
  for (const { condition } of assignments)
    if (condition?.tested !== undefined && condition.rows !== undefined)
      lists.set(condition.rows.join('.'), condition.rows)
  if (lists.size === 0) return undefined
  const prepared = [...lists].map(
    ([name, rows]) => [name, prepareTests(testedConditions(assignments, rows))] as const,
  )
  return (compared) =>
    new Map(prepared.flatMap(([name, prepare]) => (prepare === undefined ? [] : [[name, prepare(compared)]])))
}

/** How much of a list within a row was read. */
export interface InnerPart extends Pick<PartialList, 'more'> {
  readonly read: number
}

/** What is left of the rows of one list within a row. */
export interface InnerRead {
  readonly rows: readonly Json[]
  /** Set where it was tested or sorted and the provider has, or may have, more than came. */
  readonly part?: InnerPart
}

export interface InnerList {
  readonly output: RowsOutput
  /** The full name of the output. */
  readonly name: string
  readonly test: RowTest | undefined
  /** The row around the list. */
  readonly around: Json
}

/**
 * Tests and sorts the rows of a list within a row. Where there may be more than came, rows that fit are shown, and that none
 * does is refused as `not_certain`.
 */
export function readInner(
  rows: readonly Json[],
  { output, name, test, around }: InnerList,
  notes: RowNotes,
): InnerRead {
  if (test === undefined && output.order === undefined) return { rows }
  const left = test === undefined ? rows : rows.filter((row) => test(row, notes))
  const { order, key } = output
  const sorted = sortRows(left, { ...(order && { order }), ...(key && { key }) }, within(name, notes))
  const { more } = judge(rows.length, { output, around })
  if (more === 'none') return { rows: sorted }
  const part: InnerPart = { read: rows.length, more }
  if (test !== undefined && left.length === 0) throw noneCertain(part, name)
  return { rows: sorted, part }
}

/** Fields are told with the list that they are of. */
const within = (name: string, notes: RowNotes): RowNotes => ({
  timezone: notes.timezone,
  notCompared: (field) => notes.notCompared(`${name}.${field}`),
  ignored: (field) => notes.ignored(`${name}.${field}`),
})

/**
 * Whether there is more of a list than came with its row: by what stands beside it, where it stands in something of its own
 * and not among the values of the row; and where nothing is said, by as many rows as are asked for.
 */
function judge(items: number, { output, around }: Pick<InnerList, 'output' | 'around'>): Judgement {
  const isFull = items === innerRowsAsked(output.max)
  const paging = isFull ? { size: items } : undefined
  return judgePlaces(placesBeside(output, around), { paging, items, read: items })
}

function placesBeside({ path }: RowsOutput, around: Json): readonly JsonObject[] {
  if (path.length < 2) return []
  const holder = walk(around, { path: path.slice(0, -1) })
  const isPlace = holder !== undefined && !(holder instanceof Misshapen) && !(holder instanceof Missing)
  return isPlace && isJsonObject(holder) ? withWrappers(holder) : []
}
