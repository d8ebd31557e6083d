import { PlatformError } from '@bindery/model'
import {
  type AgentRow,
  deleteAgent,
  findAgentByName,
  insertAgent,
  listAgents,
  updateAgent,
} from '@bindery/store'
import { z } from 'zod'
import { checkRevision, requireLocked } from '../agents/versions.ts'
import { ifMatchOf } from '../http/if-match.ts'
import { type Route, route } from '../http/route.ts'
import { newAgentId } from '../ids.ts'
import { checkPlan } from '../plan-limits.ts'
import type { Services } from '../services.ts'
import { requireAgent } from '../skills/author-skill.ts'
import { pageOf } from './page.ts'
import { AgentParams, PageQuery, timestamp } from './shapes.ts'

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
  status: agent.published_version_id === null ? 'draft' : 'published',
  publishedVersionId: agent.published_version_id,
  revision: agent.revision,
  createdAt: agent.created_at,
  updatedAt: agent.updated_at,
})

const etagOf = (agent: AgentRow) => ({ etag: `"${agent.revision}"` })

export function agentRoutes(services: Services): readonly Route[] {
  return [
    listAgentsRoute(services),
    createAgentRoute(services),
    showAgentRoute(services),
    editAgentRoute(services),
    deleteAgentRoute(services),
  ]
}

function listAgentsRoute(services: Services): Route {
  return route({
    method: 'GET',
    path: '/agents',
    scope: 'agents:read',
    tag,
    summary: 'List agents',
    input: { query: PageQuery },
    data: z.array(AgentView),
    shape: 'list',
    handle: async ({ query }, { principal }) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const { rows, meta } = pageOf(await listAgents(transaction), query)
        return { data: rows.map(toView), meta }
      }),
  })
}

function createAgentRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: '/agents',
    scope: 'agents:write',
    tag,
    summary: 'Make an agent',
    input: { body: NewAgent },
    data: AgentView,
    status: 201,
    errors: ['duplicate_name', 'agent_limit_reached'],
    handle: async ({ body }, { principal }) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const { organizationId, actor } = principal
        const id = newAgentId()
        const agent = { organizationId, id, name: body.name, description: body.description }
        if (!(await insertAgent(transaction, agent))) throw nameTaken(body.name)
        await checkPlan(services, transaction, { organizationId, what: 'agents' })
        await services.store.audit.append(transaction, organizationId, {
          actor,
          action: 'agent.created',
          subject: id,
          detail: { name: body.name },
        })
        const row = await requireAgent(transaction, id)
        return { data: toView(row), headers: etagOf(row) }
      }),
  })
}

function showAgentRoute(services: Services): Route {
  return route({
    method: 'GET',
    path: '/agents/{agentId}',
    scope: 'agents:read',
    tag,
    summary: 'Show one agent',
    input: { params: AgentParams },
    data: AgentView,
    errors: ['not_found'],
    handle: async ({ params }, { principal }) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const row = await requireAgent(transaction, params.agentId)
        return { data: toView(row), headers: etagOf(row) }
      }),
  })
}

function editAgentRoute(services: Services): Route {
  return route({
    method: 'PATCH',
    path: '/agents/{agentId}',
    scope: 'agents:write',
    tag,
    summary: 'Rename or describe an agent; honours If-Match',
    input: { params: AgentParams, body: NewAgent.partial() },
    data: AgentView,
    errors: ['not_found', 'conflict', 'duplicate_name'],
    handle: async ({ params, body }, { principal, raw }) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const agent = await requireLocked(transaction, params.agentId)
        checkRevision(agent, ifMatchOf(raw))
        const holder = body.name === undefined ? undefined : await findAgentByName(transaction, body.name)
        if (holder !== undefined && holder.id !== agent.id) throw nameTaken(holder.name)
        await updateAgent(transaction, agent.id, body)
        const row = await requireAgent(transaction, params.agentId)
        return { data: toView(row), headers: etagOf(row) }
      }),
  })
}

function deleteAgentRoute(services: Services): Route {
  return route({
    method: 'DELETE',
    path: '/agents/{agentId}',
    scope: 'agents:write',
    tag,
    summary: 'Delete an agent with its skills and versions',
    input: { params: AgentParams },
    data: z.object({ deleted: z.literal(true) }),
    errors: ['not_found'],
    handle: async ({ params }, { principal }) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const agent = await requireAgent(transaction, params.agentId)
        await deleteAgent(transaction, agent.id)
        await services.store.audit.append(transaction, principal.organizationId, {
          actor: principal.actor,
          action: 'agent.deleted',
          subject: agent.id,
          detail: { name: agent.name },
        })
        return { data: { deleted: true as const } }
      }),
  })
}

function nameTaken(name: string): PlatformError {
  return new PlatformError('duplicate_name', `There is an agent "${name}" already.`)
}
