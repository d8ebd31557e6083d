import { z } from 'zod'
import { sensitivityClasses } from './sensitivity.ts'
import { isTimeZone } from './time-zone.ts'

const scope = {
  appliesToSkillType: z
    .string()
    .min(1)
    .max(60)
    .optional()
    .describe('Only skills of this type; absent means all'),
  isEnabled: z.boolean().default(true),
}
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Expected a time of day such as 09:00')
const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const terms = z.array(z.string().min(2).max(200)).min(1).max(500)

/** One rule of an agent that holds for all of its skills, whatever their bindings say. It can only narrow. */
export const Guardrail = z
  .discriminatedUnion('policyType', [
    z.strictObject({
      policyType: z.literal('verify_before_disclose'),
      config: z
        .strictObject({
          fromClass: z
            .enum(sensitivityClasses)
            .default('contact')
            .describe('Least class of data that needs a verified caller'),
        })
        .prefault({}),
      ...scope,
    }),
    z.strictObject({
      policyType: z.literal('allowed_fields'),
      config: z.strictObject({
        fields: z.array(z.string().min(1).max(128)).max(500).describe('Output leaves that may be disclosed'),
      }),
      ...scope,
    }),
    z.strictObject({
      policyType: z.literal('write_gate'),
      config: z.strictObject({
        mode: z.enum(['deny', 'operator']).describe('No writes, or only with the approval of an operator'),
      }),
      ...scope,
    }),
    z.strictObject({
      policyType: z.literal('rate_limit'),
      config: z.strictObject({
        perMinute: z.int().min(1).max(100_000),
        per: z.enum(['agent', 'conversation']).default('agent'),
      }),
      ...scope,
    }),
    z.strictObject({
      policyType: z.literal('business_hours'),
      config: z.strictObject({
        timezone: z.string().refine(isTimeZone, 'Expected an IANA time zone such as Europe/Amsterdam'),
        days: z.array(z.enum(days)).min(1).max(7),
        from: clock,
        to: clock,
        appliesTo: z.enum(['writes', 'all']).default('writes'),
      }),
      ...scope,
    }),
    z.strictObject({
      policyType: z.literal('content_policy'),
      config: z.strictObject({
        blockedTerms: terms,
        appliesTo: z.enum(['input', 'output', 'both']).default('both'),
      }),
      ...scope,
    }),
  ])
  .meta({ id: 'Guardrail' })
export type Guardrail = z.output<typeof Guardrail>

/** Names of days in the order of `Date.getUTCDay`, shifted to Monday. */
export const weekDays = days
