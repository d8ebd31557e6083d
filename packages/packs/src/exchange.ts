import { JsonValue } from '@bindery/model'
import { z } from 'zod'

const values = z.record(z.string(), JsonValue)

/** A request that must leave, and what the provider answers it with. */
const Call = z.strictObject({
  request: z.strictObject({
    method: z.string(),
    path: z.string().describe('With its query, as sent'),
    body: JsonValue.optional(),
  }),
  response: z.strictObject({ status: z.int(), body: JsonValue }),
})

/**
 * One call of a preset from end to end. Over HTTP with the requests that leave, in their order: a preset with steps sends
 * several. A database answers from its own rows.
 */
export const Exchange = z.strictObject({
  preset: z.string(),
  params: values,
  config: z.record(z.string(), z.string()).default({}),
  calls: z.array(Call).default([]),
  output: values,
})
export type Exchange = z.output<typeof Exchange>

export const Exchanges = z.array(Exchange).min(1).max(200)
export type Exchanges = z.output<typeof Exchanges>
