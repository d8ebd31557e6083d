import { z } from 'zod'

/** What the processes of the bench say of themselves when they are ready, and what the server saw. */
export const Ready = z.object({ address: z.string(), keys: z.array(z.string()).default([]) })
export const Stall = z.object({ longestStallMs: z.number() })
