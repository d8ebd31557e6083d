import { isJsonObject, type Json, PlatformError } from '@bindery/model'
import { z } from 'zod'
import { Codec } from './codec.ts'
import { TableAccess } from './table-access.ts'

/** One value of the statement, in its order. */
export const Bind = z.union([
  z.strictObject({
    argument: z.string(),
    codec: Codec,
    /** What a missing value means. `keep` leaves the column as it is: an `isGiven` bind decides. */
    whenAbsent: z.enum(['refuse', 'null', 'keep']),
    /** Null is no value here: nothing equals it. */
    isKey: z.literal(true).exactOptional(),
  }),
  /** Whether an argument was given at all. */
  z.strictObject({ isGiven: z.string() }),
  /** What a condition compares with, or one value of its list: its last one where it has fewer. */
  z.strictObject({ condition: z.string(), codec: Codec, at: z.int().min(0).exactOptional() }),
  /** The pattern of a text that begins with it, or has it as a part. */
  z.strictObject({ condition: z.string(), pattern: z.enum(['prefix', 'part']) }),
  /** Where the span of a moment or a day begins, or where it ends. */
  z.strictObject({
    condition: z.string(),
    end: z.enum(['low', 'last']),
    codec: z.enum(['instant', 'moment']),
  }),
])
export type Bind = z.infer<typeof Bind>

const Statement = z.strictObject({
  text: z.string(),
  binds: z.array(Bind),
  /** The same for a server of the same protocol that says it in another way. Absent where all say it alike. */
  otherText: z.string().exactOptional(),
})

/** Statements of a search whose calls leave conditions out: one for each set that a call can give. */
const Variants = z.strictObject({
  /** Ids of the conditions that may be left out. */
  optional: z.array(z.string()),
  statements: z.array(z.strictObject({ given: z.array(z.string()), statement: Statement })),
})
export type Statement = z.infer<typeof Statement>

const Cells = z.array(z.strictObject({ path: z.array(z.string()), codec: Codec }))

const Joins = z.array(
  z.strictObject({
    name: z.string(),
    witness: z.int(),
    /** The joins that lead to the row that it is of; absent where it is of the row itself. */
    within: z.array(z.string()).exactOptional(),
  }),
)

/** Rows within a row: one column of JSON after the witnesses of the rows around them. */
const Rows = z.strictObject({
  /** Where they go in the row around them. */
  path: z.array(z.string()),
  cells: Cells,
  joins: Joins,
  get inner(): z.ZodArray<typeof Rows> {
    return z.array(Rows)
  },
  maxRows: z.int(),
})
export type Rows = z.infer<typeof Rows>

/** A frozen table operation. The text never changes; values only ever travel beside it. */
export const Plan = z.strictObject({
  answer: z.enum(['rows', 'row']),
  statement: Statement,
  readBack: Statement.exactOptional(),
  /** Where conditions may be left out: then these stand for `statement`, which is the first of them. */
  variants: Variants.exactOptional(),
  /** Of a write with conditions: finds its row whether or not they hold. */
  probe: Statement.exactOptional(),
  /** The columns of the answer, in order: where each goes in a row, by one name, or by those of joins and column. */
  cells: Cells,
  /** Joins, and the position after the cells of a column that is null when no row was joined. */
  joins: Joins,
  /** Rows within the rows. Absent where there are none. */
  inner: z.array(Rows).exactOptional(),
  /** Most rows that are handed out; one more is asked for, to know whether there is one. */
  maxRows: z.int(),
  /** The rights that the statements need, as they were written; absent in plans that were made before it was kept. */
  access: z.array(TableAccess).exactOptional(),
})
export type Plan = z.infer<typeof Plan>

const known = new WeakMap<object, Plan>()

/** Reads a plan back; each plan value is checked once. Throws PlatformError `skill_tampered` for anything else. */
export function readPlan(plan: Json): Plan {
  if (!isJsonObject(plan)) throw tampered()
  const earlier = known.get(plan)
  if (earlier !== undefined) return earlier
  const parsed = Plan.safeParse(plan)
  if (!parsed.success) throw tampered(parsed.error)
  known.set(plan, parsed.data)
  return parsed.data
}

function tampered(cause?: unknown): PlatformError {
  return new PlatformError('skill_tampered', 'The plan of the skill is not one that this source kind made.', {
    cause,
  })
}
