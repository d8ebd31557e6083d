import { z } from 'zod'
import { Aggregate } from './aggregate.ts'
import { BindingInput, BindingInputObjectEntry } from './binding-input.ts'
import { Condition, OrderEntry } from './condition.ts'
import { JsonValue } from './json-value.ts'

const json = JsonValue

/**
 * A way to a field: `contact.full_name`, `items[0].name`, names that hold dots or brackets in backticks
 * (`` `@odata.context` ``), or exact segments as a list. `$` or the empty text is the whole answer.
 */
export const FieldPath = z
  .union([z.string().max(1000), z.array(z.union([z.string().max(300), z.int().min(0)])).max(30)])
  .describe(
    'Way to a value of the answer: `contact.full_name`, `items[0].name`, `items` for a list; names with dots or brackets in backticks (`` `@odata.context` ``), or exact segments as a list; `$` is the whole answer',
  )
export type FieldPath = z.infer<typeof FieldPath>

const name = z.string().min(1).max(128)
const transform = z.string().min(1).max(4000)
const column = z.string().min(1).max(128)

const leaf = z
  .string()
  .min(1)
  .max(128)
  .describe('Name under which agents get the value, snake_case; the same for every provider')
const outputTransform = transform
  .optional()
  .describe(
    'JSONata over the value at the path, `$`: `$uppercase($)`, `$join($, ", ")`; a list of scalars needs one',
  )

const mostRows = z
  .int()
  .min(1)
  .max(500)
  .optional()
  .describe('Most rows to return, 20 when absent; with `fields` only, which make the leaf a list of rows')

export const ProjectionField = z
  .strictObject({
    path: FieldPath.describe(
      'As of an entry, from one row; with `fields` of a table also to the rows that lead to this one, by the name of their table',
    ),
    leaf,
    transform: outputTransform,
    max: mostRows,
    get fields(): z.ZodOptional<z.ZodArray<typeof ProjectionField>> {
      return z
        .array(ProjectionField)
        .min(1)
        .max(60)
        .optional()
        .describe('As of an entry: rows within the row, two levels at most')
    },
    where: z
      .array(Condition)
      .min(1)
      .max(20)
      .optional()
      .describe('What these rows must satisfy, with `fields` only; of an answer it is tested after reading'),
    orderBy: z
      .array(OrderEntry)
      .min(1)
      .max(4)
      .optional()
      .describe('The order of these rows, with `fields` only; of an answer they are sorted after reading'),
  })
  .meta({ id: 'ProjectionField' })
export type ProjectionField = z.infer<typeof ProjectionField>

export const ProjectionEntry = z
  .strictObject({
    path: FieldPath,
    leaf,
    transform: outputTransform,
    max: mostRows,
    fields: z
      .array(ProjectionField)
      .min(1)
      .max(60)
      .optional()
      .describe('What is taken of each row; the path then leads to a list of objects'),
  })
  .meta({
    id: 'ProjectionEntry',
    description:
      'One output: a single value at `path` under the name `leaf`, or, with `fields`, a bounded list of rows',
    examples: [
      { path: 'contact.full_name', leaf: 'customer_name' },
      { path: 'orders', leaf: 'orders', max: 5, fields: [{ path: 'id', leaf: 'order_number' }] },
    ],
  })
export type ProjectionEntry = z.infer<typeof ProjectionEntry>

const SqlFilter = z.strictObject({ column, param: name })

export const SqlSearch = z
  .strictObject({
    table: name,
    filter: SqlFilter.optional().describe('The column to search by; it leads an index'),
    filters: z
      .array(SqlFilter)
      .min(1)
      .max(16)
      .optional()
      .describe(
        'Instead of `filter`: several columns that together lead one index, such as a key of two columns',
      ),
    limit: z.int().min(1).max(50).optional(),
    orderBy: z.strictObject({ column, direction: z.enum(['asc', 'desc']).optional() }).optional(),
    constants: z
      .array(z.strictObject({ column, const: json }))
      .max(20)
      .optional(),
  })
  .meta({ id: 'SqlSearch' })
export type SqlSearch = z.infer<typeof SqlSearch>

export const SqlWrite = z
  .strictObject({
    table: name,
    mode: z.enum(['insert', 'update']),
    columns: z
      .array(z.strictObject({ column, param: name.optional(), const: json.optional() }))
      .min(1)
      .max(100),
    keyColumn: column.optional().describe('The unique column that names the row of an update'),
    keyParam: name.optional(),
    keys: z
      .array(z.strictObject({ column, param: name.optional(), const: json.optional() }))
      .min(1)
      .max(16)
      .optional()
      .describe(
        'Instead of `keyColumn`: all columns of a key of several columns, each with its parameter or constant',
      ),
  })
  .meta({ id: 'SqlWrite' })
export type SqlWrite = z.infer<typeof SqlWrite>

/** Messages for the agent to say, by how the call ended. */
export const OutcomeMessages = z
  .strictObject({
    success: z.string().max(500).optional(),
    unauthorized: z.string().max(500).optional(),
    notFound: z.string().max(500).optional(),
    rateLimited: z.string().max(500).optional(),
    serverError: z.string().max(500).optional(),
    timeout: z.string().max(500).optional(),
  })
  .meta({ id: 'OutcomeMessages' })
export type OutcomeMessages = z.infer<typeof OutcomeMessages>

/** An authored mapping of agent parameters to one operation, and of its answer to canonical outputs. */
export const Binding = z
  .strictObject({
    operation: z.string().min(1).max(500),
    toolName: z
      .string()
      .min(1)
      .max(120)
      .describe('Free text; the function name that a model sees is derived from it'),
    description: z.string().max(1000).optional(),
    inputs: z.array(BindingInput).max(60).default([]),
    inputObjectMap: z.array(BindingInputObjectEntry).max(100).default([]),
    projection: z.array(ProjectionEntry).max(60).default([]),
    where: z
      .array(Condition)
      .min(1)
      .max(20)
      .optional()
      .describe('What rows must satisfy, all of it; of a write, what must hold for it to change anything'),
    orderBy: z
      .array(OrderEntry)
      .min(1)
      .max(4)
      .optional()
      .describe('The order of rows; the key of the rows comes last by itself'),
    aggregate: Aggregate.optional(),
    rows: FieldPath.optional().describe(
      'The list of the answer that `where`, `orderBy`, `aggregate` and `pages` are about. When absent it is the one that the only rows of the projection come from, or else the only list of the answer. For tables none',
    ),
    pages: z
      .int()
      .min(1)
      .max(10)
      .optional()
      .describe("Most pages of the provider's list that a call reads, 1 when absent"),
    acceptScan: z
      .boolean()
      .optional()
      .describe('An operator accepts that no index bounds what a call reads; audited'),
    sqlSearch: SqlSearch.optional(),
    sqlWrite: SqlWrite.optional(),
    enabled: z.boolean().default(false),
    timeoutMs: z
      .int()
      .min(100)
      .max(120_000)
      .default(15_000)
      .describe('Deadline of a call, body included, in ms'),
    rateLimitPerMinute: z.int().min(1).max(10_000).optional(),
    requiresConfirmation: z
      .boolean()
      .optional()
      .describe(
        'True adds it to a read. Writes are confirmed whatever this says, but for those that operators described themselves',
      ),
    requiresHumanApproval: z
      .boolean()
      .optional()
      .describe('The confirmation must be given by an operator, not only by the caller'),
    contextParams: z
      .array(name)
      .max(60)
      .default([])
      .describe(
        'Parameters that the platform fills from the context of the conversation; agents never see or set them',
      ),
    phases: z
      .array(name)
      .max(20)
      .optional()
      .describe('Phases of the conversation in which it may run; absent allows all'),
    allowedStates: z
      .array(name)
      .max(50)
      .optional()
      .describe('States of the conversation in which it may run; absent allows all'),
    maxSuccessfulCalls: z
      .int()
      .min(1)
      .max(1000)
      .optional()
      .describe('Successful calls that one conversation may make'),
    messages: OutcomeMessages.optional(),
    allowSensitive: z
      .array(leaf)
      .max(60)
      .default([])
      .describe(
        'Outputs above class `contact`, and parameters above it that a write puts where others may read them, that were agreed to; each is audited',
      ),
  })
  .meta({
    id: 'Binding',
    examples: [
      {
        operation: 'searchPatients',
        toolName: 'Find patient',
        description: 'Find a patient by telephone number.',
        inputs: [{ param: 'caller_phone', argument: 'phone', required: true }],
        projection: [
          {
            path: 'patients',
            leaf: 'patients',
            max: 5,
            fields: [
              { path: 'id', leaf: 'customer_id' },
              { path: 'fullName', leaf: 'customer_name' },
            ],
          },
        ],
      },
    ],
  })
export type Binding = z.infer<typeof Binding>
/** A binding as people write it, before defaults are filled in. */
export type BindingInputDocument = z.input<typeof Binding>
