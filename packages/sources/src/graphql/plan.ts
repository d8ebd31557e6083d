import { isJsonObject, type Json, PlatformError } from '@bindery/model'
import { z } from 'zod'
import { PageSteps } from '../pages/page-steps.ts'

/** How it shows that a list is a page of more: by a flag beside it, or by as many items as were asked for. */
const ListPage = z.strictObject({
  list: z.array(z.string()),
  flag: z.array(z.string()).exactOptional(),
  size: z.int().exactOptional(),
  sizeArgument: z.string().exactOptional(),
})
export type ListPage = z.infer<typeof ListPage>

/** A frozen call: a document whose text never changes, and where the values of its variables come from. */
export const Plan = z.strictObject({
  document: z.string(),
  operationName: z.string(),
  /** The field of `data` that the outputs are read from. */
  rootField: z.string(),
  variables: z.array(
    z.strictObject({ name: z.string(), target: z.array(z.string()).min(1), type: z.string() }),
  ),
  /** Ways from the answer to lists of errors: a non-empty one fails the call. */
  errorChannels: z.array(z.array(z.string())),
  /** Response names that are turned back into the names of fields. */
  aliases: z.array(z.strictObject({ alias: z.string(), name: z.string() })),
  /** Of lists that outputs read as a whole; absent when none can be a page. */
  pages: z.array(ListPage).exactOptional(),
  /** How the next page is asked for, where more than the first one is read. */
  follow: PageSteps.exactOptional(),
  /** Fields that the server resolves at most, lists counted by the items asked for. */
  cost: z.int(),
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
