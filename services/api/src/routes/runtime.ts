import { type JsonObject, PlatformError, type SkillResult } from '@bindery/model'
import { toolDefinition } from '@bindery/compiler'
import {
  findExecution,
  findSkillBlob,
  findVersion,
  listConfirmations,
  listExecutions,
  listSkills,
  type ExecutionRow,
} from '@bindery/store'
import { z } from 'zod'
import { manifestOf } from '../agents/manifest.ts'
import { approveConfirmation, rejectConfirmation } from '../execution/approve-confirmation.ts'
import { dryRunSkill, executeSkill } from '../execution/execute-skill.ts'
import { type Answer, type RawRequest, type Route, route } from '../http/route.ts'
import type { Services } from '../services.ts'
import { requireAgent } from '../skills/author-skill.ts'
import { readSkill } from '../skills/read-skill.ts'
import { offsetOf, toPage } from './page.ts'
import {
  AgentParams,
  EnvironmentName,
  JsonData,
  JsonObjectData,
  PageQuery,
  queryBoolean,
  SkillParams,
  timestamp,
  uuid,
} from './shapes.ts'

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

const Outcome = z
  .object({
    status: z.enum(['ok', 'confirmation_required', 'dry_run']),
    output: JsonObjectData.optional(),
    executionId: z.string().optional(),
    ms: z.number().optional(),
    replayed: z.boolean().optional(),
    confirmationId: z.string().optional(),
    summary: z.string().optional(),
    preview: JsonData.optional(),
    request: JsonData.optional(),
    expiresAt: z.string().optional(),
  })
  .meta({ id: 'ExecutionOutcome' })

export function runtimeRoutes(services: Services): readonly Route[] {
  return [...toolRoutes(services), ...confirmationRoutes(services), ...logRoutes(services)]
}

function toolRoutes(services: Services): readonly Route[] {
  return [toolsRoute(services), executeRoute(services)]
}

function toolsRoute(services: Services): Route {
  return route({
    method: 'GET',
    path: '/agents/{agentId}/tools',
    scope: 'skills:execute',
    tag,
    summary: 'Function definitions of the published, enabled skills for a language model',
    input: {
      params: AgentParams,
      query: z.strictObject({ format: z.enum(['openai', 'anthropic', 'mcp']).default('openai') }),
    },
    data: z.array(JsonObjectData),
    errors: ['not_found', 'no_published_version'],
    handle: async ({ params, query }, { principal }) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const agent = await requireAgent(transaction, params.agentId)
        const version =
          agent.published_version_id === null
            ? undefined
            : await findVersion(transaction, agent.id, agent.published_version_id)
        if (version === undefined) throw new PlatformError('no_published_version', 'Publish the agent first.')
        const rows = new Map((await listSkills(transaction, agent.id)).map((row) => [String(row.id), row]))
        const tools: JsonObject[] = []
        for (const entry of manifestOf(version).skills) {
          if (rows.get(entry.skillId)?.is_enabled !== true) continue
          const bytes = await findSkillBlob(transaction, entry.skillHash)
          if (bytes !== undefined) tools.push(toolDefinition(readSkill(bytes), query.format))
        }
        return { data: tools }
      }),
  })
}

function executeRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: '/agents/{agentId}/skills/{skillId}/execute',
    scope: 'skills:execute',
    tag,
    summary: 'Run a skill',
    description:
      'Answers 200 with the output, or 202 when a person must confirm first. "?dryRun=true" shows the request and sends nothing. "Idempotency-Key" makes a write leave at most once.',
    input: {
      params: SkillParams,
      query: z.strictObject({ dryRun: queryBoolean.default(false) }),
      body: Execute,
    },
    data: Outcome,
    errors: [
      'not_found',
      'validation_error',
      'skill_disabled',
      'no_published_version',
      'identity_not_verified',
      'environment_not_configured',
      'action_rate_limited',
      'idempotency_key_reused',
      'outcome_unknown',
      'upstream_error',
      'upstream_timeout',
    ],
    handle: async ({ params, query, body }, { principal, raw }) => {
      const request = {
        ...params,
        params: body.params,
        environment: body.environment,
        conversationId: body.conversationId,
        idempotencyKey: idempotencyKeyOf(raw),
        phase: body.phase,
        state: body.state,
        context: body.context,
        verificationToken: body.verificationToken,
        version: body.draftMode ? ('draft' as const) : ('published' as const),
      }
      if (!query.dryRun) return answerRun(await executeSkill(services, principal, request))
      const result = await dryRunSkill(services, principal, request)
      if (result.status === 'failed') throw result.error
      return { data: { status: 'dry_run' as const, summary: result.summary, request: result.preview } }
    },
  })
}

function answerRun(result: SkillResult): Answer<z.input<typeof Outcome>> {
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
    case 'confirmation_required':
      return {
        status: 202,
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

function idempotencyKeyOf(raw: RawRequest): string | undefined {
  const header = raw.headers['idempotency-key']
  if (header === undefined) return undefined
  const key = typeof header === 'string' ? header.trim() : ''
  if (/^[\x21-\x7e]{1,200}$/.test(key)) return `caller:${key}`
  throw new PlatformError('bad_request', 'Idempotency-Key must be 1 to 200 visible ASCII characters.')
}

const ConfirmationView = z
  .object({
    id: z.string(),
    status: z.enum(['pending', 'approved', 'rejected', 'spent', 'expired']),
    agentId: z.string(),
    skillId: z.string(),
    environment: EnvironmentName,
    summary: z.string(),
    preview: JsonData,
    createdAt: timestamp,
    expiresAt: timestamp,
  })
  .meta({ id: 'Confirmation' })

const ConfirmationParams = z.object({ confirmationId: z.string().max(64) })

function confirmationRoutes(services: Services): readonly Route[] {
  return [listConfirmationsRoute(services), approveRoute(services), rejectRoute(services)]
}

function listConfirmationsRoute(services: Services): Route {
  return route({
    method: 'GET',
    path: '/confirmations',
    scope: 'confirmations:write',
    tag: 'Confirmations',
    summary: 'Calls that wait, or waited, for a person; newest first',
    input: { query: PageQuery },
    data: z.array(ConfirmationView),
    shape: 'list',
    handle: async ({ query }, { principal }) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const window = { offset: offsetOf(query), limit: query.limit + 1 }
        const { rows, meta } = toPage(await listConfirmations(transaction, window), query)
        const data = rows.map(({ status, isExpired, confirmation }) => ({
          id: confirmation.confirmationId,
          status: status === 'pending' && isExpired ? ('expired' as const) : status,
          agentId: confirmation.agentId,
          skillId: confirmation.skillId,
          environment: confirmation.environment,
          summary: confirmation.summary,
          preview: confirmation.preview,
          createdAt: confirmation.createdAt,
          expiresAt: confirmation.expiresAt,
        }))
        return { data, meta }
      }),
  })
}

function approveRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: '/confirmations/{confirmationId}/approve',
    scope: 'confirmations:write',
    tag: 'Confirmations',
    summary: 'Approve and carry out exactly the stored call, once',
    input: { params: ConfirmationParams },
    data: Outcome,
    errors: [
      'not_found',
      'confirmation_expired',
      'confirmation_mismatch',
      'outcome_unknown',
      'upstream_error',
    ],
    handle: async ({ params }, { principal }) =>
      answerRun(await approveConfirmation(services, principal, params.confirmationId)),
  })
}

function rejectRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: '/confirmations/{confirmationId}/reject',
    scope: 'confirmations:write',
    tag: 'Confirmations',
    summary: 'Refuse a waiting call',
    input: { params: ConfirmationParams },
    data: z.object({ rejected: z.literal(true) }),
    errors: ['not_found', 'confirmation_expired'],
    handle: async ({ params }, { principal }) => {
      await rejectConfirmation(services, principal, params.confirmationId)
      return { data: { rejected: true as const } }
    },
  })
}

const ExecutionView = z
  .object({
    id: z.string(),
    agentId: z.string(),
    skillId: z.string(),
    status: z.string(),
    createdAt: timestamp,
    record: JsonObjectData.nullable(),
  })
  .meta({ id: 'Execution' })

const toExecutionView = (row: ExecutionRow): z.input<typeof ExecutionView> => ({
  id: row.id,
  agentId: row.agent_id,
  skillId: row.skill_id,
  status: row.status,
  createdAt: row.created_at,
  record: row.record,
})

function logRoutes(services: Services): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/executions',
      scope: 'logs:read',
      tag: 'Logs',
      summary: 'What ran, newest first, redacted',
      input: {
        query: PageQuery.extend({
          agentId: uuid.optional(),
          skillId: uuid.optional(),
          status: z.enum(['succeeded', 'failed', 'outcome_unknown', 'denied', 'running']).optional(),
        }),
      },
      data: z.array(ExecutionView),
      shape: 'list',
      handle: async ({ query }, { principal }) =>
        services.store.run(principal.organizationId, async (transaction) => {
          const window = { offset: offsetOf(query), limit: query.limit + 1 }
          const { rows, meta } = toPage(await listExecutions(transaction, query, window), query)
          return { data: rows.map(toExecutionView), meta }
        }),
    }),
    route({
      method: 'GET',
      path: '/executions/{executionId}',
      scope: 'logs:read',
      tag: 'Logs',
      summary: 'One execution: gates, redacted request, answer, timings',
      input: { params: z.object({ executionId: z.string().max(64) }) },
      data: ExecutionView,
      errors: ['not_found'],
      handle: async ({ params }, { principal }) =>
        services.store.run(principal.organizationId, async (transaction) => {
          const isId = uuid.safeParse(params.executionId).success
          const row = isId ? await findExecution(transaction, params.executionId) : undefined
          if (row === undefined)
            throw new PlatformError('not_found', `There is no execution "${params.executionId}".`)
          return { data: toExecutionView(row) }
        }),
    }),
  ]
}
