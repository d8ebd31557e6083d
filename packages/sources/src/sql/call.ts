import { z } from 'zod'

const Name = z.string()

/** A table as statements name it. */
export const TableName = z.strictObject({ schema: Name, table: Name })
export type TableName = z.infer<typeof TableName>

/** How a row leads to one of another table. */
export const Join = z.strictObject({
  name: Name,
  to: TableName,
  /** Pairs of a column here and a column there; at least one. */
  on: z.array(z.tuple([Name, Name])),
})
export type Join = z.infer<typeof Join>

/** What a table operation needs to be called: `Operation.call` of the SQL kinds. */
export const Call = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('find'), from: TableName, joins: z.array(Join) }),
  z.strictObject({ mode: z.literal('aggregate'), from: TableName }),
  z.strictObject({
    mode: z.literal('insert'),
    into: TableName,
    /** Columns that are null when an insert leaves them out. */
    nullWhenAbsent: z.array(Name),
    /** The primary key, and the column of it that the server counts up. */
    key: z.array(Name),
    identity: Name.exactOptional(),
  }),
  z.strictObject({
    mode: z.literal('update'),
    table: TableName,
    /** Columns that alone name one row. */
    unique: z.array(Name),
    /** Keys of several columns that name one row together. */
    keys: z.array(z.array(Name)).exactOptional(),
  }),
])
export type Call = z.infer<typeof Call>
