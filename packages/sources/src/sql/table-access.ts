import { z } from 'zod'
import type { TableName } from './call.ts'

const Names = z.array(z.string())

/** What a statement does to the columns of one table: the rights that it needs, and no others. Names are sorted. */
export const TableAccess = z.strictObject({
  schema: z.string(),
  table: z.string(),
  select: Names,
  insert: Names,
  update: Names,
})
export type TableAccess = z.infer<typeof TableAccess>

export const columnRights = ['select', 'insert', 'update'] as const
export type ColumnRight = (typeof columnRights)[number]

export type TableUse = TableName & { readonly [right in ColumnRight]?: Iterable<string> | undefined }

/** Uses of tables as one access for each, in the order of their names; tables of which no column is used are left out. */
export function mergeAccess(uses: readonly TableUse[]): readonly TableAccess[] {
  const tables = new Map<string, TableUse[]>()
  for (const use of uses) {
    const key = JSON.stringify([use.schema, use.table])
    tables.set(key, [...(tables.get(key) ?? []), use])
  }
  return [...tables]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, same]) => {
      const [first] = same
      if (first === undefined) return []
      const columns = (right: ColumnRight): string[] =>
        [...new Set(same.flatMap((use) => [...(use[right] ?? [])]))].sort()
      const access = { select: columns('select'), insert: columns('insert'), update: columns('update') }
      const isUsed = columnRights.some((right) => access[right].length > 0)
      return isUsed ? [{ schema: first.schema, table: first.table, ...access }] : []
    })
}
