import { PlatformError } from '@bindery/model'
import { type AgentRow, findAgentByName, insertAgent, listAgents, updateAgent } from '@bindery/store'
import { z } from 'zod'
import { removeAgent } from './remove-agent.ts'
import { checkRevision, requireLocked } from '../skills/find-version.ts'
import { AgentParams, deleted, Deleted, PageQuery, timestamp } from '../kernel/shapes.ts'
import { checkPlan } from '../kernel/plan-limits.ts'
import { newAgentId } from '../kernel/ids.ts'
import { readList } from '../kernel/page.ts'
import { requireAgent } from '../kernel/require-skill.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'

const tag = 'Agents'

const AgentView = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    status: z.enum(['draft', 'published']),
    publishedVersionId: z.string().nullable(),
    revision: z.int(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'Agent' })

const NewAgent = z.strictObject({
  name: z.string().min(1).max(120),
  description: z.string().max(1_000).optional(),
})

const toView = (agent: AgentRow): z.input<typeof AgentView> => ({
  id: agent.id,
  name: agent.name,
  description: agent.description,
  status: agent.publishedVersionId === null ? 'draft' : 'published',
  publishedVersionId: agent.publishedVersionId,
  revision: agent.revision,
  createdAt: agent.createdAt,
  updatedAt: agent.updatedAt,
})

function nameTaken(name: string): PlatformError {
  return new PlatformError('duplicate_name', `There is an agent "${name}" already.`)
}

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
          listAgents(transaction, window),
        )
        return { data: rows.map(toView), meta }
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
        const { organizationId, actor } = principal
        const id = newAgentId()
        const agent = { organizationId, id, name: content.name, description: content.description }
        if (!(await insertAgent(transaction, agent))) throw nameTaken(content.name)
        await checkPlan(services, transaction, { organizationId, what: 'agents' })
        await services.store.audit.append(transaction, organizationId, {
          actor,
          action: 'agent.created',
          subject: id,
          detail: { name: content.name },
        })
        const row = await requireAgent(transaction, id)
        return { data: toView(row), revision: row.revision }
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
        return { data: toView(row), revision: row.revision }
      }),
  }),

  edit: useCase({
    scope: 'agents:write',
    audit: { leaves: ['agent.edited'] },
    environment: 'every',
    tag,
    summary: 'Rename or describe an agent; honours If-Match',
    takes: { subject: AgentParams, content: NewAgent.partial() },
    example: { description: 'Answers the phone at night.' },
    output: AgentView,
    errors: ['not_found', 'conflict', 'duplicate_name'],
    run: async ({ subject, content }, { principal, seenRevision, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const agent = await requireLocked(transaction, subject.agentId)
        checkRevision(agent, seenRevision())
        const holder =
          content.name === undefined ? undefined : await findAgentByName(transaction, content.name)
        if (holder !== undefined && holder.id !== agent.id) throw nameTaken(holder.name)
        await updateAgent(transaction, agent.id, content)
        await services.store.audit.append(transaction, principal.organizationId, {
          actor: principal.actor,
          action: 'agent.edited',
          subject: agent.id,
          detail: { changed: Object.keys(content) },
        })
        const row = await requireAgent(transaction, subject.agentId)
        return { data: toView(row), revision: row.revision }
      }),
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
