import {
  PlatformError,
  ProviderRefusal,
  type QuietStep,
  quietOutcomes,
  type SkillResult,
} from '@bindery/model'
import { z } from 'zod'
import { JsonData, JsonObjectData } from '../kernel/shapes.ts'
import type { Answer } from '../kernel/use-case.ts'

/** How a run ended, for the caller: what failed is a problem instead. */
export const Outcome = z
  .object({
    status: z
      .enum(['ok', ...quietOutcomes, 'confirmation_required', 'dry_run'])
      .describe(
        '`not_found`: a parameter named what the provider does not have; `conditions_not_met`: it is there, and what must hold before it is changed does not; `not_certain`: the provider has, or may have, more rows than were read, so what is asked of all of them is not known, and `message` says how to narrow it; `ambiguous`: a step found several where one is meant. Nothing is given and nothing was changed',
      ),
    output: JsonObjectData.optional(),
    executionId: z.string().optional(),
    ms: z.number().optional(),
    replayed: z.boolean().optional(),
    confirmationId: z.string().optional(),
    summary: z.string().optional(),
    preview: JsonData.optional(),
    request: JsonData.optional(),
    expiresAt: z.string().optional(),
    provider: ProviderRefusal.optional(),
    step: z.string().optional().describe('Of a skill of several steps: the one that ended it'),
    count: z.int().optional().describe('Rows that the step found'),
    choices: z
      .array(JsonObjectData)
      .optional()
      .describe('Of `ambiguous`: what tells the rows apart, for a second call'),
  })
  .meta({ id: 'ExecutionOutcome' })

/** The answer of a run, or its failure with the id of its record. */
export function answerRun(result: SkillResult): Answer<z.input<typeof Outcome>> {
  switch (result.status) {
    case 'succeeded':
      return {
        data: {
          status: 'ok',
          output: result.output,
          executionId: result.executionId,
          ms: result.durationMs,
          ...(result.isReplay ? { replayed: true } : {}),
        },
        ...(result.message === undefined ? {} : { message: result.message }),
        warnings: result.warnings.map((message) => ({ message })),
      }
    case 'not_found':
    case 'conditions_not_met':
    case 'not_certain':
    case 'ambiguous': {
      const { status, executionId, durationMs, isReplay, provider, at } = result
      return {
        data: {
          status,
          executionId,
          ms: durationMs,
          ...(isReplay ? { replayed: true } : {}),
          ...(provider === undefined ? {} : { provider }),
          ...(at === undefined ? {} : toStepView(at)),
        },
        ...(result.message === undefined ? {} : { message: result.message }),
      }
    }
    case 'confirmation_required':
      return {
        outcome: 'accepted',
        data: {
          status: 'confirmation_required',
          confirmationId: result.confirmationId,
          summary: result.summary,
          preview: result.preview,
          expiresAt: result.expiresAt.toISOString(),
        },
      }
    case 'failed':
    case 'outcome_unknown':
      throw withExecution(result)
  }
}

const toStepView = ({ step, count, choices }: QuietStep) => ({
  step,
  ...(count === undefined ? {} : { count }),
  ...(choices === undefined ? {} : { choices: [...choices] }),
})

/** The failure with the id of its record and what the agent may say. */
function withExecution(
  result: Extract<SkillResult, { status: 'failed' | 'outcome_unknown' }>,
): PlatformError {
  const { error, executionId } = result
  const say = result.status === 'failed' ? result.message : undefined
  return new PlatformError(error.code, error.message, {
    ...error.details,
    members: {
      ...error.details.members,
      ...(executionId === undefined ? {} : { executionId }),
      ...(say === undefined ? {} : { agentMessage: say }),
    },
  })
}
