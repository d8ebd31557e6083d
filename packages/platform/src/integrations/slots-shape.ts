import { TimeZone } from '@bindery/model'
import { z } from 'zod'
import { CallBoundsInput } from './call-bounds.ts'
import { EnvironmentName } from '../kernel/shapes.ts'

export const SlotInput = z
  .strictObject({
    baseUrl: z
      .string()
      .min(1)
      .max(2_000)
      .optional()
      .describe(
        'https is meant when no scheme is written; an environment that there is keeps its own when it is left out; none for databases',
      ),
    authConnectorId: z.string().max(100).nullable().optional(),
    timezone: TimeZone.nullable()
      .optional()
      .describe(
        'Columns of a database, and moments in answers of other providers, that have no time zone are of this one; null removes it',
      ),
    calls: CallBoundsInput.nullable()
      .optional()
      .describe(
        'How many calls may be under way at once in a process, and how many may wait for those, at most 10 s; what is beyond is `overloaded`. null sets the standard: 32 and 256, of a database 4 and 256. Of HTTP fewer are under way where the provider answers 429, 503 or not in time',
      ),
  })
  .nullable()

export const Slots = z.partialRecord(EnvironmentName, SlotInput)
