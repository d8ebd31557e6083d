import { isJsonObject, type Json, PlatformError } from '@bindery/model'
import { z } from 'zod'
import { PageSize } from '../pages/page-size.ts'
import { PageSteps } from '../pages/page-steps.ts'
import { BodyEncoding, ParameterEncoding, PathPart } from './call.ts'

const JsonScalar = z.union([z.string(), z.number(), z.boolean()])

/** A frozen call: what `execute` fills with argument values. Holds only what its binding uses. */
export const Plan = z.strictObject({
  method: z.string(),
  path: z.array(PathPart),
  query: z.string().exactOptional(),
  parameters: z.array(ParameterEncoding),
  body: BodyEncoding.exactOptional(),
  /** Paths inside the body whose text is written as a bare JSON number; `*` stands for every item. */
  numbers: z.array(z.array(z.string())),
  constants: z.array(z.strictObject({ argument: z.string(), value: JsonScalar })),
  accept: z.string().exactOptional(),
  answer: z.enum(['json', 'text', 'plain', 'binary', 'none']),
  idempotencyHeader: z.string().exactOptional(),
  /** How the operation is paged, when it is: the argument that says how many, and how many come without it. */
  paging: PageSize.exactOptional(),
  /** How the next page is asked for, where more than the first one is read. */
  follow: PageSteps.exactOptional(),
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
