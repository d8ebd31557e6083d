import { z } from 'zod'
import type { Json } from './json.ts'

const json: z.ZodType<Json> = z
  .lazy(() =>
    z.union([
      z.null(),
      z.boolean(),
      z.number(),
      z.string(),
      z.array(json),
      z.custom<{ readonly [name: string]: Json }>(
        (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
        'Expected a JSON object.',
      ),
    ]),
  )
  .meta({ id: 'JsonValue', description: 'Any JSON value' })

/** A JSON value as authored: constants, defaults, examples. */
export const JsonValue = json
