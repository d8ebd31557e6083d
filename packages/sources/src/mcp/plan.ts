import { isJsonObject, type Json, PlatformError } from '@bindery/model'
import { z } from 'zod'
import { PageSize } from '../pages/page-size.ts'
import { PageSteps } from '../pages/page-steps.ts'
import { Call } from './call.ts'

/** A frozen call of a tool: what `execute` fills with argument values. */
export const Plan = Call.extend({
  /** Paths inside the arguments whose text is written as a bare JSON number; `*` stands for every item. */
  numbers: z.array(z.array(z.string())),
  /** Of a text answer: what no output reads, so that it is told when it comes. Absent in older plans, which tell nothing. */
  unread: z.array(z.enum(['text', 'parts'])).exactOptional(),
  /** How many rows a page of the list holds that is tested, sorted, counted or followed. */
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
