import { z } from 'zod'
import { JsonValue } from './json-value.ts'
import type { TypeRef } from './type-ref.ts'

/**
 * How a condition compares: null or a missing field makes every one of them false but `isNull` and `ne`, since what has no
 * status is not cancelled either.
 */
export const conditionOperators = [
  'eq',
  'ne',
  'lt',
  'lte',
  'gt',
  'gte',
  'in',
  'startsWith',
  'contains',
  'isNull',
] as const
export type ConditionOperator = (typeof conditionOperators)[number]

/** Most values that a condition with `in` takes when it does not say how many. */
export const mostValues = 50

/** Conditions that a call may leave out, at most: each of them doubles the statements of a skill. */
export const mostOptional = 4

/** Fewest characters that `startsWith` and `contains` look for. */
export const fewestCharacters = { startsWith: 1, contains: 2 } as const

const name = z.string().min(1).max(128)

export const FieldCondition = z
  .strictObject({
    field: z
      .string()
      .min(1)
      .max(300)
      .optional()
      .describe('Field of a row; of an answer it is tested after reading. This, `argument`, or both'),
    argument: z
      .string()
      .min(1)
      .max(300)
      .optional()
      .describe(
        'Argument of the operation that the value is sent in; for tables none. With `field` the rows are tested too',
      ),
    op: z.enum(conditionOperators).optional().describe('`eq` when absent'),
    param: name.optional().describe('Parameter that the agent gives, or the context'),
    const: JsonValue.optional().describe('A fixed value; a list for `in`; true or false for `isNull`'),
    relative: z
      .string()
      .max(60)
      .optional()
      .describe(
        'A day or moment counted from the call: `now`, `today`, `startOfWeek` (Monday), `startOfMonth`, each with `+` or `-` and an ISO 8601 duration: `today+P7D`',
      ),
    optional: z
      .boolean()
      .optional()
      .describe('A call may leave the parameter out, and the condition with it. Null is left out too'),
    fold: z.boolean().optional().describe('Texts are compared without regard to case; accents count'),
    max: z
      .int()
      .min(1)
      .max(mostValues)
      .optional()
      .describe('Most values of `in` with a parameter, 50 when absent'),
    description: z.string().max(1000).optional().describe('What the agent is told of the parameter'),
    example: JsonValue.optional(),
  })
  .refine(({ field, argument }) => field !== undefined || argument !== undefined, {
    message: 'A condition names the field that it tests, the argument that it is sent in, or both.',
  })
  .meta({ id: 'FieldCondition' })
export type FieldCondition = z.infer<typeof FieldCondition>

export const AnyOfConditions = z
  .strictObject({
    anyOf: z.array(FieldCondition).min(2).max(8).describe('One of these is enough'),
  })
  .meta({ id: 'AnyOfConditions' })

/** What rows must satisfy: all of a list of these. */
export const Condition = z.union([FieldCondition, AnyOfConditions]).meta({
  id: 'Condition',
  description: 'A condition on a field, or several of which one is enough',
  examples: [
    { field: 'customer_id', param: 'customer_id' },
    { field: 'created_at', op: 'gte', param: 'from_date', optional: true },
    { field: 'status', op: 'in', const: ['open', 'waiting'] },
    {
      anyOf: [
        { field: 'is_paid', const: false },
        { field: 'due_at', op: 'lt', relative: 'today' },
      ],
    },
  ],
})
export type Condition = z.infer<typeof Condition>

export const OrderEntry = z
  .strictObject({
    field: z.string().min(1).max(300),
    direction: z
      .enum(['asc', 'desc'])
      .optional()
      .describe('`asc` when absent; null comes before every value'),
  })
  .meta({ id: 'OrderEntry' })
export type OrderEntry = z.infer<typeof OrderEntry>

const operatorWords: { readonly [op in ConditionOperator]: string } = {
  eq: 'is',
  ne: 'is not',
  lt: 'is below',
  lte: 'is at most',
  gt: 'is above',
  gte: 'is at least',
  in: 'is one of',
  startsWith: 'begins with',
  contains: 'contains',
  isNull: 'is empty:',
}

/** An operator in words, between a field and a value: `is at least`. */
export const describeOperator = (op: ConditionOperator): string => operatorWords[op]

type OperatorSet = readonly ConditionOperator[]

const equality: OperatorSet = ['eq', 'ne', 'isNull']
const listed: OperatorSet = ['eq', 'ne', 'in', 'isNull']
const ranged: OperatorSet = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'isNull']
const counted: OperatorSet = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'in', 'isNull']

/** Which operators a type has. What is a list, an object or JSON of any shape can only be there or not. */
export function operatorsOf(type: TypeRef): OperatorSet {
  if (type.kind === 'enum') return listed
  if (type.kind !== 'scalar') return ['isNull']
  switch (type.scalar) {
    case 'string':
    case 'email':
    case 'phone':
    case 'uri':
      return conditionOperators
    case 'integer':
    case 'number':
    case 'int64':
    case 'decimal':
    case 'date':
    case 'time':
      return counted
    case 'datetime':
      return ranged
    case 'uuid':
      return listed
    case 'boolean':
    case 'binary':
    case 'duration':
      return equality
    case 'any':
      return ['isNull']
  }
}

/** The type of a value that a condition with this operator compares a field with. */
export function comparedType(op: ConditionOperator, type: TypeRef): TypeRef {
  if (op === 'isNull') return { kind: 'scalar', scalar: 'boolean' }
  if (op === 'startsWith' || op === 'contains') return { kind: 'scalar', scalar: 'string' }
  if (op === 'in') return { kind: 'list', items: type, itemsNullable: false }
  return isMoment(type) ? dayOrMoment : type
}

/** A field that holds moments is compared with a moment, or with a whole day. */
export const isMoment = (type: TypeRef): boolean => type.kind === 'scalar' && type.scalar === 'datetime'

/** Whether it is the type of what a field of moments is compared with. */
export const isDayOrMoment = (type: TypeRef): boolean =>
  type.kind === 'union' && type.members.every(isDayType) && type.members.length === 2

const isDayType = (type: TypeRef): boolean =>
  type.kind === 'scalar' && (type.scalar === 'date' || type.scalar === 'datetime')

const dayOrMoment: TypeRef = {
  kind: 'union',
  members: [
    { kind: 'scalar', scalar: 'date' },
    { kind: 'scalar', scalar: 'datetime' },
  ],
}
