import { toOrigin } from '@bindery/connection'
import { environments, JsonValue } from '@bindery/model'
import { z } from 'zod'

/** Shapes that several routes share. */

export const KindParams = z.object({ kind: z.string().min(1).max(64) })
export const uuid = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'Expected a lower-case UUID')
export const AgentParams = z.object({ agentId: z.string().min(1).max(64) })
export const SkillParams = AgentParams.extend({
  skillId: z.string().min(1).max(64).describe('The id of the skill, or its function name'),
})

export const EnvironmentName = z.enum(environments)

const AllowedOrigin = z
  .string()
  .max(300)
  .regex(/^https?:\/\/[^/?#\\@\s]+\/?$/i, 'Expected an origin: https://host, with a port where it needs one')
  .transform(toOrigin)
  .refine((origin) => origin !== '', 'Expected an origin: https://host, with a port where it needs one')

/** Where a credential that is shared may go, as it is given: lists of environments that are not named stay. */
export const AllowedOriginsInput = z
  .partialRecord(EnvironmentName, z.array(AllowedOrigin).max(50))
  .default({})
  .describe(
    'Origins that it may be sent to besides its own token addresses, each list in the place of the one before; the first use fills an empty one',
  )

export const AllowedOriginsView = z
  .partialRecord(EnvironmentName, z.array(z.string()))
  .describe('Origins that it may be sent to; none before its first use')

/** What checks of a connection found. */
export const TestResult = z.object({
  ok: z.boolean().describe('No check failed'),
  environment: EnvironmentName,
  checks: z.array(
    z.object({
      name: z.string(),
      result: z
        .enum(['passed', 'failed', 'unproven'])
        .describe('`unproven`: what came back says neither that it works nor that it does not'),
      ok: z.boolean().describe('False for one that failed'),
      ms: z.int(),
      detail: z.string(),
      seen: z.string().optional().describe('What was found there'),
      hint: z.string().optional().describe('What to do where it did not pass'),
    }),
  ),
})

export const JsonData = JsonValue
export const JsonObjectData = z.record(z.string(), JsonValue)
/** Described by its format alone: the pattern of zod says the same in 250 characters. */
const dateTime = z.string().meta({ format: 'date-time' })

/** A point in time of a row, answered in UTC: "2026-11-28T09:30:00.000Z". */
export const timestamp = z
  .date()
  .transform((date) => date.toISOString())
  .pipe(dateTime)
export const optionalTimestamp = z
  .date()
  .nullable()
  .transform((date) => date?.toISOString() ?? null)
  .pipe(dateTime.nullable())

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

/** The query of every list. The longest cursors hold a name. */
export const PageQuery = z.strictObject({
  cursor: z.string().max(2_000).optional(),
  limit: queryInteger({ least: 1, most: 500 }).default(20),
})

/** What stands beside a page of a list that has more to say of itself. */
export const PageMeta = z.object({
  nextCursor: z.string().nullable(),
  hasMore: z.boolean(),
  limit: z.int(),
  total: z.int().optional().describe('How many there are on all pages; absent above 10,000'),
})

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text))

/** A stretch of time in a query. */
export const TimeQuery = z.object({
  from: instant.optional().describe('At this time or later: ISO 8601 with an offset'),
  to: instant.optional().describe('Before this time'),
})

/** Why a person lowered what was concluded: blanks are no reason. */
export const AuditedReason = z.string().trim().min(3).max(500)

/** What every use case that deletes something answers. */
export const Deleted = z.object({ deleted: z.literal(true) })
export const deleted: z.output<typeof Deleted> = { deleted: true }

/** An id in examples. */
export const exampleId = '01a2b3c4-d5e6-4f70-8192-a3b4c5d6e7f8'
