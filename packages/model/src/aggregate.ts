import { z } from 'zod'
import { operatorsOf } from './condition.ts'
import type { TypeRef } from './type-ref.ts'

export const aggregateFunctions = ['count', 'sum', 'min', 'max', 'avg'] as const
export type AggregateFunction = (typeof aggregateFunctions)[number]

const leaf = z.string().min(1).max(128).describe('Name under which agents get the value, snake_case')

export const AggregateValue = z
  .strictObject({
    fn: z.enum(aggregateFunctions),
    field: z
      .string()
      .min(1)
      .max(300)
      .optional()
      .describe('What is summed or compared; `count` without it counts rows, with it the rows that have it'),
    leaf,
  })
  .meta({ id: 'AggregateValue' })
export type AggregateValue = z.infer<typeof AggregateValue>

export const Aggregate = z
  .strictObject({
    values: z.array(AggregateValue).min(1).max(20),
    groupBy: z
      .array(z.strictObject({ field: z.string().min(1).max(300), leaf }))
      .min(1)
      .max(2)
      .optional()
      .describe('One answer for each value, or pair of values, of these'),
    leaf: leaf.optional().describe('Name of the list of groups; needed with `groupBy`'),
    max: z.int().min(1).max(500).optional().describe('Most groups to return, 20 when absent'),
  })
  .meta({
    id: 'Aggregate',
    description:
      'Counts, sums, extremes and averages over the rows that the conditions leave, instead of the rows. An average is the sum divided by the count, rounded half up at four digits more than the field has',
    examples: [
      {
        values: [
          { fn: 'count', leaf: 'order_count' },
          { fn: 'sum', field: 'total', leaf: 'amount_due' },
        ],
        groupBy: [{ field: 'status', leaf: 'status' }],
        leaf: 'by_status',
      },
    ],
  })
export type Aggregate = z.infer<typeof Aggregate>

/** The type of what a function makes of a field; undefined where it makes nothing of such a field. */
export function aggregatedType(fn: AggregateFunction, type: TypeRef): TypeRef | undefined {
  switch (fn) {
    case 'count':
      return { kind: 'scalar', scalar: 'integer' }
    case 'sum':
    case 'avg':
      return summedType(type)
    case 'min':
    case 'max':
      return operatorsOf(type).includes('lt') ? type : undefined
  }
}

/** Sums are exact and may be longer than what they are made of; those of floating numbers are floating numbers. */
function summedType(type: TypeRef): TypeRef | undefined {
  if (type.kind !== 'scalar') return undefined
  if (type.scalar === 'number') return { kind: 'scalar', scalar: 'number' }
  const isExact = type.scalar === 'integer' || type.scalar === 'int64' || type.scalar === 'decimal'
  return isExact ? { kind: 'scalar', scalar: 'decimal' } : undefined
}
