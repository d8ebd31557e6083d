import { TimeZone } from '@bindery/model'
import { pageAgents } from '@bindery/store'
import { z } from 'zod'
import { changeAgent, makeAgent } from './author-agent.ts'
import { AgentView, viewAgent, viewAgents } from './agent-view.ts'
import { overviewAgent, OverviewView } from './overview.ts'
import { removeAgent } from './remove-agent.ts'
import { checkRevision, requireLocked } from '../skills/find-version.ts'
import { AgentParams, deleted, Deleted, PageQuery } from '../kernel/shapes.ts'
import { readList } from '../kernel/page.ts'
import { requireAgent } from '../kernel/require-skill.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'

const tag = 'Agents'

export const NewAgent = z.strictObject({
  name: z.string().min(1).max(120),
  description: z.string().max(1_000).optional(),
  timezone: TimeZone.optional().describe(
    'Where the people of this agent are: its days are days of this IANA time zone',
  ),
})
const AgentChange = NewAgent.partial().extend({
  timezone: TimeZone.nullable()
    .optional()
    .describe('Null removes it. Holds at once, for what is published too'),
})

export const agentUseCases = {
  list: useCase({
    scope: 'agents:read',
    environment: 'none',
    tag,
    summary: 'List agents',
    takes: { options: PageQuery },
    output: z.array(AgentView),
    shape: 'list',
    run: async ({ options }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const { rows, meta } = await readList(['agents'], options, (window) =>
          pageAgents(transaction, window),
        )
        return { data: await viewAgents(transaction, rows), meta }
      }),
  }),

  create: useCase({
    scope: 'agents:write',
    audit: { leaves: ['agent.created'] },
    environment: 'every',
    tag,
    summary: 'Make an agent',
    takes: { content: NewAgent },
    example: { name: 'Front desk', description: 'Answers the phone of the clinic.' },
    output: AgentView,
    outcome: 'created',
    errors: ['duplicate_name', 'agent_limit_reached'],
    run: async ({ content }, { principal, services }: Context<Needs<'config' | 'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const row = await makeAgent(services, transaction, { principal, content })
        return { data: await viewAgent(transaction, row), revision: row.revision }
      }),
  }),

  show: useCase({
    scope: 'agents:read',
    environment: 'none',
    tag,
    summary: 'Show one agent',
    takes: { subject: AgentParams },
    output: AgentView,
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const row = await requireAgent(transaction, subject.agentId)
        return { data: await viewAgent(transaction, row), revision: row.revision }
      }),
  }),

  overview: useCase({
    scope: 'agents:read',
    environment: 'none',
    tag,
    summary:
      'An agent with all its skills: what publishing would change, tests, tokens, calls of the last day, drift',
    description: 'A key of one environment is told of the calls of its own.',
    takes: { subject: AgentParams },
    output: OverviewView,
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'config' | 'store'>>) => ({
      data: await overviewAgent(services, principal, subject.agentId),
    }),
  }),

  edit: useCase({
    scope: 'agents:write',
    audit: { leaves: ['agent.edited'] },
    environment: 'every',
    tag,
    summary: 'Rename or describe an agent, or say in which time zone it is; honours If-Match',
    takes: { subject: AgentParams, content: AgentChange },
    example: { description: 'Answers the phone at night.' },
    output: AgentView,
    errors: ['not_found', 'conflict', 'duplicate_name'],
    run: async (
      { subject, content },
      { principal, seenRevision, services }: Context<Needs<'runCaches' | 'store'>>,
    ) => {
      const edited = await services.store.run(principal.organizationId, async (transaction) => {
        const agent = await requireLocked(transaction, subject.agentId)
        checkRevision({ name: 'agent', revision: agent.revision }, seenRevision())
        const row = await changeAgent(services, transaction, { principal, agent, change: content })
        return { data: await viewAgent(transaction, row), revision: row.revision }
      })
      // Runs are called with the zone.
      services.runCaches.forget(principal.organizationId)
      return edited
    },
  }),

  remove: useCase({
    scope: 'agents:write',
    audit: { leaves: ['agent.deleted'] },
    environment: 'every',
    tag,
    summary: 'Delete an agent with its skills and versions',
    takes: { subject: AgentParams },
    output: Deleted,
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'egress' | 'runCaches' | 'store'>>) => {
      await removeAgent(services, principal, subject.agentId)
      return { data: deleted }
    },
  }),
}
