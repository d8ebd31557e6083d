import { type CallBounds, standardBounds } from '@bindery/connection'
import type { EnvironmentRow } from '@bindery/store'
import { z } from 'zod'
import { dialectOf } from '@bindery/sources'

/** An organisation has 64 calls under way in a process, so more of one environment could never be. */
export const CallBoundsInput = z.strictObject({
  atOnce: z.int().min(1).max(64),
  waiting: z.int().min(0).max(4096),
})

/** How many calls of an environment may be under way at once, and how many may wait for those. */
export const boundsOf = (
  type: string,
  { callsAtOnce, callsWaiting }: Pick<EnvironmentRow, 'callsAtOnce' | 'callsWaiting'>,
): CallBounds => {
  const standard = standardBounds[dialectOf(type) === undefined ? 'http' : 'sql']
  return { atOnce: callsAtOnce ?? standard.atOnce, waiting: callsWaiting ?? standard.waiting }
}
