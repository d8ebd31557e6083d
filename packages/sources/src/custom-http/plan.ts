import { isJsonObject, type Json, PlatformError } from '@bindery/model'
import { z } from 'zod'
import { PageSize } from '../pages/page-size.ts'
import { PageSteps } from '../pages/page-steps.ts'
import { Call } from './call.ts'

/** A frozen call: the templates, and whether the answer is read. */
export const Plan = Call.extend({
  answer: z.enum(['json', 'none']),
  /** How many rows a page of the list holds that is tested, sorted, counted or followed. */
  paging: PageSize.exactOptional(),
  /** How the next page is asked for, where more than the first one is read. */
  follow: PageSteps.exactOptional(),
})
export type Plan = z.output<typeof Plan>

const known = new WeakMap<object, Plan>()

/** Reads a plan back; each plan value is checked once. Throws PlatformError `skill_tampered` for anything else. */
export function readPlan(plan: Json): Plan {
  const earlier = isJsonObject(plan) ? known.get(plan) : undefined
  if (earlier !== undefined) return earlier
  const parsed = Plan.safeParse(plan)
  if (!parsed.success || !isJsonObject(plan)) {
    const message = 'The plan of the skill is not one that this source kind made.'
    throw new PlatformError('skill_tampered', message, { cause: parsed.error })
  }
  known.set(plan, parsed.data)
  return parsed.data
}
