import { JsonValue } from '@bindery/model'
import { z } from 'zod'

const values = z.record(z.string(), JsonValue)

/**
 * One call of a preset from end to end. For HTTP with the request that must leave and the answer of the provider; a
 * database answers from its own rows.
 */
export const Exchange = z.strictObject({
  preset: z.string(),
  params: values,
  config: z.record(z.string(), z.string()).default({}),
  request: z
    .strictObject({
      method: z.string(),
      path: z.string().describe('With its query, as sent'),
      body: JsonValue.optional(),
    })
    .optional(),
  response: z.strictObject({ status: z.int(), body: JsonValue }).optional(),
  output: values,
})
export type Exchange = z.output<typeof Exchange>

export const Exchanges = z.array(Exchange).min(1).max(200)
export type Exchanges = z.output<typeof Exchanges>
