/** One row of a catalog query. */
export type Row = readonly (string | null)[]

/** A cell that is never null in this query. */
export const cell = (row: Row, index: number): string => row[index] ?? ''

/** Rows by their first cell, in the order in which they came. Rows of one group mostly stand together. */
export function groupRows(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>()
  let last: string | undefined
  let group: Row[] | undefined
  for (const row of rows) {
    const key = cell(row, 0)
    if (group === undefined || key !== last) {
      last = key
      group = groups.get(key) ?? []
      groups.set(key, group)
    }
    group.push(row)
  }
  return groups
}
