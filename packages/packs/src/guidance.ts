import { z } from 'zod'

const text = z.string().min(1).max(1_000)

const OperationGuidance = z
  .strictObject({
    operation: z.string().min(1).max(500),
    behaviour: text,
    paging: text.optional(),
    limits: text.optional(),
  })
  .meta({ id: 'OperationGuidance' })

/** What the description of a provider does not say and whoever maps it must know. */
export const Guidance = z
  .strictObject({
    callerIdentification: text.describe('How to find out whose record a caller may see'),
    limits: text.describe('What holds for every call'),
    operations: z.array(OperationGuidance).max(100),
  })
  .meta({ id: 'PackGuidance' })
export type Guidance = z.output<typeof Guidance>
