import { z } from 'zod'

/** How callers of an agent prove who they are. */
export const verificationMethods = ['dob_postcode', 'otp_sms', 'account_pin', 'knowledge_based'] as const

/**
 * A skill of the agent finds the person; each required field must then equal the claim of the same name or, when no claim
 * has that name, be true. What the skill found is never shown to the caller.
 */
export const CallerVerification = z
  .strictObject({
    method: z.enum(verificationMethods),
    verifierSkillId: z.string().min(1).max(64).describe('A reading skill of this agent'),
    requiredFields: z
      .array(z.string().min(1).max(128))
      .min(1)
      .max(10)
      .describe('Output leaves of that skill which the claims must match'),
    identifiedBy: z
      .array(z.string().min(1).max(128))
      .min(1)
      .max(10)
      .optional()
      .describe(
        'Parameters of that skill which name the person; attempts are counted by them. Where it takes several and this is left out, each is counted alone too, since one may be a proof: guesses lock, and so may people who share one',
      ),
    tokenTtlSeconds: z.int().min(30).max(86_400).default(900),
    maxAttempts: z.int().min(1).max(20).default(3).describe('In a quarter of an hour'),
    stepUpFor: z
      .array(z.string().min(1).max(64))
      .max(100)
      .default([])
      .describe('Function names or effects that need a fresh verification'),
    stepUpTtlSeconds: z.int().min(10).max(3_600).default(120),
  })
  .meta({ id: 'CallerVerification' })
export type CallerVerification = z.output<typeof CallerVerification>
