/** One row of a catalog query. */
export type Row = readonly (string | null)[]

/** A cell that is never null in this query. */
export const cell = (row: Row, index: number): string => row[index] ?? ''

/** Rows by their first cell, in the order in which they came. */
export function groupRows(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const key = cell(row, 0)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  return groups
}
