import { PlatformError } from '@bindery/model'
import { toolDefinition, type ToolFormat } from '@bindery/compiler'
import { z } from 'zod'
import { answerRun, Outcome } from './run-answer.ts'
import { atDoor } from './at-door.ts'
import { channelOf } from '../kernel/channel-of.ts'
import { dryRunSkill, executeSkill } from './execute-skill.ts'
import { AgentParams, EnvironmentName, JsonObjectData, queryBoolean, SkillParams } from '../kernel/shapes.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'
import type { RunParts } from './run-parts.ts'
import { loadToolset, type ToolParts } from './toolset.ts'
import { withSkillId } from '../skills/with-skill-id.ts'

const tag = 'Runtime'

const Execute = z
  .strictObject({
    params: JsonObjectData.default({}),
    environment: EnvironmentName.default('production'),
    conversationId: z.string().min(1).max(200).optional(),
    state: z.string().max(100).optional(),
    phase: z.string().max(100).optional(),
    context: JsonObjectData.optional(),
    verificationToken: z.string().max(2_000).optional(),
    draftMode: z.boolean().default(false),
  })
  .prefault({})
  .meta({ id: 'ExecuteRequest' })

const ToolsMeta = z
  .object({ skills: z.array(z.object({ name: z.string(), skillId: z.string() })) })
  .describe('Which skill each tool is, in the order of the list; not in the format mcp')
  .meta({ id: 'ToolsMeta' })

function toFormat({ format, strict }: { format: ToolFormat; strict: boolean }): ToolFormat {
  if (!strict) return format
  if (format === 'openai') return 'openai_strict'
  throw new PlatformError('validation_error', `"strict" is for the format openai, not for "${format}".`)
}

export const runtimeUseCases = {
  listTools: useCase({
    scope: 'skills:execute',
    audit: { leaves: 'nothing', because: 'it only looks' },
    environment: 'none',
    tag,
    summary: 'Function definitions of the published, enabled skills for a language model',
    description:
      'The list can be passed on to a model as it is. Which skill each tool is: `_meta["bindery/skillId"]` in the format mcp, and `meta.skills` beside the list in the others, whose providers refuse members that they do not know. With `strict=true` the definitions are those of OpenAI\'s strict mode: execute such calls with `?strict=true`, so that null stands for what is not given.',
    takes: {
      subject: AgentParams,
      options: z.strictObject({
        format: z.enum(['openai', 'anthropic', 'mcp']).default('openai'),
        strict: queryBoolean.default(false).describe('Strict mode, for the format openai'),
      }),
    },
    output: z.array(JsonObjectData),
    meta: ToolsMeta,
    errors: ['not_found', 'no_published_version', 'validation_error'],
    run: async ({ subject, options }, { principal, services }: Context<Needs<'store'> & ToolParts>) => {
      const format = toFormat(options)
      const { status, tools } = await loadToolset(services, principal, subject.agentId)
      if (status === 'never_published')
        throw new PlatformError('no_published_version', 'Publish the agent first.')
      const data = tools.map(({ skill, skillId }) =>
        withSkillId(toolDefinition(skill, format), { format, skillId }),
      )
      const skills = tools.map(({ skill, skillId }) => ({ name: skill.functionName, skillId }))
      return { data, ...(format === 'mcp' ? {} : { meta: { skills } }) }
    },
  }),

  execute: useCase({
    scope: 'skills:execute',
    audit: {
      leaves: 'nothing',
      because: 'the writer of records adds an entry for each execution, many runs of several callers at once',
    },
    environment: { slot: ({ content }) => [content.environment] },
    tag,
    summary: 'Run a skill',
    description:
      'Answers 200 with the output, or with status not_found when a parameter names what the provider does not have, or 202 when a person must confirm first. "?dryRun=true" shows the request and sends nothing. "Idempotency-Key" makes a write leave at most once. After the store was restored from a backup, a write under a key that it does not know is `restored`, once: whoever has looked whether it was made after the backup sends it again with "Bindery-Epoch", the `epoch` of that answer. The skill is named by its id or by its function name.',
    takes: {
      subject: SkillParams,
      options: z.strictObject({
        dryRun: queryBoolean.default(false),
        strict: queryBoolean
          .default(false)
          .describe('The call was made by a definition of strict mode: null stands for what is not given'),
      }),
      content: Execute,
    },
    example: { params: { caller_phone: '+31612345678' }, conversationId: 'call-1' },
    output: Outcome,
    errors: [
      'not_found',
      'validation_error',
      'skill_disabled',
      'no_published_version',
      'identity_not_verified',
      'environment_not_configured',
      'action_rate_limited',
      'idempotency_key_reused',
      'restored',
      'outcome_unknown',
      'upstream_error',
      'upstream_timeout',
    ],
    run: async (
      { subject, options, content },
      {
        principal,
        idempotencyKey,
        knownEpoch,
        services,
      }: Context<Needs<'config' | 'egress' | 'events' | 'process' | 'runCaches' | 'store'> & RunParts>,
    ) => {
      const request = {
        ...subject,
        params: content.params,
        madeBy: options.strict ? ('strict_schema' as const) : ('schema' as const),
        environment: content.environment,
        conversationId: content.conversationId,
        idempotencyKey: idempotencyKey(),
        epoch: knownEpoch(),
        phase: content.phase,
        state: content.state,
        context: content.context,
        verificationToken: content.verificationToken,
        channel: channelOf(principal),
        version: content.draftMode ? ('draft' as const) : ('published' as const),
      }
      if (!options.dryRun)
        return answerRun(atDoor(await executeSkill(services, principal, request), 'execute'))
      const result = await dryRunSkill(services, principal, request)
      if (result.status === 'failed') throw result.error
      return { data: { status: 'dry_run' as const, summary: result.summary, request: result.preview } }
    },
  }),
}
