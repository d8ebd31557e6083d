import { PlatformError } from '@bindery/model'
import {
  type AgentHour,
  listAgentHours,
  listExecutionHours,
  listSkillRuns,
  type RunsOf,
} from '@bindery/store/logs'
import { z } from 'zod'
import type { Needs } from '../kernel/needs.ts'
import type { Principal } from '../kernel/principal.ts'
import { EnvironmentName, PageQuery, TimeQuery, timestamp, uuid } from '../kernel/shapes.ts'
import { type Context, useCase } from '../kernel/use-case.ts'

const hourMs = 3_600_000
/** 31 days. */
const mostHours = 744
const mostAgents = 100

const Stretch = z.strictObject({
  environment: EnvironmentName.optional(),
  bucket: z.enum(['hour']).default('hour').describe('Hours in UTC'),
  ...TimeQuery.shape,
})

const calls = z.int().describe('Runs that were begun in the hour and have ended')
const failed = z.int().describe('Those that failed, or of unknown outcome')
const denied = z.int().describe('Those that a gate stopped')
const milliseconds = z.number().nullable().describe('In ms; null where nothing ran')

const Hour = z
  .object({ at: timestamp, calls, failed, denied, p50: milliseconds, p95: milliseconds })
  .meta({ id: 'ExecutionHour' })

const AgentHours = z
  .object({ agentId: z.string(), hours: z.array(z.object({ at: timestamp, calls, failed })) })
  .meta({ id: 'AgentHours' })

const SkillRuns = z
  .object({
    skillId: z.string(),
    agentId: z.string(),
    functionName: z.string().nullable().describe('Null for a skill that was deleted'),
    agentName: z.string().nullable(),
    calls: z.int(),
    failed,
    denied,
  })
  .meta({ id: 'SkillRuns' })

const words =
  'The last 24 hours where nothing is said of the time, at most 31 days. A key of one environment is told of that one.'

const AgentIds = z
  .string()
  .max(mostAgents * 37)
  .transform((text) => text.split(','))
  .pipe(z.array(uuid).max(mostAgents))
  .describe('Ids with commas between them, at most 100')

export const executionStatsUseCases = {
  hours: useCase({
    scope: 'logs:read',
    environment: 'none',
    tag: 'Logs',
    summary: 'How many runs ended, how, and how long they took, hour by hour',
    description: `${words} Every hour has a row.`,
    takes: { options: Stretch.extend({ agentId: uuid.optional(), skillId: uuid.optional() }) },
    output: z.array(Hour),
    errors: ['validation_error'],
    run: async ({ options }, { principal, services }: Context<Needs<'now' | 'store'>>) => {
      const { agentId, skillId } = options
      const runs = { ...runsOf(options, { principal, now: services.now() }), agentId, skillId }
      return services.store.run(principal.organizationId, async (transaction) => ({
        data: [...(await listExecutionHours(transaction, runs))],
      }))
    },
  }),

  agents: useCase({
    scope: 'logs:read',
    environment: 'none',
    tag: 'Logs',
    summary: 'How many runs of agents ended, hour by hour',
    description: `${words} Every hour of every agent that is named has a row, whether there is such an agent or not.`,
    takes: { options: Stretch.extend({ agentIds: AgentIds }) },
    output: z.array(AgentHours),
    errors: ['validation_error'],
    run: async ({ options }, { principal, services }: Context<Needs<'now' | 'store'>>) => {
      const runs = runsOf(options, { principal, now: services.now() })
      const agentIds = [...new Set(options.agentIds)]
      return services.store.run(principal.organizationId, async (transaction) => ({
        data: byAgent(agentIds, await listAgentHours(transaction, agentIds, runs)),
      }))
    },
  }),

  skills: useCase({
    scope: 'logs:read',
    environment: 'none',
    tag: 'Logs',
    summary: 'Skills that were called, those that failed most often first',
    description: words,
    takes: { options: Stretch.omit({ bucket: true }).extend({ limit: PageQuery.shape.limit }) },
    output: z.array(SkillRuns),
    meta: z
      .object({ failing: z.int().describe('How many skills failed at least once, listed or not') })
      .meta({ id: 'SkillRunsMeta' }),
    errors: ['validation_error'],
    run: async ({ options }, { principal, services }: Context<Needs<'now' | 'store'>>) => {
      const runs = runsOf(options, { principal, now: services.now() })
      const rows = await services.store.run(principal.organizationId, (transaction) =>
        listSkillRuns(transaction, runs, options.limit),
      )
      return { data: [...rows], meta: { failing: rows[0]?.failing ?? 0 } }
    },
  }),
}

interface Asker {
  readonly principal: Principal
  readonly now: number
}

/** Throws `validation_error` for a stretch that ends before it begins, or is too long. */
function runsOf(
  { from, to, environment }: Omit<z.output<typeof Stretch>, 'bucket'>,
  { principal, now }: Asker,
): RunsOf {
  const end = to ?? new Date(from === undefined ? now : Math.min(now, from.getTime() + mostHours * hourMs))
  const begin = from ?? new Date(end.getTime() - 24 * hourMs)
  const lengthMs = end.getTime() - begin.getTime()
  if (lengthMs <= 0) throw new PlatformError('validation_error', '"from" must be before "to".')
  if (lengthMs > mostHours * hourMs)
    throw new PlatformError('validation_error', 'At most 31 days are counted at once: move "from" or "to".')
  const named = [principal.environment, environment].filter((name) => name !== undefined)
  return { from: begin, to: end, environments: named }
}

const byAgent = (agentIds: readonly string[], rows: readonly AgentHour[]) =>
  agentIds.map((agentId) => ({ agentId, hours: rows.filter((row) => row.agentId === agentId) }))
