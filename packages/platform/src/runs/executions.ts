import { PlatformError } from '@bindery/model'
import { findExecution, listExecutions, type ExecutionRow } from '@bindery/store'
import { z } from 'zod'
import { environmentOfExecution } from '../kernel/environment-of.ts'
import { JsonObjectData, PageQuery, timestamp, uuid } from '../kernel/shapes.ts'
import { readList } from '../kernel/page.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'

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
  agentId: row.agentId,
  skillId: row.skillId,
  status: row.status,
  createdAt: row.createdAt,
  record: row.record,
})

export const executionUseCases = {
  list: useCase({
    scope: 'logs:read',
    environment: 'none',
    tag: 'Logs',
    summary: 'What ran, newest first, redacted',
    takes: {
      options: PageQuery.extend({
        agentId: uuid.optional(),
        skillId: uuid.optional(),
        status: z
          .enum(['succeeded', 'not_found', 'failed', 'outcome_unknown', 'denied', 'running'])
          .optional(),
      }),
    },
    output: z.array(ExecutionView),
    shape: 'list',
    run: async ({ options }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const { agentId, skillId, status } = options
        const { environment } = principal
        const { rows, meta } = await readList(
          ['executions', agentId, skillId, status, environment],
          options,
          (window) => listExecutions(transaction, { agentId, skillId, status, environment }, window),
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
