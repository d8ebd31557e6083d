import { TimeZone } from '@bindery/model'
import { z } from 'zod'
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
  })
  .nullable()

export const Slots = z.partialRecord(EnvironmentName, SlotInput)
