import { environments, JsonValue } from '@bindery/model'
import { z } from 'zod'

/** Shapes that several routes share. */

export const KindParams = z.object({ kind: z.string().min(1).max(64) })
export const uuid = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'Expected a lower-case UUID')
export const AgentParams = z.object({ agentId: z.string().min(1).max(64) })
export const SkillParams = AgentParams.extend({ skillId: z.string().min(1).max(64) })

export const EnvironmentName = z.enum(environments)

export const JsonData = JsonValue
export const JsonObjectData = z.record(z.string(), JsonValue)
export const timestamp = z.date().transform((date) => date.toISOString())
export const optionalTimestamp = z
  .date()
  .nullable()
  .transform((date) => date?.toISOString() ?? null)

/** An integer in a query string. */
export const queryInteger = (bounds: { readonly least: number; readonly most: number }) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `Expected a whole number from ${bounds.least} to ${bounds.most}`)
    .transform(Number)
    .refine((value) => value >= bounds.least && value <= bounds.most, {
      message: `Expected a whole number from ${bounds.least} to ${bounds.most}`,
    })

export const queryBoolean = z.enum(['true', 'false']).transform((text) => text === 'true')

/** The query of every list. */
export const PageQuery = z.strictObject({
  cursor: z.string().max(200).optional(),
  limit: queryInteger({ least: 1, most: 100 }).default(20),
})
