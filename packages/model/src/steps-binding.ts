import { z } from 'zod'
import { Aggregate } from './aggregate.ts'
import { Binding, FieldPath, ProjectionEntry, SqlWrite } from './binding.ts'
import { BindingInput, BindingInputObjectEntry } from './binding-input.ts'
import { FieldCondition, OrderEntry } from './condition.ts'

/** Most steps of one skill. */
export const mostSteps = 4

/** Most rows that a step is run for each of. */
export const mostEach = 10

const from = z
  .string()
  .min(3)
  .max(300)
  .optional()
  .describe(
    'Instead of `param`: a value of an earlier step, `caller.id`, from the row that it takes or else from its answer; `$steps.caller.outputs.id` says the same',
  )

export const StepInput = BindingInput.extend({ from }).meta({ id: 'StepInput' })
export type StepInput = z.infer<typeof StepInput>

export const StepObjectEntry = BindingInputObjectEntry.extend({ from }).meta({ id: 'StepObjectEntry' })
export type StepObjectEntry = z.infer<typeof StepObjectEntry>

export const StepFieldCondition = FieldCondition.safeExtend({ from }).meta({ id: 'StepFieldCondition' })
export type StepFieldCondition = z.infer<typeof StepFieldCondition>

export const StepCondition = z
  .union([
    StepFieldCondition,
    z.strictObject({ anyOf: z.array(StepFieldCondition).min(2).max(8).describe('One of these is enough') }),
  ])
  .meta({ id: 'StepCondition' })
export type StepCondition = z.infer<typeof StepCondition>

const SqlPlace = z.strictObject({
  column: z.string().min(1).max(128),
  param: BindingInput.shape.param,
  const: BindingInput.shape.const,
  from,
})

export const StepSqlWrite = SqlWrite.extend({
  columns: z.array(SqlPlace).min(1).max(100),
  keys: z
    .array(SqlPlace)
    .min(1)
    .max(16)
    .optional()
    .describe(
      'The columns that name the row of an update, each with its parameter, constant or value of a step',
    ),
}).meta({ id: 'StepSqlWrite' })

export const stepTakes = ['one', 'first', 'optional', 'each'] as const
export type StepTake = (typeof stepTakes)[number]

/** The name of a step in paths: what later steps and outputs call its answer. */
export const StepId = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/)
  .describe('Name of the step, snake_case: paths of later steps and of outputs begin with it')

export const Step = z
  .strictObject({
    id: StepId,
    integration: z.string().min(1).max(64).describe('Slug of the provider that is called'),
    operation: Binding.shape.operation,
    inputs: z.array(StepInput).max(60).default([]),
    inputObjectMap: z.array(StepObjectEntry).max(100).default([]),
    where: z.array(StepCondition).min(1).max(20).optional().describe('What rows must satisfy, all of it'),
    orderBy: z.array(OrderEntry).min(1).max(4).optional(),
    aggregate: Aggregate.optional(),
    rows: FieldPath.optional().describe(
      'The list that `take` and the conditions are about; the only list of the answer when absent',
    ),
    take: z
      .enum(stepTakes)
      .optional()
      .describe(
        'What of the rows goes on. `one`: the only one, or the outcome `not_found` or `ambiguous`; `first`: the first in an order; `optional`: as `one`, and without it the steps that need it are skipped; `each`: later steps run once for every row. Absent takes the whole answer',
      ),
    distinguishBy: z
      .array(FieldPath)
      .min(1)
      .max(4)
      .optional()
      .describe('Of `one` and `optional`: fields that tell several rows apart, shown as choices'),
    max: z.int().min(1).max(mostEach).optional().describe(`Of \`each\`: most rows, ${mostEach} when absent`),
    more: z
      .enum(['refuse', 'cut'])
      .optional()
      .describe('Of `each`, when there are more rows: refuse the call, or go on with the first and say so'),
    pages: Binding.shape.pages,
    acceptScan: Binding.shape.acceptScan,
    sqlWrite: StepSqlWrite.optional(),
  })
  .meta({ id: 'Step' })
export type Step = z.infer<typeof Step>

/** An authored sequence of operations, of any providers, that one call runs. */
export const StepsBinding = z
  .strictObject({
    toolName: Binding.shape.toolName,
    description: Binding.shape.description,
    steps: z.array(Step).min(1).max(mostSteps),
    projection: z
      .array(ProjectionEntry)
      .max(60)
      .default([])
      .describe(
        'Outputs; the first name of a path is the step that it is of, and inside the rows of a step that takes `each` it may be a step that runs for each of them',
      ),
    enabled: Binding.shape.enabled,
    timeoutMs: Binding.shape.timeoutMs.describe('Deadline of the whole call, all steps included, in ms'),
    rateLimitPerMinute: Binding.shape.rateLimitPerMinute,
    requiresConfirmation: Binding.shape.requiresConfirmation,
    requiresHumanApproval: Binding.shape.requiresHumanApproval,
    contextParams: Binding.shape.contextParams,
    phases: Binding.shape.phases,
    allowedStates: Binding.shape.allowedStates,
    maxSuccessfulCalls: Binding.shape.maxSuccessfulCalls,
    messages: Binding.shape.messages,
    allowSensitive: Binding.shape.allowSensitive.describe(
      'As of a binding; `caller.birth_date` agrees that a value above class `contact` goes from one step to another provider',
    ),
  })
  .meta({
    id: 'StepsBinding',
    examples: [
      {
        toolName: 'Open tickets of a caller',
        steps: [
          {
            id: 'caller',
            integration: 'crm',
            operation: 'findContact',
            rows: 'data.contacts',
            take: 'one',
            distinguishBy: ['city'],
            inputs: [
              { param: 'caller_phone', argument: 'phone' },
              { param: 'city', argument: 'city', required: false },
            ],
          },
          {
            id: 'tickets',
            integration: 'desk',
            operation: 'listTickets',
            inputs: [
              { from: 'caller.id', argument: 'requester_id' },
              { const: 'open', argument: 'status' },
            ],
          },
        ],
        projection: [
          { path: 'caller.full_name', leaf: 'customer_name' },
          {
            path: 'tickets.items',
            leaf: 'tickets',
            max: 5,
            fields: [{ path: 'subject', leaf: 'subject' }],
          },
        ],
      },
    ],
  })
export type StepsBinding = z.infer<typeof StepsBinding>

/** Whatever an agent's skill is compiled from: one operation, or several steps. */
export const AnyBinding = z.union([StepsBinding, Binding]).meta({ id: 'AnyBinding' })
export type AnyBinding = z.infer<typeof AnyBinding>

export const isStepsBinding = (binding: AnyBinding): binding is StepsBinding => 'steps' in binding

/** A stored binding of either form. Throws for what is neither: what is stored was checked. */
export function parseBinding(stored: unknown): AnyBinding {
  const hasSteps = typeof stored === 'object' && stored !== null && 'steps' in stored
  return hasSteps ? StepsBinding.parse(stored) : Binding.parse(stored)
}
