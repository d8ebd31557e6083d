import { z } from 'zod'

export const Scoping = z
  .strictObject({
    blockedObjects: z.array(z.string().min(1).max(500)).max(5_000),
    blockedFields: z.array(z.string().min(3).max(1_000)).max(5_000).describe('Each as Object.field'),
  })
  .meta({ id: 'Scoping' })
