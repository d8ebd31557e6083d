import { channels, PlatformError, quietOutcomes } from '@bindery/model'
import { type ExecutionRow, findExecution, pageExecutions } from '@bindery/store'
import { z } from 'zod'
import { environmentOfExecution } from '../kernel/environment-of.ts'
import {
  EnvironmentName,
  JsonObjectData,
  PageQuery,
  queryInteger,
  TimeQuery,
  timestamp,
  uuid,
} from '../kernel/shapes.ts'
import { readList } from '../kernel/page.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'

const statuses = [
  'succeeded',
  ...quietOutcomes,
  'failed',
  'outcome_unknown',
  'denied',
  'waiting',
  'running',
] as const
/** What counts as failed wherever calls are counted. */
const countsAsFailed: readonly string[] = ['failed', 'outcome_unknown']
const notWell = 'failed_or_unknown'

const ExecutionView = z
  .object({
    id: z.string(),
    agentId: z.string(),
    skillId: z.string(),
    status: z.string(),
    channel: z
      .enum(channels)
      .nullable()
      .describe('By which face the call came; null until it has ended, and where nobody said'),
    createdAt: timestamp,
    record: JsonObjectData.nullable(),
  })
  .meta({ id: 'Execution' })

const toExecutionView = (row: ExecutionRow): z.input<typeof ExecutionView> => ({
  id: row.id,
  agentId: row.agentId,
  skillId: row.skillId,
  status: row.status,
  channel: row.channel,
  createdAt: row.createdAt,
  record: row.record,
})

export const executionUseCases = {
  list: useCase({
    scope: 'logs:read',
    environment: 'none',
    tag: 'Logs',
    summary: 'What ran, newest first, redacted',
    description: 'The first page says how many there are, up to 10,000: `total`.',
    takes: {
      options: PageQuery.extend({
        agentId: uuid.optional(),
        skillId: uuid.optional(),
        status: z
          .enum([...statuses, notWell])
          .optional()
          .describe(`"${notWell}" is what counts as failed: failed, or of unknown outcome`),
        environment: EnvironmentName.optional(),
        channel: z.enum(channels).optional().describe('By which face the call came'),
        minMs: queryInteger({ least: 0, most: 3_600_000 }).optional().describe('Runs that took as long'),
        ...TimeQuery.shape,
      }),
    },
    output: z.array(ExecutionView),
    shape: 'list',
    run: async ({ options }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const { agentId, skillId, status, environment, channel, minMs, from, to } = options
        const named = [principal.environment, environment].filter((name) => name !== undefined)
        const ended = status === notWell ? countsAsFailed : status && [status]
        const filter = {
          agentId,
          skillId,
          statuses: ended,
          environments: named,
          channel,
          leastMs: minMs,
          from,
          to,
        }
        const { rows, meta } = await readList(['executions', JSON.stringify(filter)], options, (window) =>
          pageExecutions(transaction, filter, window),
        )
        return { data: rows.map(toExecutionView), meta }
      }),
  }),

  show: useCase({
    scope: 'logs:read',
    environment: {
      record: ({ subject }, principal, services: Needs<'store'>) =>
        environmentOfExecution(services, principal, subject.executionId),
    },
    tag: 'Logs',
    summary: 'One execution: gates, redacted request, answer, timings',
    takes: { subject: z.object({ executionId: z.string().max(64) }) },
    output: ExecutionView,
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const isId = uuid.safeParse(subject.executionId).success
        const row = isId ? await findExecution(transaction, subject.executionId) : undefined
        if (row === undefined)
          throw new PlatformError('not_found', `There is no execution "${subject.executionId}".`)
        return { data: toExecutionView(row) }
      }),
  }),
}
